from tuidl.events import Probed, RunStarted
from tuidl.signals import LayerTable, Timing
from tuidl.tui.drawing import layers
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.panels import make, wanted
from tuidl.view import RunView

TABLE = LayerTable((("h", "dense", (8,), 24, 0.1, 0.5), ("out", "dense", (1,), 9, 0.2, 0.4)), 33, (16, 8))
SPENT = {"h": 0.0015, "out": 0.0005, "update": 0.9}


def test_the_milliseconds_of_each_layer_and_their_sum():
    cells = Cells(90, 8, INKS["dark"])
    layers.layers(cells, TABLE, spent=SPENT)
    rows = [row.split() for row in cells.text().splitlines()]
    assert rows[0][-1] == "ms"
    assert float(rows[1][-1]) == 1.5
    assert float(rows[2][-1]) == 0.5
    assert float(rows[3][-1]) == 2.0  # the update is no layer
    assert "1.5" in layers.reading(TABLE, 0, SPENT)
    assert "ms a step" in layers.reading(TABLE, 0, SPENT)


def test_without_a_timing_there_is_no_such_column():
    cells = Cells(90, 8, INKS["dark"])
    layers.layers(cells, TABLE)
    assert " ms" not in cells.text()
    assert "ms" not in layers.reading(TABLE, 0)


def test_the_panel_asks_for_the_timing_too_and_takes_it():
    panel, view = make("layers"), RunView()
    assert [name for name, _, _ in wanted([panel])] == ["timing", "layers"]
    assert [name for name, _, _ in wanted([panel, make("timing"), make("loss")])] == ["timing", "layers"]
    view.apply(RunStarted("l", "e", 0, "cpu", 1, (), 9, 1, 1, 0, 33, (), "d"))
    view.apply(Probed("layers", 3, TABLE))
    assert panel.data(view)[3] == {}
    view.apply(Probed("timing", 3, Timing((("h", 0.001, 0.0005),), 1)))
    assert panel.data(view)[3] == {"h": 0.0015}


def test_a_long_sentence_of_the_doctor_is_folded_and_never_cut_within_a_word():
    text = "run doctor: The gradient fades on its way back: 1.2·10⁻⁵ in 'out', 3.0·10⁻⁹ in 'h1'; the first layers rest."
    for width in range(20, 60, 7):
        cells = Cells(width, 16, INKS["dark"])
        layers.layers(cells, TABLE, "", text)
        words = " ".join(line.strip() for line in cells.text().splitlines()[-11:]).replace("! ", "")
        assert text in words or "…" in words
