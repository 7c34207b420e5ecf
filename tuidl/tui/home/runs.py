"""The learner's last runs: a name, a number, whether the goal was met, when, and the loss in small."""

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import note
from tuidl.tui.drawing.sketch import sketch
from tuidl.tui.home.shelf import Run, Shelf

WIDE = 26
ROOMY = 40  # columns from which the curve has the whole height
WORDS = 12  # columns of the lines that stand beside the curve


def shown(shelf: Shelf, width: int) -> tuple[tuple[Run, ...], int]:
    """The runs that stand side by side, and the columns of each."""
    found = shelf.runs[: max(1, width // WIDE)]
    return found, max(WIDE, width // len(found)) if len(found) > 2 else WIDE


def at(shelf: Shelf, width: int, column: int) -> int | None:
    """The run in a column."""
    found, wide = shown(shelf, width)
    return column // wide if 0 <= column < wide * len(found) else None


def draw(cells: Cells, shelf: Shelf, chosen: int | None = None) -> None:
    """As many as there is room for, side by side, the newest first; ``chosen``: the one under the cursor."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    if not shelf.runs:
        note(cells, tr("{new} no runs yet", new=glyphs.new), tr("every run you make is kept here, with its curve"))
        return
    found, wide = shown(shelf, cells.width)
    for i, run in enumerate(found):
        x = i * wide
        if i == chosen:
            if not ink.ansi:
                cells.fill(x, 0, wide - 2, 1, ink.chip)
            x = cells.put(x, 0, glyphs.pointed, ink.accent)
        cells.spans(x, 0, (f"{run.number} ", ink.dim), (run.name, ink.bright, BOLD))
        x = i * wide
        cells.put(x, 1, run.best[: wide - 2], ink.text)
        cells.put(x, 2, run.about[: wide - 2], ink.dim)
        if run.goal and run.judged:
            mark, tone = (glyphs.done, ink.good) if run.met else (glyphs.new, ink.warn)
            cells.spans(x, 3, (f"{mark} ", tone), (tr("met") if run.met else tr("not met"), ink.dim))
        cells.put(x, min(5, cells.height - 1), run.when, ink.faint)
        log = bool(run.curve) and 0 < 10 * min(run.curve) < max(run.curve)
        left, top = (WIDE - 2, 0) if wide >= ROOMY else (WORDS, 3)
        points = [*enumerate(run.curve)]
        sketch(cells, x + left, top, wide - 2 - left, cells.height - top, points, ink.one, log=log)
