"""Where it began: what the network said, what was wanted, and the gradient that sends everything back."""

from math import isnan

from tuidl.language import tr
from tuidl.signals import Dissection
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import figure
from tuidl.tui.microscope.figures import cell


def draw(cells: Cells, whole: Dissection) -> None:
    """The outputs with the largest gradients, the wanted one first; the loss below."""
    ink = cells.ink
    name = max(8, cells.width - 27)
    head = whole.about.rpartition(" · ")[2] or tr("output")
    cells.right(name + 7, 0, head, ink.dim)
    cells.right(name + 15, 0, tr("wanted"), ink.dim)
    cells.right(name + 24, 0, tr("gradient"), ink.dim)
    order = sorted(whole.origin, key=lambda row: (-row[2], isnan(row[3]), -abs(row[3])))
    room = max(1, cells.height - 2)
    for y, (label, said, wanted, gradient) in enumerate(order[:room], 1):
        strong = wanted > 0.5
        tone = ink.bright if strong else ink.text
        cells.put(0, y, label if len(label) < name else label[: name - 1] + "…", tone)
        cells.right(name + 7, y, figure(said), tone)
        cells.right(name + 15, y, figure(wanted), ink.bright if strong else ink.faint)
        cells.right(name + 24, y, cell(gradient, 1.0), ink.two if gradient > 0 else ink.one)
    moment = whole.about.rpartition(" · ")[0]
    y = cells.height - 1
    x = cells.spans(
        0,
        y,
        ((tr("mean loss") if whole.batch > 1 else tr("loss")) + " ", ink.dim),
        (figure(whole.loss, 4), ink.bright, BOLD),
    )
    left = len(order) - room
    note = moment or (tr("{left} more outputs", left=left) if left > 0 else "")
    if x + len(note) + 2 < cells.width:
        cells.right(cells.width, y, note, ink.dim)
