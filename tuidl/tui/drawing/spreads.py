"""How the outputs of every layer are spread: a row of bars each."""

from math import isfinite

from tuidl.language import tr
from tuidl.signals import Field, Spreads
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import whole
from tuidl.tui.drawing.histogram import edge
from tuidl.tui.drawing.number import figure, percent, power
from tuidl.tui.drawing.spark import STEPS

LEFT = 9  # columns for the names of the layers
NARROW = 24  # under so many columns there are no names


def shown(signal: Spreads, log: bool) -> Field:
    """The rows that are drawn."""
    return signal.sizes if log else signal.plain


def spreads(cells: Cells, signal: Spreads, log: bool = False, cursor: tuple[int, int] | None = None) -> None:
    """Draw it; ``log``: sizes by powers of ten; ``cursor``: (layer, bar). Every row is as high as its own most."""
    field, left = shown(signal, log), _left(cells.width)
    if not whole(field) or field.height != len(signal.layers) or cells.width - left < 1 or cells.height < 1:
        return
    ink, tall, rows = cells.ink, _tall(signal, cells.height), _rows(signal, cells.height)
    top = _first(signal, cells.height, cursor)
    for layer in range(top, top + rows):
        y, here = (layer - top) * tall, cursor is not None and cursor[0] == layer
        if left:
            cells.put(
                0, y, signal.layers[layer][: left - 1], ink.accent if here else ink.dim, None, BOLD if here else 0
            )
        _row(cells, signal, log, layer, left, y, tall)
        if here and cursor is not None and (span := _columns(field, cells.width - left, cursor[1])):
            middle = left + (span[0] + span[1] - 1) // 2
            for row in range(tall):
                cells.put(middle, y + row, "│", ink.accent)
    y = rows * tall
    if y < cells.height:
        _axis(cells, signal, log, left, y)
    if rows < len(signal.layers) and y + 1 < cells.height:
        cells.put(0, y + 1, tr("+ {n} more", n=len(signal.layers) - rows), ink.faint)


def _first(signal: Spreads, height: int, cursor: tuple[int, int] | None) -> int:
    """The first layer shown, so that the one under the cursor is on the screen."""
    rows, layer = _rows(signal, height), cursor[0] if cursor is not None else 0
    return min(max(layer - rows // 2, 0), len(signal.layers) - rows)


def _left(width: int) -> int:
    return LEFT if width >= NARROW else 0


def _rows(signal: Spreads, height: int) -> int:
    return min(len(signal.layers), max(1, height - (2 if len(signal.layers) > height - 1 else 1)))


def _tall(signal: Spreads, height: int) -> int:
    return max(1, min(3, (height - 1) // max(1, len(signal.layers))))


def _columns(field: Field, width: int, bar: int) -> tuple[int, int] | None:
    """First column of a bar and the one after its last; None where bars are narrower than a column."""
    first, last = bar * width // max(1, field.width), (bar + 1) * width // max(1, field.width)
    return (first, max(last, first + 1)) if 0 <= bar < field.width and first < width else None


def _row(cells: Cells, signal: Spreads, log: bool, layer: int, left: int, y: int, tall: int) -> None:
    """One layer as bars of up to ``tall`` rows; in colours and signs as a histogram's."""
    ink, field, width = cells.ink, shown(signal, log), cells.width - left
    values = [field.value(layer, bar) for bar in range(field.width)]
    finite = [value for value in values if isfinite(value)]
    most = max(finite, default=0.0) or 1.0
    for column in range(width):
        bar = column * field.width // width
        if not isfinite(values[bar]):
            cells.put(left + column, y + tall - 1, "×", ink.bad)
            continue
        share = min(max(values[bar] / most, 0.0), 1.0)
        eighths = max(1 if values[bar] > 0 else 0, round(share * tall * 8))
        tone = ink.one if log or bar * 2 + 1 < field.width else ink.two
        for row in range(eighths // 8):
            cells.put(left + column, y + tall - 1 - row, "█", tone)
        if eighths % 8:
            cells.put(left + column, y + tall - 1 - eighths // 8, STEPS[eighths % 8 - 1], tone)
        elif not eighths:
            cells.put(left + column, y + tall - 1, "▁", ink.line)


def _axis(cells: Cells, signal: Spreads, log: bool, left: int, y: int) -> None:
    ink, low, high = cells.ink, *_ends(signal, log)
    start = cells.put(left, y, _written(low, log), ink.dim)
    end = cells.right(cells.width, y, _written(high, log), ink.dim)
    zero = left + (cells.width - left) // 2
    if not log and start < zero < end - 1:
        cells.put(zero, y, "0", ink.dim)
    elif log and end - start > 12:
        middle = _written((low + high) / 2, log)
        cells.centre(left, y, cells.width - left, middle, ink.dim)


def _ends(signal: Spreads, log: bool) -> tuple[float, float]:
    return (signal.least, signal.most) if log else (signal.low, signal.high)


def _written(value: float, log: bool) -> str:
    if not isfinite(value):
        return "–"
    return power(10.0 ** min(max(value, -300.0), 300.0)) if log else figure(value, 2)


def place(
    signal: Spreads, log: bool, size: tuple[int, int], column: int, row: int, cursor: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Layer and bar in a cell of a picture of that size."""
    width, height = size
    left, field = _left(width), shown(signal, log)
    layer, across = row // _tall(signal, height), width - left
    if not 0 <= layer < _rows(signal, height) or not left <= column < width or not whole(field):
        return None
    return layer + _first(signal, height, cursor), (column - left) * field.width // across


def reading(signal: Spreads, log: bool, layer: int, bar: int) -> str:
    """The share of one layer's outputs between two edges."""
    field, (low, high) = shown(signal, log), _ends(signal, log)
    if layer >= min(len(signal.layers), field.height) or bar >= field.width or not whole(field):
        return ""
    step = high / field.width - low / field.width
    first, last = low + bar * step, low + (bar + 1) * step
    where = f"{_place(first, step, log)} … {_place(last, step, log)}"
    said = f"{signal.layers[layer]} · {where} · {percent(field.value(layer, bar))} %"
    zero = signal.zeros[layer] if layer < len(signal.zeros) else 0.0
    return tr("{said} · {share} % are 0", said=said, share=percent(zero, 0)) if log and zero > 0 else said


def _place(value: float, step: float, log: bool) -> str:
    if not log or not isfinite(value):
        return edge(value, step)
    return power(10.0 ** min(max(value, -300.0), 300.0), 1)
