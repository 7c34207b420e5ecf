"""The row of contestants."""

import pytest

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK, INKS
from tuidl.tui.rows.lanes import Lane, draw

TWO = (Lane("sgd", "0.412"), Lane("adam", "0.081", chosen=True, best=True))


def test_number_mark_name_loss_and_how_far() -> None:
    cells = Cells(80, 1, DARK)
    spans = draw(cells, TWO, "step 120 of 400")
    assert cells.text() == f" {' 1 ● sgd 0.412  ▸2 ◆ adam 0.081 ★':62}step 120 of 400"
    assert [cells.text()[a : b + 1] for a, b in spans] == [" 1 ● sgd 0.412", "▸2 ◆ adam 0.081 ★"]


def test_what_waits_and_what_is_lost_have_a_sign() -> None:
    cells = Cells(80, 1, DARK)
    draw(cells, (Lane("a", "", waits=True), Lane("b", "2.0", lost=True)))
    assert "a ↻" in cells.text()
    assert "b 2.0 ✖" in cells.text()


@pytest.mark.parametrize("width", [20, 40, 60, 78, 100])
@pytest.mark.parametrize("ink", list(INKS))
def test_five_fit_as_well_as_they_can(width: int, ink: str) -> None:
    cells = Cells(width, 1, INKS[ink])
    lanes = [Lane(name, "0.123", best=name == "adam") for name in ("sgd", "momentum", "adagrad", "rmsprop", "adam")]
    spans = draw(cells, lanes, "step 1 of 2 · 3 examples")
    assert len(cells.text()) <= width
    assert len(spans) == 5
    if width >= 60:
        assert all(str(k) in cells.text() for k in range(1, 6))
        assert "mom" in cells.text()
    assert ("0.123" in cells.text()) is (width == 100)
    assert "examples" not in cells.text()
