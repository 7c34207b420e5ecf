"""Plain ASCII that says the same."""

import pytest
from rich.cells import cell_len

from tuidl.tui.drawing.ascii import spelt, worded
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("−8…8", "-8:8"),
        ("x, y −1.1…1.1", "x, y -1.1:1.1"),
        ("10⁻¹¹", "1e-11"),
        ("10²", "1e2"),
        ("4.8·10⁻⁷", "4.8x1e-7"),
        ("310² m", "3102 m"),
        ("12.3 µs", "12.3 us"),
        ("and so on…", "and so on."),
        ("○●△▲◇■", "o@A^&%"),
    ],
)
def test_numbers_and_marks_stay_what_they_are(text, plain):
    assert spelt(text) == plain
    assert len(spelt(text)) == cell_len(text)


def test_prose_may_become_longer():
    assert spelt(worded("p ≥ ½, e⁻ᶻ → √x")) == "p >= 1/2, e^-z -> sqrtx"


def test_a_power_of_ten_in_prose_stays_one_number():
    assert spelt(worded("by 2.8·10⁻¹⁰ of it · a step")) == "by 2.8e-10 of it . a step"


def test_a_row_of_cells_is_spelt_as_a_whole():
    cells = Cells(7, 1, DARK.ascii())
    cells.put(0, 0, "0…10⁻³", DARK.dim)
    assert "".join(segment.text for segment in cells.strips()[0]) == "0:1e-3 "
