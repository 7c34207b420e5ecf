from math import inf

import pytest

from tuidl.events import Compared
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.difference import difference
from tuidl.tui.drawing.ink import INKS

LABELS = {"rate": "learning rate", "batch": "batch"}


def drawn(told: Compared, width: int = 60, ink: str = "dark") -> list[str]:
    cells = Cells(width, 40, INKS[ink])
    rows = difference(cells, told, LABELS)
    return [line.rstrip() for line in cells.text().splitlines()[:rows]]


@pytest.mark.parametrize("ink", INKS)
def test_every_fact_has_a_row_with_its_number(ink: str):
    told = Compared(
        2, 0, 1500, (("rate", 0.1, 0.5), ("batch", 4, 8)), {"loss": 27, "accuracy": 0}, (("h1", 0.5), ("out", 0.25))
    )
    said = "\n".join(drawn(told, ink=ink))
    assert "learning rate   0.1           0.5" in said
    assert "batch           4             8" in said
    assert "loss            parts at step 27" in said
    assert "accuracy        the same until step 1 500" in said
    first, second = (line for line in drawn(told, ink=ink) if line.endswith("%"))
    assert first.endswith("50.0 %")
    assert second.endswith("25.0 %")
    assert first.count("█") > second.count("█") > 0


def test_lines_that_are_equal_are_called_so():
    said = "\n".join(drawn(Compared(1, 0, 5, (), {"loss": 0}, (("h1", 0.0), ("h2", inf)))))
    assert "none differs" in said
    assert "the same until step 5" in said
    assert "was 0" in said


@pytest.mark.parametrize("width", [20, 28, 200])
def test_it_stands_in_any_width(width: int):
    assert drawn(Compared(1, 0, 5, (("rate", 1e-30, 1e30),), {"loss": 3}, (("a" * 90, 3.5),)), width)
