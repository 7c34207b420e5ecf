"""Examples that are no pictures, as they are drawn."""

from math import nan

from tuidl.signals import Fit, Sample
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.fit import fit, reading
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.sample import sample


def drawn(signal: Sample, width: int = 40, height: int = 10) -> list[str]:
    cells = Cells(width, height, DARK)
    sample(cells, signal)
    return cells.text().splitlines()


def test_a_sentence_stands_above_its_classes():
    words = ("the", "food", "was", "not", "good")
    lines = drawn(Sample(3, 0, ("bad", "good"), (0.8, 0.2), 0.22, tokens=words))
    assert lines[0] == "the food was not good"
    assert any("bad" in line and "80.0" in line for line in lines)
    assert any("says bad and it is bad" in line for line in lines)


def test_each_word_with_what_is_said_of_it():
    tags = (("other", "other"), ("river", "money"))
    lines = drawn(Sample(0, 0, (), (), 0.7, tokens=("the", "bank"), tags=tags))
    assert lines[0] == f"the other  bank money {DARK.glyphs.pointed}river"
    assert lines[-1] == "1 of 2 right  loss 0.700"


def test_a_number_beside_what_it_is():
    signal = Sample(
        0, 0, (), (), 4.0, features=(("age", 61.0), ("bmi", 31.2)), targets=(("progression", 151.0, 149.0),)
    )
    lines = drawn(signal)
    assert lines[0].startswith("age")
    assert "progression says 149, it is 151" in lines
    assert "  off by −2.000" in lines


def test_a_course_is_a_row_of_blocks():
    signal = Sample(0, 0, (), (), 4.0, course=(0.0, 5.0, 10.0), targets=(("next", 10.0, nan),))
    assert drawn(signal)[0] == "▁▅█"


def test_a_fit_is_a_curve_over_points():
    signal = Fit("age", 0.0, 10.0, (("height", (0.0, 5.0, 10.0)),), ((2.0, 9.0), (8.0, 1.0), (nan, 3.0)))
    cells = Cells(40, 12, DARK)
    assert fit(cells, signal) is not None
    assert cells.text().count("•") == 2
    assert "age" in cells.text().splitlines()[-1]
    assert reading(signal, 5.0) == "age 5.00 · height 5.00"
