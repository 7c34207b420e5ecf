"""The table of numbers: each on its colour, what it was made from along the edges, the formula below."""

from dataclasses import dataclass
from math import isfinite

from tuidl.language import tr
from tuidl.signals import Closeup, Line, Stretch
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.heat import stops_of
from tuidl.tui.drawing.ink import LEVELS, Ink, ramp, readable_on
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.prose import Span, put_line, wrap
from tuidl.tui.microscope.figures import WIDTH, cell, spans, unit, unit_words

WIDE = WIDTH + 1  # columns of a number
FORMULA = 5  # rows of the formula at most


@dataclass(frozen=True)
class Sheet:
    """Where the numbers stand: left top corner, rows of one number, and which part is shown."""

    x: int
    y: int
    tall: int
    top: int
    left: int
    rows: int
    columns: int

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """The row and column of the table at a place."""
        row, column = (y - self.y) // self.tall, (x - self.x) // WIDE
        if x < self.x or y < self.y or row >= self.rows or column >= self.columns:
            return None
        return self.top + row, self.left + column


def said(close: Closeup, line: Line) -> list[Span]:
    """The number under the cursor with its formula; the operation's own equation where there is none."""
    value = chosen(close)
    name = close.name + _index(close.index, close.shape)
    end: list[Span] = [(" = ", "plain"), (cell(value, abs(value)) + _times(value), "number")]
    if not close.formula:
        rest: list[Span] = [("\n" + line.formula, "dim")] if close.written else [("  " + tr("read here"), "dim")]
        return [(name, "term"), *end, *rest]
    return [(name, "term"), (" = ", "plain"), *spans(close.formula), *end]


def _times(value: float) -> str:
    words = unit_words(abs(value))
    return f" · {words.removeprefix('in ')}" if words else ""


def _index(index: tuple[int, ...], shape: tuple[int, ...]) -> str:
    shown = [str(i) for i, size in zip(index, shape, strict=True) if size > 1]
    return f"[{','.join(shown)}]" if shown else ""


def chosen(close: Closeup) -> float:
    """The number under the cursor."""
    if close.sums and close.under:
        return close.under[-1].values[close.column - close.left]
    return close.values[close.row - close.top][close.column - close.left]


def sheet(close: Closeup, line: Line, width: int, height: int) -> Sheet:
    """The part of the table that there is room for, the cursor in it."""
    x = 4 + (9 if close.beside is not None else 0)
    names = [each.name for each in (*close.over, *close.under)]
    x = max(x, min(max(map(len, names), default=0) + 1, 14))
    columns = max(1, min(close.width, (width - x) // WIDE, len(close.values[0]) if close.values else 1))
    lines = min(FORMULA, len(wrap(said(close, line), width))) + 1
    y = 2 + len(close.over) + 1
    room = max(1, height - y - len(close.under) - 1 - lines)
    tall = 2 if min(close.height, len(close.values)) * 2 <= room else 1
    rows = max(1, min(len(close.values), room // tall))
    top = min(max(close.row - rows // 2, close.top), close.top + len(close.values) - rows)
    have = len(close.values[0]) if close.values else 1
    left = min(max(close.column - columns // 2, close.left), close.left + have - columns)
    return Sheet(x, y, tall, top, left, rows, columns)


def draw(cells: Cells, close: Closeup, line: Line, focused: bool) -> None:
    """Equation, edges, numbers, scale, formula."""
    ink, place = cells.ink, sheet(close, line, cells.width, cells.height)
    cells.put(0, 0, line.text[: cells.width], ink.bright, None, BOLD)
    told = what(close)
    cells.right(cells.width, 0 if len(line.text) + len(told) + 3 <= cells.width else 1, told, ink.dim)
    y = 2 if place.y > 2 else 1
    columns = range(place.left, place.left + place.columns)
    if close.beside is not None:
        cells.put(0, y, _cut(f"{close.beside.name} {ink.glyphs.down}", place.x - 1), ink.two, None, BOLD)
    for j, column in enumerate(columns):
        tone = ink.accent if column == close.column else ink.faint
        cells.right(place.x + (j + 1) * WIDE - 1, y, str(column), tone)
    for i, each in enumerate(close.over):
        _edge(cells, place, y + 1 + i, each, close, ink.one if i == len(close.over) - 1 else ink.two)
    for i in range(place.rows):
        _row(cells, place, i, close)
    y = place.y + place.rows * place.tall
    for i, each in enumerate(close.under):
        last = i == len(close.under) - 1
        label = Stretch(("= " if last else "+ ") + each.name, each.tensor, each.values)
        _edge(cells, place, y + i, label, close, ink.bright if last else ink.one, last)
    y += len(close.under)
    shown = min(cells.width - place.x, max(place.columns * WIDE - 1, 34))
    scale = close.reach / 10.0 ** unit(close.reach) or 1.0
    if y < cells.height and isfinite(scale):
        legend(cells, place.x, y, shown, "diverging", -scale, scale, unit_words(close.reach))
    lines = wrap(said(close, line), cells.width)
    y = max(y + 1, cells.height - min(FORMULA, len(lines)))
    for i, text in enumerate(lines[: cells.height - y]):
        put_line(cells, 0, y + i, text)


def what(close: Closeup) -> str:
    """Which table this is."""
    if close.sums:
        return tr("each column adds up")
    return tr("table {plane} of {planes}", plane=close.plane + 1, planes=close.planes) if close.planes > 1 else ""


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(1, room - 1)] + "…"


def _edge(cells: Cells, place: Sheet, y: int, edge: Stretch, close: Closeup, tone: str, strong: bool = False) -> None:
    """A row of numbers above or below."""
    cells.put(0, y, _cut(edge.name, place.x - 1), tone, None, BOLD)
    reach = max((abs(v) for v in edge.values if isfinite(v)), default=1.0)
    for j in range(place.columns):
        at = place.left - close.left + j
        if at < len(edge.values):
            here = place.left + j == close.column
            text = cell(edge.values[at], reach if unit(reach) == 0 else 1.0)
            cells.right(place.x + (j + 1) * WIDE - 1, y, text, tone, None, BOLD if here or strong else 0)


def _row(cells: Cells, place: Sheet, i: int, close: Closeup) -> None:
    ink, row = cells.ink, place.top + i
    y = place.y + i * place.tall
    middle = y + (place.tall - 1) // 2
    here = row == close.row
    cells.right(3, middle, str(row), ink.accent if here else ink.faint)
    if close.beside is not None and row - close.top < len(close.beside.values):
        value = close.beside.values[row - close.top]
        cells.right(place.x - 2, middle, cell(value, 1.0), ink.two, None, BOLD if here else 0)
    values = close.values[row - close.top]
    for j in range(place.columns):
        column = place.left + j
        value = values[column - close.left]
        chosen_one = here and column == close.column
        front, back = _colours(ink, value, close.reach, chosen_one)
        for extra in range(place.tall):
            text = cell(value, close.reach).rjust(WIDTH) if y + extra == middle else ""
            cells.put(place.x + j * WIDE, y + extra, f"{text:<{WIDE}}", front, back, BOLD if chosen_one else 0)
        if chosen_one and ink.ansi:
            cells.put(place.x + j * WIDE - 1, middle, ink.glyphs.pointed, ink.accent, None, BOLD)


def _colours(ink: Ink, value: float, reach: float, chosen_one: bool) -> tuple[str, str | None]:
    if ink.ansi:
        tone = ink.bad if not isfinite(value) else ink.diverging[0] if value < 0 else ink.diverging[-1]
        return (ink.accent if chosen_one else tone if value else ink.dim), None
    if chosen_one:
        return readable_on(ink.accent), ink.accent
    if not isfinite(value):
        return readable_on(ink.bad), ink.bad
    share = min(max(value / reach, -1.0), 1.0) if reach else 0.0
    colour = ramp(stops_of(ink, "diverging"))[round((share + 1) / 2 * (LEVELS - 1))]
    return readable_on(colour), colour
