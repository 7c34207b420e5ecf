"""The one thing to do now, alone on its line."""

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.home.shelf import STARTED, Shelf


def title(shelf: Shelf) -> str:
    """The name in the frame."""
    return tr("start here") if shelf.fresh else tr("now")


def cut(text: str, width: int) -> str:
    """As many whole words as fit."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)].rpartition(" ")[0].rstrip(".,:;") + "…"


def draw(cells: Cells, shelf: Shelf) -> None:
    """``Continue  2.2 Convolutional networks, step 4 of 9: what does the first layer see?``"""
    ink, entry = cells.ink, shelf.next
    if entry is None:
        cells.put(0, 0, tr("no lessons found; set TUIDL_LESSONS to the folder that holds them"), ink.warn)
        return
    if shelf.fresh:
        start = cells.put(0, 0, tr("Train your first network (1 minute)"), ink.bright, None, BOLD) + 3
        cells.put(start, 0, cut(entry.promise, cells.width - 8 - start), ink.text)
        cells.right(cells.width, 0, "enter", ink.accent, None, BOLD)
        return
    name = f"{entry.number} {entry.title}"
    if entry.state == STARTED:
        about = f": {entry.step_title}" if entry.step_title else ""
        words = tr("Continue")
        text = f"{name}, " + tr("step {step} of {count}", step=entry.step + 1, count=entry.steps) + about
    else:
        words, text = tr("Next") if entry.state != "done" else tr("Again"), f"{name}: {entry.promise}"
    start = cells.put(0, 0, words, ink.bright, None, BOLD) + 3
    cells.put(start, 0, cut(text, cells.width - 13 - start), ink.text)
    cells.spans(
        cells.width - 10, 0, ("c", ink.accent, BOLD), (" " + tr("or") + " ", ink.dim), ("enter", ink.accent, BOLD)
    )
