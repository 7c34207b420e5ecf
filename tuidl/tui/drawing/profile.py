"""One number for each layer as bars on a log or linear scale: how far signal and gradient reach."""

from math import ceil, floor, isfinite, log10

from tuidl.language import tr
from tuidl.signals import Profile
from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import figure, percent, power, precise, tick
from tuidl.tui.drawing.spark import STEPS


def scale(signal: Profile, limits: tuple[float, float] | None = None) -> Axis:
    """The axis of the bars: fixed limits, else round ones around the values; a linear one begins at 0."""
    if signal.share and not limits:
        return Axis(0.0, 1.0)
    marked = (signal.mark,) if signal.log and signal.mark != 1 else ()
    axis = spread((*signal.values, *marked), signal.log, limits)
    if signal.log and not limits and axis.high > axis.low * 1e3:
        axis = Axis(10.0 ** floor(log10(axis.low)), 10.0 ** ceil(log10(axis.high)), True)
    return axis if signal.log or limits or axis.low < 0 else Axis(0.0, axis.high)


def profile(
    cells: Cells, signal: Profile, limits: tuple[float, float] | None = None, cursor: int | None = None
) -> None:
    """A row for each layer, or a column where there are more layers than rows; ``mark`` is drawn on a log scale."""
    if not signal.values or cells.width < 4 or cells.height < 1:
        return
    axis = scale(signal, limits)
    if _in_rows(signal, cells.width, cells.height):
        _rows(cells, signal, axis, cursor, bool(limits))
    else:
        _columns(cells, signal, axis, cursor)


def _in_rows(signal: Profile, width: int, height: int) -> bool:
    return len(signal.values) <= height - 1 and width >= 24


def layer_at(signal: Profile, width: int, height: int, column: int, row: int) -> int | None:
    """The layer whose bar is in a cell of a picture of that size."""
    many = max(1, len(signal.values))
    if _in_rows(signal, width, height):
        k = row // (1 if many * 2 > height - 1 else 2)
    else:
        labels = 6 if width >= 20 else 0
        k = (column - labels) // max(1, (width - labels) // many)
    return k if 0 <= k < len(signal.values) else None


def _rows(cells: Cells, signal: Profile, axis: Axis, cursor: int | None, fixed: bool) -> None:
    ink = cells.ink
    name = min(max(map(len, signal.layers), default=1), 8)
    left, right = name + 1, cells.width - 10
    width = right - left
    thick = 1 if len(signal.values) * 2 > cells.height - 1 else 2
    mark = signal.mark
    one = left + int(axis.unit(mark) * (width - 1)) if signal.log and axis.low < mark < axis.high else None
    most = len(signal.values) * thick
    if one is not None:
        for y in range(most):
            cells.put(one, y, "┊", ink.faint)
    for k, value in enumerate(signal.values):
        y, chosen = k * thick, k == cursor
        layer = signal.layers[k] if k < len(signal.layers) else str(k + 1)
        cells.put(0, y, layer[:name], ink.accent if chosen else ink.dim, None, BOLD if chosen else 0)
        tone = ink.accent if chosen else ink.one if isfinite(value) else ink.bad
        cells.put(left, y, "▆" * round(_cut(axis.unit(value)) * width) or "▏", tone)
        text = said(signal, value)
        cells.right(cells.width, y, text, ink.bright if chosen else ink.text if isfinite(value) else ink.bad)
    y = most
    if y < cells.height:
        low = cells.put(left, y, _end(signal, axis.low), ink.faint)
        high = cells.right(right, y, _end(signal, axis.high) + (f" {tr('fixed')}" if fixed else ""), ink.faint)
        label = "1" if mark == 1 else power(mark)
        if one is not None:  # where an end of the axis is too near, it stands below
            beside = low < one and one + len(label) < high
            cells.put(one, y if beside else y + 1, label, ink.dim)


def _columns(cells: Cells, signal: Profile, axis: Axis, cursor: int | None) -> None:
    ink, count = cells.ink, len(signal.values)
    labels = 6 if cells.width >= 20 else 0
    height, room = cells.height - (1 if cells.height > 2 else 0), cells.width - labels
    pitch = max(1, room // count)
    if labels:
        for row, end in ((0, axis.high), (height - 1, axis.low)):
            text = _end(signal, end)
            cells.put(0, row, text if len(text) <= labels else "", ink.dim)
    for k, value in enumerate(signal.values[: room // pitch]):
        x, chosen = labels + k * pitch, k == cursor
        wide = max(1, pitch - 1)
        if not isfinite(value):
            cells.put(x, height - 1, "×"[:wide], ink.bad)
            continue
        eighths = max(1, round(_cut(axis.unit(value)) * height * 8))
        tone = ink.accent if chosen else ink.one
        for row in range(eighths // 8):
            cells.put(x, height - 1 - row, "█" * wide, tone)
        if eighths % 8:
            cells.put(x, height - 1 - eighths // 8, STEPS[eighths % 8 - 1] * wide, tone)
        if height < cells.height and (pitch >= 4 or k in (0, count - 1)):
            cells.put(min(x, cells.width - 3), cells.height - 1, signal.layers[k][: max(3, wide)], ink.faint)


def said(signal: Profile, value: float) -> str:
    """One of its numbers, with its unit."""
    return f"{percent(value, 0)} %" if signal.share else figure(value)


def _end(signal: Profile, value: float) -> str:
    return percent(value, 0) + " %" if signal.share else tick(value)


def _cut(share: float) -> float:
    return min(max(share, 0.0), 1.0) if share == share else 0.0


def reading(signal: Profile, k: int) -> str:
    """The value of one layer, to four figures."""
    layer, value = signal.layers[k] if k < len(signal.layers) else str(k + 1), signal.values[k]
    exact = f"{percent(value, 2)} %" if signal.share else precise(value).removeprefix("+")
    return f"{layer} · {exact}"
