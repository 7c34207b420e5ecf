from math import inf, nan

import numpy as np
import pytest

from tuidl.train import difference
from tuidl.train.column import Column


def test_knobs_that_differ() -> None:
    one, other = {"rate": 0.1, "batch": 4, "new": 1}, {"batch": 5, "rate": 0.1}
    assert difference.knobs(one, other) == (("batch", 4, 5),)


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        ([1.0, 2.0], [1.0, 2.0, 3.0], 0),
        ([1.0, 2.0], [1.0, 2.5], 2),
        ([0.0], [-0.0], 1),
        ([nan], [nan], 0),
        ([], [1.0], 0),
    ],
)
def test_where_curves_part(one: list[float], other: list[float], step: int) -> None:
    here, there = Column(one), Column(other)
    assert difference.parted({"loss": here, "rate": here}, {"loss": there}, 3) == {"loss": step}


def test_the_distance_of_weights_is_over_all_numbers_of_a_layer() -> None:
    one = {
        "h1.weight": np.array([[3.0, 0.0]]),
        "h1.bias": np.array([0.0]),
        "out.bias": np.array([1.0]),
        "x.w": np.ones(2),
    }
    other = {
        "h1.weight": np.array([[0.0, 0.0]]),
        "h1.bias": np.array([4.0]),
        "out.bias": np.array([0.0]),
        "x.w": np.ones(3),
    }
    assert difference.layers(one, other) == (("h1", 5 / 4), ("out", inf))
    assert difference.layers(one, one) == (("h1", 0.0), ("out", 0.0), ("x", 0.0))
