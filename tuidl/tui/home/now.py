"""The one thing to do now, alone on its line."""

from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.home.shelf import STARTED, Shelf


def title(shelf: Shelf) -> str:
    """The name in the frame."""
    return "start here" if shelf.fresh else "now"


def cut(text: str, width: int) -> str:
    """As many whole words as fit."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)].rpartition(" ")[0].rstrip(".,:;") + "…"


def draw(cells: Cells, shelf: Shelf) -> None:
    """``Continue  2.2 Convolutional networks, step 4 of 9: what does the first layer see?``"""
    ink, entry = cells.ink, shelf.next
    if entry is None:
        cells.put(0, 0, "no lessons found; set TUIDL_LESSONS to the folder that holds them", ink.warn)
        return
    if shelf.fresh:
        start = cells.put(0, 0, "Train your first network (1 minute)", ink.bright, None, BOLD) + 3
        cells.put(start, 0, cut(entry.promise, cells.width - 8 - start), ink.text)
        cells.right(cells.width, 0, "enter", ink.accent, None, BOLD)
        return
    name = f"{entry.number} {entry.title}"
    if entry.state == STARTED:
        about = f": {entry.step_title}" if entry.step_title else ""
        words, text = "Continue", f"{name}, step {entry.step + 1} of {entry.steps}{about}"
    else:
        words, text = "Next" if entry.state != "done" else "Again", f"{name}: {entry.promise}"
    start = cells.put(0, 0, words, ink.bright, None, BOLD) + 3
    cells.put(start, 0, cut(text, cells.width - 13 - start), ink.text)
    cells.spans(cells.width - 10, 0, ("c", ink.accent, BOLD), (" or ", ink.dim), ("enter", ink.accent, BOLD))
