"""The curves of a race: in the shell and in a file. Seeds are a band about their median."""

from collections.abc import Sequence
from math import isfinite

from tuidl.headless.chart import Chart, Curve, chart
from tuidl.headless.curve import Marked, figure
from tuidl.headless.race.table import mark
from tuidl.language import tr, trn
from tuidl.race import RaceView
from tuidl.telling.race.outcome import band


def drawn(view: RaceView, width: int, colour: bool, unicode: bool = True) -> str:
    """The losses of all contestants as text; of several seeds their medians."""
    curves = []
    for k, name in enumerate(view.names):
        steps, middles, _, _ = band(view.runs(k), "loss")
        points = [(step, value) for step, value in zip(steps, middles, strict=True) if isfinite(value)]
        curves.append(Marked(name, mark(k, unicode), points))
    return figure(curves, width, colour)


def charted(view: RaceView) -> Chart:
    """The losses of all contestants as a picture."""
    started = view.started
    several = started is not None and len(started.seeds) > 1
    if started is None:
        return chart("tuidl", tr("loss"), curves(view))
    seeds = trn("{n} seed", "{n} seeds", view.seeds) if several else tr("seed {seed}", seed=started.seeds[0])
    return chart(f"{started.lesson}, {seeds}", tr("loss"), curves(view))


def curves(view: RaceView) -> Sequence[Curve]:
    """The loss of each contestant, between the lowest and the highest of its seeds."""
    found = []
    for k, name in enumerate(view.names):
        steps, middles, lows, highs = band(view.runs(k), "loss")
        several = view.seeds > 1
        found.append(Curve(name, steps, middles, lows if several else (), highs if several else ()))
    return found
