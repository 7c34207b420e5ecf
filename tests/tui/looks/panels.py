"""Every panel on a run that fills it, drawn without an app."""

from functools import cache

from textual.geometry import Size

from tests.tui.gallery import sheet
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.ink import Ink
from tuidl.tui.grid import kind
from tuidl.tui.panels import make
from tuidl.view import RunView

SHEETS = (
    *("cnn", "mlp", "neuron", "rnn", "deep", "functions", "shares", "slides", "planes", "grids", "words", "maps"),
    "surface",
)


@cache
def panels() -> dict[str, tuple[str, RunView]]:
    """For each kind of panel one, with its run."""
    found: dict[str, tuple[str, RunView]] = {}
    for name in SHEETS:
        view, columns = sheet(name)
        for _, column in columns:
            for text, _ in column:
                for panel in text.split("|"):
                    found.setdefault(kind(panel), (panel, view))
    return found


def drawn(panel: str, view: RunView, ink: Ink, size: tuple[int, int]) -> Cells:
    """The panel with its frame."""
    shown = make(panel, "1")
    shown._size = Size(*size)
    shown.view = view
    data = shown.data(view)
    cells = Cells(*size, ink)
    inside = cells.inside()
    shown.paint(inside, data)
    title, right = shown.heading(data)
    frame(cells, title, "1", right, shown.foot(data))
    cells.paste(2, 1, inside)
    return cells
