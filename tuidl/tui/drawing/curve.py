"""One curve of a chart: its points and its shape in dot columns. NaN and infinity are gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite

from tuidl.tui.drawing.axis import Axis

Reach = tuple[float, float] | None  # lowest and highest place in one dot column, 0 at the axis' low end


@dataclass(frozen=True, slots=True)
class Curve:
    """Points by rising ``xs`` (a ``range`` is quicker), with colour and what stands at its head."""

    xs: Sequence[float]
    ys: Sequence[float]
    colour: str
    label: str = ""
    mark: str = ""
    bold: bool = True
    every: int = 0  # only one dot in so many columns: a prediction
    values: bool = True  # the head says its value
    lows: Sequence[float] = ()  # of a band about the curve, at the same ``xs``
    highs: Sequence[float] = ()
    beads: int = 0  # its mark stands on it, too, so many columns apart: where colours are few, or none
    shift: int = 0  # columns before the first of them


def reach(curve: Curve, x: Axis, y: Axis, columns: int) -> list[Reach]:
    """Per dot column the lowest and highest place of the curve, so that spikes survive any number of points."""
    count = min(len(curve.xs), len(curve.ys))
    if count > columns:
        return _crowded(curve, count, x, y, columns)
    found: list[Reach] = [None] * columns
    before: tuple[float, float] | None = None
    for place, value in zip(curve.xs, curve.ys, strict=False):
        now = (x.unit(place) * (columns - 1), y.unit(value)) if isfinite(value) else None
        if now is not None:
            start, end = before or now, now
            for column in range(max(0, ceil(start[0] - 0.5)), min(columns - 1, int(end[0] + 0.5)) + 1):
                share = 1.0 if end[0] == start[0] else min(max((column - start[0]) / (end[0] - start[0]), 0.0), 1.0)
                _widen(found, column, start[1] + (end[1] - start[1]) * share)
        before = now
    return found


def _widen(found: list[Reach], column: int, place: float) -> None:
    old = found[column]
    found[column] = (place, place) if old is None else (min(old[0], place), max(old[1], place))


def _crowded(curve: Curve, count: int, x: Axis, y: Axis, columns: int) -> list[Reach]:
    """More points than columns: smallest and largest of the points that fall into each."""
    found: list[Reach] = [None] * columns
    xs, ys, start = curve.xs, curve.ys, 0
    steady = isinstance(xs, range)
    for column in range(columns):
        edge = x.value((column + 0.5) / (columns - 1))
        if steady:
            end = min(count, max(start, ceil((edge - xs[0]) / (xs[1] - xs[0]))))
        else:
            end = start
            while end < count and xs[end] < edge:
                end += 1
        if column == 0 and end > start and x.unit(xs[start]) < 0:
            start = next((i for i in range(start, end) if x.unit(xs[i]) >= 0), end)
        part: Sequence[float] = ys[start:end]
        if part:
            total = sum(part)
            if not isfinite(total):
                part = [value for value in part if isfinite(value)]
        if part:
            found[column] = (y.unit(min(part)), y.unit(max(part)))
        start = end
    return found
