from math import inf, nan

import pytest

from tuidl.tui.drawing.number import compact, count, figure, percent, power, precise, signed, tick


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.081, "0.081"),
        (2.3, "2.30"),
        (41.72, "41.7"),
        (1240, "1 240"),
        (3.1e-6, "3.1·10⁻⁶"),
        (0.0027, "0.0027"),
        *[(-0.5, "−0.500"), (0, "0"), (nan, "NaN"), (inf, "∞"), (-inf, "−∞"), (1e308, "1.0·10³⁰⁸")],
    ],
)
def test_figure(value, text):
    assert figure(value) == text


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (2, 0, "2.0"),
        (0.05, 0, "0.05"),
        (500, 0, "500"),
        (1e-6, 0, "10⁻⁶"),
        (0.5, 0.25, "0.5"),
        (20, 20, "20"),
        (2e5, 0, "2·10⁵"),
    ],
)
def test_tick(value, step, text):
    assert tick(value, step) == text


def test_others():
    assert (count(1500), count(-12), count(nan)) == ("1 500", "−12", "NaN")
    assert (signed(-5.05), signed(0.001), signed(3e8), signed(inf)) == ("−5.05", "0.00", "+3·10⁸", "∞")
    assert (percent(0.962), percent(nan)) == ("96.2", "NaN")
    assert (power(1e-6), power(-1e3), power(0)) == ("10⁻⁶", "−10³", "0")
    assert (compact(1.0), compact(-0.148), compact(5e-7)) == ("1", "−0.148", "5.0·10⁻⁷")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0539, "+0.0539"), (-1.25e-5, "−1.250·10⁻⁵"), (23.4111, "+23.411"), (-640.2, "−640.20"), (0.0, "0"),
        (1e308, "+1.000·10³⁰⁸"), (float("nan"), "NaN"), (float("-inf"), "−∞"), (0.004, "+4.000·10⁻³"),
    ],
)  # fmt: skip
def test_what_is_read_under_a_cursor(value, said):
    assert precise(value) == said
