"""Arguments and answers go to another process and back."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from tuidl.exercise import values

NUMBERS = some.one_of(
    some.none(), some.booleans(), some.integers(), some.floats(), some.text(),
    arrays.arrays(some.sampled_from([np.float32, np.float64, np.int64, np.bool_]), arrays.array_shapes(min_side=0)),
)  # fmt: skip
ANYTHING = some.recursive(NUMBERS, lambda inner: some.lists(inner) | some.lists(inner).map(tuple), max_leaves=8)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return type(a) is type(b) and (a == b or a != a)


@given(ANYTHING)
def test_there_and_back(value: Any) -> None:
    assert same(values.decode(json.loads(json.dumps(values.encode(value), allow_nan=False))), value)


def test_single_numbers_of_numpy_become_pythons() -> None:
    assert type(values.plain(np.float64(0.5))) is float
    assert type(values.plain(np.int32(3))) is int
    assert values.plain(np.arange(6.0).reshape(2, 3).T).flags.c_contiguous


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (object(), "an object"),
        ({"a": 1}, "a dict"),
        (np.array(["a"]), "an array of <U1"),
        (np.array([None]), "an array of object"),
        (np.zeros(values.MOST + 1, np.bool_), "an array of 4,194,305 numbers"),
        ([print], "a builtin_function_or_method"),
        (1j, "a complex"),
    ],
)
def test_what_cannot_be_sent_is_named(value: Any, said: str) -> None:
    with pytest.raises(values.Unsendable) as caught:
        values.encode(value)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "value",
    [{}, {"float": 3}, {"array": "", "dtype": "O", "shape": [0]}, {"array": "AA==", "dtype": "<f8", "shape": [1]}],
)
def test_what_was_never_sent_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        values.decode(value)
