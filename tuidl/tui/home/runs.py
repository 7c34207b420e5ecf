"""The learner's last runs: a name, a number, whether the goal was met, and when."""

from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import note
from tuidl.tui.home.shelf import Shelf

WIDE = 26


def draw(cells: Cells, shelf: Shelf) -> None:
    """As many as there is room for, side by side, the newest first."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    if not shelf.runs:
        note(cells, f"{glyphs.new} no runs yet", "every run you make is kept here, with its best score")
        return
    shown = shelf.runs[: max(1, cells.width // WIDE)]
    wide = max(WIDE, cells.width // len(shown)) if len(shown) > 2 else WIDE
    for i, run in enumerate(shown):
        x = i * wide
        cells.spans(x, 0, (f"{run.number} ", ink.dim), (run.name, ink.bright, BOLD))
        cells.put(x, 1, run.best, ink.text)
        cells.put(x, 2, run.goal, ink.dim)
        if run.goal:
            mark, tone = (glyphs.done, ink.good) if run.met else (glyphs.new, ink.warn)
            cells.spans(x, 3, (f"{mark} ", tone), ("met" if run.met else "not met", ink.dim))
        cells.put(x, min(5, cells.height - 1), run.when, ink.faint)
