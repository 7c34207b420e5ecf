"""Two lines of a run beside each other: knobs that differ, where the curves part, how far the weights are apart."""

from collections.abc import Mapping
from math import isfinite

from tuidl.events import Compared
from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.number import count, percent
from tuidl.tui.knob import written

NAMES = 16  # columns for names
NUMBER = 10  # columns for a distance


def difference(cells: Cells, told: Compared, labels: Mapping[str, str]) -> int:
    """The whole comparison, one fact a row; the rows it took. ``labels``: what knobs are called."""
    ink = cells.ink
    here, there = tr("line {n}", n=told.line + 1), tr("line {n}", n=told.other + 1)
    y = _heading(cells, 0, tr("knobs"))
    if told.knobs:
        cells.spans(2, y, (" " * NAMES, ink.dim), (here.ljust(14), ink.one), (there, ink.dim))
        y += 1
        for name, value, other in told.knobs:
            label = labels.get(name, name)[: NAMES - 1].ljust(NAMES)
            cells.spans(
                2, y, (label, ink.dim), (written(value).ljust(14), ink.bright, BOLD), (written(other), ink.text)
            )
            y += 1
    else:
        cells.put(2, y, tr("none differs"), ink.text)
        y += 1
    y = _heading(cells, y + 1, tr("curves"))
    for name, step in told.parted.items():
        where = (
            tr("parts at step {step}", step=count(step))
            if step
            else tr("the same until step {step}", step=count(told.step))
        )
        cells.spans(2, y, (name[: NAMES - 1].ljust(NAMES), ink.dim), (where, ink.bright if step else ink.text))
        y += 1
    y = _heading(cells, y + 1, tr("weights, ‖w − w′‖ / ‖w′‖"))
    most = max((far for _, far in told.distances if isfinite(far)), default=0.0)
    room = cells.width - 2 - NAMES - NUMBER
    for layer, far in told.distances:
        cells.put(2, y, layer[: NAMES - 1], ink.dim)
        bar(cells, 2 + NAMES, y, room, far / most if most else 0.0, ink.one)
        cells.right(
            cells.width, y, f"{percent(far)} %" if isfinite(far) else tr("was 0"), ink.bright if far else ink.dim
        )
        y += 1
    return y


def _heading(cells: Cells, y: int, text: str) -> int:
    cells.put(0, y, text, cells.ink.bright, None, BOLD)
    return y + 1
