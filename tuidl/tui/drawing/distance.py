"""The gradient for what was read some moments ago: today's curve over that of the start of the run."""

from math import isfinite

from tuidl.language import tr, trn
from tuidl.signals import Distance
from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.number import figure
from tuidl.tui.drawing.plot import Plot

DEEPEST = 1e-12  # of the largest: below it a log axis shows nothing more


def distance(
    cells: Cells, signal: Distance, cursor: int | None = None, log: bool = True,
    limits: tuple[float, float] | None = None,
) -> Plot | None:  # fmt: skip
    """The curves, farther back to the right; None where there is no room or nothing to draw."""
    ink, last = cells.ink, max(len(signal.now), len(signal.start)) - 1
    if last < 0:
        return None
    beads = max(6, cells.width // 6) if ink.mono or ink.ansi else 0
    curves = [
        Curve(range(len(values)), values, colour, label, mark, beads=beads, shift=shift)
        for values, colour, label, mark, shift in (
            (signal.start, ink.two, tr("start"), ink.glyphs.validation, beads // 2),
            (signal.now, ink.one, tr("now"), ink.glyphs.train, 0),
        )
    ]
    return chart(
        cells, curves, Axis(0.0, float(max(last, 1))), _scale(signal, log, limits),
        tr("{moment}s back", moment=tr(signal.moment)),
        cursor=None if cursor is None else float(cursor),
    )  # fmt: skip


def _scale(signal: Distance, log: bool, limits: tuple[float, float] | None) -> Axis:
    """Around all numbers; on a log axis no deeper than can be told apart, on a linear one from 0."""
    values = [value for value in (*signal.now, *signal.start) if isfinite(value)]
    if limits is not None:
        return spread(values, log, limits)
    if not log:
        return Axis(0.0, spread([0.0, *values], False).high)
    least = max(values, default=1.0) * DEEPEST
    return spread([value for value in values if value > least], True)


def reading(signal: Distance, back: int) -> str:
    """Both numbers at a distance."""
    moment = tr(signal.moment)
    where = tr("the last {moment}", moment=moment)
    if back:
        where = trn("{n} {moment} back", "{n} {moment}s back", back, moment=moment)
    said = [
        f"{name} {figure(values[back])}"
        for name, values in ((tr("start"), signal.start), (tr("now"), signal.now))
        if back < len(values)
    ]
    return " · ".join((where, *said))


def fall(signal: Distance) -> str:
    """How much of the gradient is left at the farthest distance; empty where that is no number."""
    values = signal.now
    if len(values) < 2 or not values[0] or not isfinite(values[-1] / values[0]):
        return ""
    times, back = figure(values[-1] / values[0]), len(values) - 1
    return tr("{n} {moment}s back: × {times}", n=back, moment=tr(signal.moment), times=times)
