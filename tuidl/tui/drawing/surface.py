"""The loss over two directions of weight space in bands of equal loss, and over it the way of the run."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from tuidl.language import tr
from tuidl.signals import NAN_LEVEL, TOP_LEVEL, Field, Surface
from tuidl.tui.drawing.boundary import place, side, top
from tuidl.tui.drawing.cells import BOLD, Cells, look
from tuidl.tui.drawing.field import resized, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import compact, figure

BANDS = 12  # of equal width in the loss, or in its logarithm: their edges are the contours
QUIET = 0.25
BESIDE = 0.1  # of a loss: as far apart are plane and run where both are told
NARROW = 60  # columns under which the legend is short, so that the marks are named
MARKED = 4  # parts of a contestant's way, with its mark between them
LETTERS = "abcd"  # at the ends of earlier runs' ways
Path = tuple[tuple[float, float], ...]


def surface(
    cells: Cells,
    signal: Surface,
    cursor: tuple[float, float] | None = None,
    before: Sequence[Path] = (),
    marks: Sequence[str] = (),
    own: str = "",
) -> None:
    """Plane, paths and legend. ``cursor``: a point of the plane; ``before``: the ways of earlier runs, or
    of others that run now, with a mark each; ``own``: the mark of this run among them."""
    size = side(cells)
    if size < 2 or not whole(signal.loss):
        return
    y, left = top(cells), (cells.width - size) // 2
    inside = Cells(size, size // 2, cells.ink, cells.bg)
    heat(inside, 0, 0, banded(resized(signal.loss, size, size)), "sequential", quiet=QUIET)
    for mark, path in zip(marks or LETTERS, before[-len(LETTERS) :], strict=False):
        _path(inside, signal, path, size, mark, False, often=bool(own))
    _path(inside, signal, signal.path, size, own or cells.ink.glyphs.train, True)
    if cursor is not None:
        column, half = place(signal, cursor[0], cursor[1], size)
        inside.put(column, half // 2, "┼", cells.ink.accent, None, BOLD)
    cells.paste(left, y, inside)
    if size <= (cells.height - 2) * 2:
        _legend(
            cells, signal, left, min(cells.height - 1, y + size // 2 + 1), size, marks or _letters(len(before)), own
        )


def banded(field: Field) -> Field:
    """The field in a few even steps, so that places of equal loss are seen as lines."""
    table = bytes(
        NAN_LEVEL if k > TOP_LEVEL else round(min(k * BANDS // TOP_LEVEL, BANDS - 1) / (BANDS - 1) * TOP_LEVEL)
        for k in range(256)
    )
    return Field(field.height, field.width, field.low, field.high, field.levels.translate(table))


def _path(cells: Cells, signal: Surface, path: Path, size: int, mark: str, own: bool, often: bool = False) -> None:
    """Dots between the places, a ring where it began, a mark where it is now; ``often``: and on the way there."""
    ink = cells.ink
    tone = ink.bright if own else ink.dim
    spots = [place(signal, x, y, size) for x, y in path if isfinite(x) and isfinite(y)]
    if not spots:
        return
    way = []
    for (x0, y0), (x1, y1) in pairwise(spots):
        many = max(abs(x1 - x0), abs(y1 - y0), 1)
        way += [(x0 + round((x1 - x0) * k / many), y0 + round((y1 - y0) * k / many)) for k in range(many + 1)]
    for column, half in way:
        _dot(cells, column, half, "·", tone, size)
    if own:
        for column, half in spots[1:-1]:
            _dot(cells, column, half, "•", tone, size)
    elif often:
        passed = list(dict.fromkeys(way))  # a place at which it dwells counts once
        for column, half in (passed[len(passed) * k // MARKED] for k in range(1, MARKED) if passed):
            _dot(cells, column, half, mark, ink.text, size)
    _dot(cells, *spots[0], ink.glyphs.new, tone, size)
    _dot(cells, *spots[-1], mark, ink.bright if own else ink.text, size)


def _dot(cells: Cells, column: int, half: int, mark: str, tone: str, size: int) -> None:
    """One character over the plane, on the colour that lies there."""
    row = half // 2
    if not (0 <= column < size and 0 <= half < size and row < cells.height):
        return
    behind = cells.looks[row][column]
    back = behind.fg if cells.chars[row][column] == "▀" and half % 2 == 0 else behind.bg
    if back in ("white", "bright_white"):
        tone = "black"
    cells.chars[row][column] = mark
    cells.looks[row][column] = look(tone, back, BOLD)


def value(signal: Surface, level: float) -> float:
    """The loss that a number of the field stands for."""
    return 10.0 ** min(max(level, -300.0), 300.0) if signal.log and isfinite(level) else level


def _letters(before: int) -> tuple[str, ...]:
    """The marks of so many earlier runs, as the legend says them."""
    return () if not before else (LETTERS[0] if before == 1 else f"a-{LETTERS[min(before, len(LETTERS)) - 1]}",)


def _legend(cells: Cells, signal: Surface, left: int, y: int, size: int, marks: Sequence[str], own: str) -> None:
    """Low and high loss with the colours between, then what the marks mean."""
    ink, field = cells.ink, signal.loss
    low, high, wide = value(signal, field.low), value(signal, field.high), min(size, 22 if marks else 30)
    wide = min(wide, 20) if cells.width < NARROW else wide
    x = legend(cells, left, y, wide, "sequential", low, high, tr("loss"), QUIET)
    said = [(own or ink.glyphs.train, tr("chosen") if own else tr("now"))]
    if abs(signal.below - signal.now) > BESIDE * max(signal.below, signal.now):
        said = [(said[0][0], tr("plane {loss}", loss=figure(signal.below)))]
    if marks:
        said.append((" ".join(marks), tr("others") if own else tr("before")))
    said.append((ink.glyphs.new, tr("start")))
    for mark, word in said:
        if x + len(mark) + len(word) + 3 > cells.width:
            continue
        x = cells.spans(x + 2, y, (f"{mark} ", ink.bright), (word, ink.dim))


def _loss(signal: Surface, x: float, y: float) -> float:
    field = signal.loss
    column = min(max(place(signal, x, y, field.width)[0], 0), field.width - 1)
    row = min(max(place(signal, x, y, field.height)[1], 0), field.height - 1)
    return value(signal, field.value(row, column))


def reading(signal: Surface, x: float, y: float) -> str:
    """Where the cursor is, and the loss there."""
    if not whole(signal.loss):
        return ""
    return tr(
        "x {x} · y {y} · loss {loss}",
        x=compact(x),
        y=compact(y),
        loss=figure(_loss(signal, x, y)),
    )


def walked(signal: Surface) -> str:
    """The loss of the run itself, which may lie beside the plane."""
    if not signal.steps:
        return ""
    return tr("now {loss}", loss=figure(signal.now))
