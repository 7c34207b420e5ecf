"""Every panel on a run that fills it, drawn without an app."""

from functools import cache

from textual.geometry import Size

from tests.tui.gallery import sheet
from tuidl.events import Evaluated, Raced, RaceStarted
from tuidl.race import RaceView
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
    return found | {"apart": ("apart", RunView())}


def race() -> RaceView:
    """Two runs of which one is made of the learner's own functions."""
    told = RaceView()
    told.apply(RaceStarted("lesson-small", "own", ("engine", "yours"), ((), ()), (0,), 40))
    for step, apart in ((20, 3e-7), (30, 3.5e-7), (40, 4.8e-7)):
        for contestant in (0, 1):
            told.apply(Raced(contestant, 0, Evaluated(step, 1, {"loss": 0.5, "apart": apart}, {})))
    return told


def drawn(panel: str, view: RunView, ink: Ink, size: tuple[int, int]) -> Cells:
    """The panel with its frame."""
    shown = make(panel, "1")
    shown._size = Size(*size)
    shown.view = view
    if panel == "apart":  # which only a race has
        shown.compete(("engine", "yours"), race())
    data = shown.data(view)
    cells = Cells(*size, ink)
    inside = cells.inside()
    shown.paint(inside, data)
    title, right = shown.heading(data)
    frame(cells, title, "1", right, shown.foot(data))
    cells.paste(2, 1, inside)
    return cells
