"""Examples side by side with what the net says, the wrong ones first."""

from tuidl.language import tr
from tuidl.signals import Gallery
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import border, fitted, grown, trimmed, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.number import count

SMALLEST, CAPTION = 8, 10  # columns of the smallest image, and of a caption that stands alone


def across(cells: Cells, signal: Gallery) -> tuple[int, int]:
    """Columns of an image, and how many stand in a row: the largest size at which six fit (twelve where they are
    enlarged), or all. Where not even a small one fits, 0 columns: captions stand alone."""
    if cells.height - 1 < SMALLEST // 2 + 1 or cells.width < SMALLEST:
        return 0, max(1, cells.width // CAPTION)
    total, edge = len(signal.images), margin(signal)
    side = max((max(image.width, image.height) - 2 * edge for image in signal.images), default=1)
    smaller = [size for size in (20, 16, 14, 12, 10, 8) if size < side]
    for size in (*(side * scale for scale in (4, 3, 2, 1)), *smaller):
        row = (cells.width + 1) // (size + 1)
        rows = (cells.height - 1) // ((size + 1) // 2 + 1)
        if size >= min(side, 8) and row * rows >= min(total, 12 if size > side else 6):
            return size, row
    return SMALLEST, max(1, (cells.width + 1) // (SMALLEST + 1))


def image_at(cells: Cells, signal: Gallery, column: int, row: int) -> int | None:
    """The image, or the caption, in a cell."""
    size, over = across(cells, signal)
    wide, tall = (size + 1, (size + 1) // 2 + 1) if size else (CAPTION, 1)
    k = row // tall * over + column // wide
    return k if 0 <= k < len(signal.images) and column // wide < over and row < cells.height - 1 else None


def margin(signal: Gallery) -> int:
    """The border that all images have empty, so that all are cut alike and drawn at one size."""
    return min((border(image) for image in signal.images if whole(image)), default=0)


def gallery(cells: Cells, signal: Gallery, cursor: int | None = None) -> None:
    """Image over caption ``true → said``; how many are wrong stands in the last row."""
    if cells.height < 2 or cells.width < 8:
        return
    ink, (size, row) = cells.ink, across(cells, signal)
    wide, tall, edge = size + 1 if size else CAPTION, (size + 1) // 2 + 1 if size else 1, margin(signal)
    for i, image in enumerate(signal.images):
        x, y = i % row * wide, i // row * tall
        if y + tall > cells.height - 1:
            break
        if whole(image) and size:
            shown = grown(fitted(trimmed(image, edge), size, size), size, size)
            heat(cells, x, y, shown, "image", 0.0, image.high or 1.0)
        truth, said = signal.truths[i], signal.answers[i]
        names = [signal.classes[k] if 0 <= k < len(signal.classes) else str(k) for k in (truth, said)]
        wrong, chosen = truth != said, i == cursor
        text = f"{names[0]} → {names[1]}" if wrong else names[0]
        mark = ink.glyphs.wrong if wrong else ink.glyphs.done
        cells.spans(
            x,
            y + tall - 1,
            (f"{ink.glyphs.pointed if chosen else mark} ", ink.accent if chosen else ink.warn if wrong else ink.good),
            (text[: wide - 3], ink.bright if wrong else ink.dim, BOLD if wrong else 0),
        )
    cells.put(
        0,
        cells.height - 1,
        tr("{wrong} wrong of {all}", wrong=count(signal.wrong), all=count(signal.total)),
        ink.dim,
    )
