"""A sheet that is drawn on, what the net says of it, and which pixels make it say so."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tuidl.language import tr
from tuidl.signals import Drawing, Field, Grids, Sample
from tuidl.tui.drawing.cells import BOLD, Cells, look
from tuidl.tui.drawing.field import fitted, grown, whole
from tuidl.tui.drawing.grids import grids
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import percent
from tuidl.tui.drawing.prose import shortened
from tuidl.tui.drawing.sample import bars, order

APART = 3  # rows from one bar to the next, at most
Spot = tuple[float, float]


def sheet(cells: Cells, field: Field, pixel: int, cursor: tuple[int, int] | None, mark: str) -> None:
    """The drawing in pixels of ``pixel`` columns and half rows, and a cursor: ``mark`` on the pixel it stands on."""
    if not whole(field):
        return
    left, ink = max(0, (cells.width - field.width * pixel) // 2), cells.ink
    if ink.mono:  # shades alone would not show where an empty sheet ends
        for y in range((field.height * pixel + 1) // 2):
            cells.put(left, y, "." * min(field.width * pixel, cells.width), ink.faint)
        _shaded(cells, left, field, pixel)
    else:
        heat(cells, left, 0, field, "image", 0.0, 1.0, pixel, pixel)
    if cursor is None:
        return
    row, column = cursor
    x, y = left + column * pixel + (pixel - 1) // 2, (row * pixel + (pixel - 1) // 2) // 2
    if 0 <= y < cells.height and 0 <= x < cells.width:
        behind = cells.looks[y][x]
        back = behind.bg if (row * pixel + (pixel - 1) // 2) % 2 else behind.fg
        cells.chars[y][x] = mark
        cells.looks[y][x] = look(ink.accent, back if cells.ink.image and not ink.mono else behind.bg, BOLD)


def _shaded(cells: Cells, left: int, field: Field, pixel: int) -> None:
    """Shades where there is ink; elsewhere the dots stay."""
    over = Cells(field.width * pixel, (field.height * pixel + 1) // 2, cells.ink)
    heat(over, 0, 0, field, "image", 0.0, 1.0, pixel, pixel)
    for y, row in enumerate(over.chars):
        for x, char in enumerate(row):
            if char != " ":
                cells.put(left + x, y, char, cells.ink.bright)


def spot(cells: Cells, height: int, width: int, pixel: int, column: int, row: int) -> Spot | None:
    """The place on the sheet, in pixels, of the middle of a cell; None beside the sheet."""
    left = max(0, (cells.width - width * pixel) // 2)
    found = min((row * 2 + 1) / pixel, height - 0.5 / pixel), (column - left + 0.5) / pixel
    return found if 0 <= row * 2 < height * pixel and 0 <= found[1] < width else None


def says(cells: Cells, signal: Drawing, stale: bool) -> None:
    """A bar for each class, and the answer in words where they leave a row for it."""
    best = order(signal.probabilities)
    if not best:
        return
    shown = Sample(0, -1, signal.classes, signal.probabilities, 0.0)
    alike = signal.probabilities.count(signal.probabilities[best[0]])
    rows = cells.height - 1 if cells.height > 3 and len(best) != cells.height else cells.height
    bars(cells, shown, 0, 0, rows, min(max(rows // len(best), 1), APART))
    if rows < cells.height:
        name = signal.classes[best[0]] if best[0] < len(signal.classes) else str(best[0])
        said = percent(signal.probabilities[best[0]])
        told = tr("undecided: {n} alike, {percent} %", n=alike, percent=said)
        text, ink = " " + (told if alike > 1 else tr("says {name} · {percent} %", name=name, percent=said)), cells.ink
        mark = "…" if stale else ink.glyphs.pointed
        cells.spans(0, cells.height - 1, (mark, ink.dim if stale else ink.accent), (text, ink.text))


@lru_cache(256)
def _picture(pixels: tuple[float, ...], width: int) -> Field:
    return Field.of([list(pixels[at : at + width]) for at in range(0, len(pixels), width)], 0.0, 1.0)


def kept(cells: Cells, top: int, drawings: Sequence[tuple[float, ...]], labels: Sequence[str], width: int) -> None:
    """The newest drawings, ``width`` pixels wide, each over its label, as many as have room from row ``top`` on."""
    if not drawings:
        return
    wide, tall = width + 1, (len(drawings[0]) // width + 1) // 2 + 1
    across, down = (cells.width + 1) // wide, max(cells.height - top, 0) // tall
    first = max(0, len(drawings) - across * down)
    for k, (pixels, label) in enumerate(zip(drawings[first:], labels[first:], strict=True)):
        x, y = k % across * wide, top + k // across * tall
        heat(cells, x, y, _picture(pixels, width), "image", 0.0, 1.0)
        cells.put(x, y + tall - 1, shortened(label, width), cells.ink.dim)


def why(cells: Cells, signal: Drawing) -> None:
    """The saliency, one scale about zero: more ink there helps (+) or hurts (−) the class that wins."""
    if not whole(signal.saliency) or cells.height < 2:
        return
    rows = (cells.height - 1) * 2
    field = grown(fitted(signal.saliency, cells.width, rows), cells.width, rows)
    bound = signal.saliency.high or 1.0
    heat(cells, (cells.width - field.width) // 2, 0, field, "diverging", -bound, bound)
    legend(cells, 0, cells.height - 1, min(cells.width, 34), "diverging", -bound, bound, "d z/d ink")


def maps(cells: Cells, signal: Drawing, first: int = 0) -> int:
    """What each channel of a layer says on the drawing, from the ``first`` on; how many there was room for."""
    names = tuple(str(k + 1) for k in range(first, len(signal.maps)))
    shown = Grids(names, signal.maps[first:], (), (), tr("row"), tr("column"), len(names))
    return grids(cells, replace(shown, note=""), key=": m")


def moved(signal: Drawing) -> str:
    """``moved 1 up, 2 left``; ``as drawn``."""
    down, across = signal.moved
    parts = [tr("{n} down", n=down) if down > 0 else tr("{n} up", n=-down)] if down else []
    parts += [tr("{n} right", n=across) if across > 0 else tr("{n} left", n=-across)] if across else []
    return tr("moved {parts}", parts=", ".join(parts)) if parts else tr("as drawn")
