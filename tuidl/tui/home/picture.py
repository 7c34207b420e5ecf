"""A small picture of a recorded run: how its loss fell."""

from tuidl.tui.drawing.axis import spread
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve, smooth
from tuidl.view import RunView


def draw(cells: Cells, run: RunView) -> None:
    """Fill the grid with the run's loss."""
    ink, raw = cells.ink, run.steps.get("loss", [])
    cells.put(0, 0, "loss of the recorded run", ink.dim)
    if not raw:
        return
    means = smooth(raw, len(raw) / 30)
    log = all(value > 0 for value in means)
    xs = range(run.first, run.first + len(raw))
    inside = Cells(cells.width, min(cells.height - 1, 12), ink, cells.bg)
    curves = [Curve(xs, raw, ink.one_faint, bold=False), Curve(xs, means, ink.one)]
    chart(inside, curves, spread([0.0, float(xs[-1])]), spread(means, log))
    cells.paste(0, 1, inside)
