"""A small picture of a recorded run: how its loss fell."""

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.rows import pulse
from tuidl.view import RunView


def draw(cells: Cells, run: RunView) -> None:
    """Fill the grid with the run's loss."""
    ink = cells.ink
    values = run.steps.get("loss", [])
    y = cells.height // 2
    cells.put(0, y - 1, "loss of the recorded run", ink.dim)
    cells.put(0, y, "".join(pulse.EIGHTHS[h] for h in pulse.heights(values, cells.width)), ink.one)
