"""Expected, got, and where they part."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from tuidl.exercise.comparison import Difference, difference

FLOATS = arrays.arrays(np.float64, arrays.array_shapes(), elements=some.floats(-1e6, 1e6))


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (0.5, 0.5), (0.5, 0.5 + 1e-7), (1.0, 1), (1.0, np.array(1.0)), (float("nan"), float("nan")),
        (float("inf"), float("inf")), ("a", "a"), (True, True), (None, None), ([1.0, 2.0], (1.0, 2.0)),
        (np.ones((2, 2)), np.ones((2, 2), np.float32)),
    ],
)  # fmt: skip
def test_agreement(expected: Any, got: Any) -> None:
    assert difference(expected, got, 1e-6) is None


@pytest.mark.parametrize(
    ("expected", "got", "told"),
    [
        (0.5, 3.0, Difference("0.5", "3")),
        (0.5, -0.25, Difference("0.5", "−0.25")),
        (0.5, float("nan"), Difference("0.5", "NaN")),
        (0.5, float("inf"), Difference("0.5", "∞")),
        (0.5, None, Difference("0.5", "None", "nothing was returned: is there a 'return'?")),
        (0.5, "a", Difference("0.5", "'a'", "a text was returned, not a number")),
        (0.5, np.ones(3), Difference("0.5", "[1, 1, 1]", "an array of shape 3 was returned, not a number")),
        (1.0, True, Difference("1", "True", "True or False was returned, not a number")),
        (np.ones((1, 2)), 1.0, Difference("[1, 1] (1 × 2)", "1", "a number was returned, not an array of shape 1 × 2")),
        (np.ones((2, 1)), np.ones(2), Difference("[1, 1] (2 × 1)", "[1, 1]", "the shape is 2, not 2 × 1")),
        (np.eye(2), np.ones((2, 2)), Difference("0", "1", "at [0, 1], and at 1 other place")),
        (np.zeros(9), np.ones(9), Difference("0", "1", "at [0], and at 8 other places")),
        ([1.0, 2.0], [1.0], Difference("[1, 2]", "[1]", "1 value was returned, not 2")),
        ((1.0, np.zeros(2)), (1.0, np.array([0.0, 1.0])), Difference("0", "1", "value 2 of 2 at [1]")),
    ],
)  # fmt: skip
def test_differences(expected: Any, got: Any, told: Difference) -> None:
    assert difference(expected, got, 1e-6) == told


@given(FLOATS, some.data())
def test_the_first_place_that_differs_is_named(array: np.ndarray, data: some.DataObject) -> None:
    assert difference(array, array.copy(), 0.0) is None
    places = data.draw(some.sets(some.integers(0, array.size - 1), min_size=1))
    other = array.copy()
    other.reshape(-1)[list(places)] += 1.0
    told = difference(array, other, 0.5)
    assert told is not None
    first = np.unravel_index(min(places), array.shape)
    assert told.where.startswith(f"at [{', '.join(map(str, first))}]")
    assert (f"{len(places) - 1} other" in told.where) is (len(places) > 1)
