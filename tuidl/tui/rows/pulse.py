"""One line of loss under the tabs, so that the run's pulse is on screen whatever panel is in front."""

from collections.abc import Sequence
from math import isfinite, log

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import figure
from tuidl.view import RunView

EIGHTHS = " ▁▂▃▄▅▆▇█"


def heights(values: Sequence[float], columns: int) -> list[int]:
    """One height of 0 to 8 a column, on a log scale where all values are above zero."""
    finite = [v for v in values if isfinite(v)]
    if not finite or columns < 1:
        return []
    columns = min(columns, len(values))
    sampled = [values[min(len(values) - 1, (i + 1) * len(values) // columns - 1)] for i in range(columns)]
    curve = (lambda v: log(v)) if min(finite) > 0 else (lambda v: v)
    low, high = curve(min(finite)), curve(max(finite))
    span = (high - low) or 1.0
    return [0 if not isfinite(v) else 1 + round((curve(v) - low) / span * 7) for v in sampled]


def draw(cells: Cells, view: RunView, fact: str = "") -> None:
    """``loss ▇▅▃▂▁   train 0.081       fact``."""
    ink, series = cells.ink, view.trained("loss")[1]
    values = view.series("loss")[1] if view.every("loss") else series.means  # as in the chart of the loss
    x = cells.put(2, 0, tr("loss") + " ", ink.dim)
    if not values:
        cells.put(x, 0, tr("{new} no steps yet", new=ink.glyphs.new), ink.faint)
    else:
        room = max(10, cells.width - 2 - x - 16 - len(fact) - 3)
        share = len(series) / max(view.budget, len(series), 1)
        bars = heights(values, max(1, round(room * share)))
        cells.put(x, 0, "".join(EIGHTHS[h] for h in bars), ink.one)
        cells.spans(x + room + 1, 0, (tr("train") + " ", ink.dim), (_said(values[-1]), ink.one, BOLD))
    cells.right(cells.width - 1, 0, fact, ink.dim)


def _said(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1000 else figure(value)
