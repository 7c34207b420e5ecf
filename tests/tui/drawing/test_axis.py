from math import inf, isfinite, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recordings.hostile import numbers
from tuidl.tui.drawing.axis import Axis, spread


def test_log_ticks_are_one_two_five():
    assert Axis(0.05, 2.0, True).ticks(7) == pytest.approx([0.05, 0.1, 0.2, 0.5, 1.0, 2.0])
    assert Axis(1e-12, 1e6, True).ticks(6) == pytest.approx([1e-12, 1e-8, 1e-4, 1.0, 1e4])


def test_linear_ticks_are_round():
    assert Axis(0, 1500).ticks(4) == [0, 500, 1000, 1500]
    assert Axis(0, 1).ticks(6) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_limits_are_round_so_that_the_axis_rests():
    assert spread([0.081, 2.3], log=True) == Axis(0.05, 5.0, True)
    assert spread([0.083, 2.2], log=True) == spread([0.081, 2.3], log=True)
    assert spread([], limits=(1e-12, 1e6), log=True) == Axis(1e-12, 1e6, True)
    assert spread([nan, inf, 3.0]) == spread([3.0])


@given(st.lists(numbers, max_size=8), st.booleans(), st.integers(0, 12))
@settings(max_examples=300)
def test_any_numbers_give_a_usable_axis(values, log, most):
    axis = spread(values, log)
    assert isfinite(axis.low)
    assert isfinite(axis.high)
    assert axis.low < axis.high
    for value in values:
        place = axis.unit(value)
        assert place != place or -1 <= place <= 2
        if isfinite(value) and abs(value) < 1e299 and (value > 1e-299 or not log):
            assert -1e-6 <= place <= 1 + 1e-6
    ticks = axis.ticks(most)
    assert len(ticks) <= most
    assert ticks == sorted(ticks)
    assert axis.unit(axis.value(0.25)) == pytest.approx(0.25, abs=1e-6)
