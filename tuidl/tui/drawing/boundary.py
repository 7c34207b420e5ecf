"""What a net answers over the plane, and the data on it: a glyph for each class, ``✘`` where it is wrong."""

from math import isfinite
from typing import Protocol

from tuidl.language import tr
from tuidl.signals import Boundary
from tuidl.tui.drawing.cells import BOLD, Cells, look
from tuidl.tui.drawing.field import resized, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.ink import Ink, mix
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import figure, signed

MARKS = "○●△▲◇■□"
QUIET = 0.38  # the share of background in the field: the points come first


def class_colours(ink: Ink, count: int) -> list[str]:
    """A colour for each class; the first two are the data's blue and orange."""
    palette = (*ink.series, ink.dim, ink.faint)
    return [palette[k % len(palette)] for k in range(max(count, 2))]


def side(cells: Cells) -> int:
    """Pixels along each side of the plane: square, with two rows left for the legend."""
    rows = cells.height - 2 if cells.height > 8 else cells.height
    return max(0, min(cells.width, rows * 2))


def top(cells: Cells) -> int:
    """The plane's first row: plane and legend stand in the middle of what they are given."""
    return max(0, cells.height - side(cells) // 2 - (2 if cells.height > 8 else 0)) // 2


def boundary(cells: Cells, signal: Boundary, cursor: tuple[float, float] | None = None) -> None:
    """The plane in the middle, the legend under it. ``cursor``: a point of the plane."""
    size = side(cells)
    if size < 2 or not whole(signal.answer):
        return
    if (y := top(cells)) > 0:
        inside = Cells(cells.width, cells.height - 2 * y, cells.ink, cells.bg)
        boundary(inside, signal, cursor)
        cells.paste(0, y, inside)
        return
    left = (cells.width - size) // 2
    _field(cells, signal, left, size)
    _points(cells, signal, left, size)
    if cursor is not None:
        column, half = place(signal, cursor[0], cursor[1], size)
        cells.put(left + column, half // 2, "┼", cells.ink.accent, None, BOLD)
    if size <= (cells.height - 2) * 2:
        _legend(cells, signal, left, size)


def _field(cells: Cells, signal: Boundary, left: int, size: int) -> None:
    ink, many = cells.ink, len(signal.classes) > 2 and not signal.units and not signal.target
    if not many:
        low, high = scale(signal)
        heat(cells, left, 0, resized(signal.answer, size, size), "diverging", low, high, quiet=QUIET)
        return
    colours = [mix(colour, ink.bg, 0.55) for colour in class_colours(ink, len(signal.classes))]
    answer = signal.answer
    for row in range(size // 2):
        for column in range(size):
            pair = []
            for half in (2 * row, 2 * row + 1):
                r, c = half * answer.height // size, column * answer.width // size
                pair.append(_winner(answer.value(r, c), len(colours)))
            if ink.ansi:
                glyph = MARKS[pair[0] % len(MARKS)] if pair[0] >= 0 and (column + row) % 3 == 0 else " "
                cells.put(left + column, row, glyph, ink.faint)
            else:
                upper, lower = (colours[k] if k >= 0 else ink.bg for k in pair)
                cells.put(left + column, row, "▀", upper, lower)


def scale(signal: Boundary) -> tuple[float, float]:
    """What the ends of the colours stand for: 0 and 1 for a probability, else the answer's size on both sides of 0."""
    answer = signal.answer
    if signal.target:
        return (answer.low, answer.high) if -1e300 < answer.low < answer.high < 1e300 else (0.0, 1.0)
    if not signal.units or answer.low >= 0:
        return 0.0, 1.0
    bound = max(abs(answer.low), abs(answer.high))
    return (-bound, bound) if 0 < bound < 1e300 else (-1.0, 1.0)


def _winner(value: float, count: int) -> int:
    """The class a value stands for; -1 for none."""
    return round(value) if isfinite(value) and 0 <= round(value) < count else -1


class Plane(Protocol):
    """Something with two axes."""

    @property
    def x_range(self) -> tuple[float, float]:
        """From left to right."""
        ...

    @property
    def y_range(self) -> tuple[float, float]:
        """From bottom to top."""
        ...


def place(signal: Plane, x1: float, x2: float, size: int) -> tuple[int, int]:
    """Column and half row of a point; the top of the plane is half row 0."""

    def along(value: float, low: float, high: float) -> int:
        share = (value - low) / ((high - low) or 1.0)
        return int(min(max(share * size, -1), size)) if share == share else -1

    return along(x1, *signal.x_range), along(-x2, -signal.y_range[1], -signal.y_range[0])


def at(signal: Plane, column: int, row: int, size: int) -> tuple[float, float]:
    """The point of the plane in the middle of a cell."""
    low, high = signal.x_range
    bottom, top = signal.y_range
    return low + (column + 0.5) / max(1, size) * (high - low), top - (row * 2 + 1) / max(1, size) * (top - bottom)


def _points(cells: Cells, signal: Boundary, left: int, size: int) -> None:
    ink = cells.ink
    tones = [ink.bright if ink.ansi else mix(c, ink.bright, 0.62) for c in class_colours(ink, len(signal.classes))]
    if signal.target:
        _valued(cells, signal, left, size)
        return
    taken: dict[tuple[int, int], bool] = {}
    for x1, x2, truth, right in signal.points:
        column, half = place(signal, x1, x2, size)
        row = half // 2
        if not (0 <= column < size and 0 <= half < size) or row >= cells.height or not taken.get((column, row), True):
            continue
        taken[column, row] = right
        behind = cells.looks[row][left + column]
        upper = cells.chars[row][left + column] == "▀" and half % 2 == 0
        back = behind.fg if upper else behind.bg
        mark = MARKS[truth % len(MARKS)] if right else ink.glyphs.wrong
        cells.chars[row][left + column] = mark
        cells.looks[row][left + column] = look(tones[truth % len(tones)] if right else ink.bright, back, BOLD)


def _valued(cells: Cells, signal: Boundary, left: int, size: int) -> None:
    """Points whose fill says their number, on the scale of the plane: where they are hard to see, the net is right."""
    low, high = scale(signal)
    for (x1, x2, *_), value in zip(signal.points, signal.values, strict=False):
        column, half = place(signal, x1, x2, size)
        row = half // 2
        if not (0 <= column < size and 0 <= half < size) or row >= cells.height or not isfinite(value):
            continue
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        mark = "○" if share < 1 / 3 else "◐" if share < 2 / 3 else "●"
        cells.put(left + column, row, mark, cells.ink.bright, None, BOLD)


def _legend(cells: Cells, signal: Boundary, left: int, size: int) -> None:
    ink, y = cells.ink, cells.height - 1
    colours, x = class_colours(ink, len(signal.classes)), left
    for k, name in enumerate(signal.classes):
        if x + len(name) + 2 > left + size:
            break
        x = cells.spans(x, y, (f"{MARKS[k % len(MARKS)]} ", colours[k]), (f"{name}  ", ink.dim))
    if signal.target:
        x = cells.put(x, y, f"{signal.target}  ", ink.dim)
    if signal.units or signal.target:
        legend(cells, x, y, left + size - x, "diverging", *scale(signal), quiet=QUIET)
        return
    text = tr("{wrong} wrong", wrong=signal.wrong) if signal.total else tr("wrong")
    if x + len(text) + 2 <= cells.width:
        cells.spans(x, y, (f"{ink.glyphs.wrong} ", ink.bright), (text, ink.dim))


def reading(signal: Boundary, x1: float, x2: float) -> str:
    """What is answered at a point."""
    answer = signal.answer
    if not whole(answer):
        return ""
    column = min(place(signal, x1, x2, answer.width)[0], answer.width - 1)
    row = min(place(signal, x1, x2, answer.height)[1], answer.height - 1)
    value = answer.value(max(row, 0), max(column, 0))
    where = f"({figure(x1)}, {figure(x2)})"
    if signal.target:
        return f"{where} · {signal.target} {figure(value)}"
    if signal.units:
        return f"{where} · {signal.layer}[{signal.unit + 1}] {signed(value, 3)}"
    if len(signal.classes) > 2:
        winner = _winner(value, len(signal.classes))
        return f"{where} · {signal.classes[winner] if winner >= 0 else '–'}"
    name = signal.classes[1] if len(signal.classes) > 1 else "1"
    return f"{where} · p({name}) {figure(value)}"
