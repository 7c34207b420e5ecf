"""Time series: windows in order, nothing of what is to be predicted known before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.data import load, naive_error
from tuidl.errors import DataError


def test_the_numbers_are_the_published_ones() -> None:
    spots = load("sunspots", {"standardise": False, "time": 1, "validation": 0})
    line = np.concatenate([spots.x[:1, 0, 0], spots.y[:, 0]])
    assert len(line) == 309
    assert line[[0, 1, 257, 308]].tolist() == pytest.approx([5, 11, 190.2, 2.9])  # 1700, 1701, 1957, 2008
    flown = load("passengers", {"standardise": False, "time": 1, "validation": 0})
    line = np.concatenate([flown.x[:1, 0, 0], flown.y[:, 0]])
    assert (len(line), line[0], line.max(), line[-1]) == (144, 112, 622, 432)


@settings(max_examples=60)
@given(
    time=st.integers(1, 40), horizon=st.integers(1, 6), held=st.integers(0, 60), test=st.integers(0, 40), n=st.data()
)
def test_what_is_predicted_in_one_part_is_in_no_other(
    time: int, horizon: int, held: int, test: int, n: st.DataObject
) -> None:
    options = {"time": time, "horizon": horizon, "validation": held, "test": test, "standardise": False}
    data = load("sunspots", options)
    whole = load("sunspots", {"time": 1, "standardise": False, "validation": 0})
    line = np.concatenate([whole.x[:1, 0, 0], whole.y[:, 0]])
    parts = [(data.x, data.y), (data.val_x, data.val_y), (data.test_x, data.test_y)]
    place, seen = 0, -1
    for x, y in parts:
        while len(x) and not np.array_equal(line[place : place + time], x[0, :, 0]):
            place += 1
        for row, answer in zip(x, y, strict=True):
            assert np.array_equal(row[:, 0], line[place : place + time])
            assert np.array_equal(answer, line[place + time : place + time + horizon])
            place += 1
        if len(x):
            first = place - len(x) + time  # the first value that is predicted in this part
            assert first > seen
            seen = place - 1 + time + horizon - 1
    assert (data.validation, data.test) == (held, test)
    fewer = n.draw(st.integers(1, data.n))
    last = load("sunspots", {**options, "n": fewer})
    assert np.array_equal(last.x, data.x[-fewer:])
    assert np.array_equal(last.val_x, data.val_x)


def test_standardised_by_the_past_alone() -> None:
    data = load("passengers", {"log": True})
    plain = load("passengers", {"log": True, "standardise": False})
    past = np.concatenate([plain.x[0, :, 0], plain.y[:, 0]])
    assert data.mean[0] == pytest.approx(past.mean())
    assert data.deviation[0] == pytest.approx(past.std(), rel=1e-5)
    assert data.raw(data.val_x) == pytest.approx(plain.val_x, abs=1e-4)
    assert data.raw_target(data.val_y) == pytest.approx(plain.val_y, abs=1e-4)
    assert data.targets == ("next log passengers",)
    assert load("passengers", {"horizon": 2}).targets == ("passengers in 1", "passengers in 2")


def test_the_mark_is_same_as_last() -> None:
    data = load("sunspots", {"validation": 60, "horizon": 2})
    plain = load("sunspots", {"validation": 60, "horizon": 2, "standardise": False})
    off = plain.val_x[:, -1] - plain.val_y
    assert naive_error(data) == pytest.approx(np.sqrt((off**2).mean()), rel=1e-4)


def test_the_mark_for_a_table_is_the_mean() -> None:
    data = load("diabetes", {"standardise": False})
    assert naive_error(data) == pytest.approx(np.sqrt(((data.y.mean() - data.val_y) ** 2).mean()), rel=1e-5)
    assert naive_error(load("diabetes")) == pytest.approx(naive_error(data), rel=1e-4)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"time": 400}, "has 309 values, but a window needs time [+] horizon = 401: take a smaller time"),
        (
            {"time": 20, "n": 250},
            "has 289 windows, but n = 250, validation = 58 and test = 0 ask for 308: ask for fewer",
        ),
        ({"log": True}, "holds values of 0 or less, which have no logarithm: say log = false"),
        ({"horizon": 0}, "horizon = 0 must be a whole number from 1 to 100"),
    ],
)
def test_what_cannot_be_had_is_said(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        load("sunspots", options)
