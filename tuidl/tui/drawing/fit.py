"""What a net answers over its one input, as a curve, with the data on it."""

from math import isfinite

from tuidl.signals import Fit
from tuidl.tui.drawing.axis import LARGEST, Axis, spread
from tuidl.tui.drawing.boundary import class_colours
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.number import figure
from tuidl.tui.drawing.plot import Plot

POINT = "•"


def fit(cells: Cells, signal: Fit, cursor: float | None = None) -> Plot | None:
    """The curves over the points. ``cursor``: a place on the axis."""
    x = _axis(signal)
    values = [v for _, ys in signal.curves for v in ys] + [y for _, y in signal.points]
    y = spread(values)
    colours = class_colours(cells.ink, len(signal.curves))
    if len(signal.curves) == 1:
        colours = [cells.ink.two]
    curves = [
        Curve(_places(x, ys), ys, colour, name, values=False)
        for (name, ys), colour in zip(signal.curves, colours * len(signal.curves), strict=False)
    ]
    plot = chart(cells, curves, x, y, unit=signal.feature, cursor=cursor)
    if plot is not None:
        for at, value in signal.points:
            if isfinite(at) and isfinite(value) and cells.chars[plot.row(value)][plot.column(at)] in " ╌│":
                cells.put(plot.column(at), plot.row(value), POINT, cells.ink.dim)
    return plot


def _axis(signal: Fit) -> Axis:
    low, high = signal.low, signal.high
    return Axis(low, high) if -LARGEST < low < high < LARGEST else Axis(0.0, 1.0)


def _places(axis: Axis, values: tuple[float, ...]) -> list[float]:
    return [axis.value(k / max(1, len(values) - 1)) for k in range(len(values))]


def reading(signal: Fit, at: float) -> str:
    """What is answered at a place."""
    share = _axis(signal).unit(at)
    place = min(max(share, 0.0), 1.0) if share == share else 0.0
    said = [f"{name} {figure(values[round(place * (len(values) - 1))])}" for name, values in signal.curves if values]
    return " · ".join((f"{signal.feature} {figure(at)}", *said))
