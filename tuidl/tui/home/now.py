"""The one thing to do now, alone on its line."""

from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.home.shelf import STARTED, Shelf


def title(shelf: Shelf) -> str:
    """The name in the frame."""
    return "start here" if shelf.fresh else "now"


def draw(cells: Cells, shelf: Shelf) -> None:
    """``Continue  2.2 Convolutional networks, step 4 of 9: what does the first layer see?``"""
    ink, entry = cells.ink, shelf.next
    if entry is None:
        cells.put(0, 0, "no lessons found; set TUIDL_LESSONS to the folder that holds them", ink.warn)
        return
    if shelf.fresh:
        cells.spans(0, 0, ("Train your first network (1 minute)", ink.bright, BOLD), (f"   {entry.promise}", ink.text))
        cells.fill(cells.width - 8, 0, 8, 1, ink.bg)
        cells.right(cells.width, 0, "enter", ink.accent, None, BOLD)
        return
    name = f"{entry.number} {entry.title}"
    if entry.state == STARTED:
        about = f": {entry.step_title}" if entry.step_title else ""
        words, text = "Continue", f"{name}, step {entry.step + 1} of {entry.steps}{about}"
    else:
        words, text = "Next" if entry.state != "done" else "Again", f"{name}: {entry.promise}"
    cells.spans(0, 0, (words, ink.bright, BOLD), (f"   {text}", ink.text))
    cells.fill(cells.width - 13, 0, 13, 1, ink.bg)
    cells.spans(cells.width - 10, 0, ("c", ink.accent, BOLD), (" or ", ink.dim), ("enter", ink.accent, BOLD))
