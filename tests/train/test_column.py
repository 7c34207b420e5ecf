from array import array
from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tuidl.train import column
from tuidl.train.column import Column, thinned

NUMBERS = st.lists(st.sampled_from([0.0, -1.5, 2.5, 1e308, nan, inf, -inf, 7.0]), max_size=200)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long past after few numbers."""
    monkeypatch.setattr(column, "NEWEST", 16)
    monkeypatch.setattr(column, "PAST", 8)


def _agrees(found: Column, whole: list[float]) -> None:
    """Every stretch of the past has the extremes that came; what is new is all there."""
    assert len(found) == len(whole)
    before = len(found.past) * found.width
    np.testing.assert_array_equal(found.newest, whole[before:])
    if found.width == 1:
        np.testing.assert_array_equal(found.past, whole[:before])
        return
    for pair in range(len(found.past) // 2):
        stretch = whole[2 * pair * found.width : 2 * (pair + 1) * found.width]
        least, largest = sorted(found.past[2 * pair : 2 * pair + 2])
        numbers = [number for number in stretch if not isnan(number)]
        if numbers:
            assert (least, largest) == (min(numbers), max(numbers))
        else:
            assert isnan(least)
            assert isnan(largest)


@given(st.lists(NUMBERS, max_size=6))
@example([[nan, nan, nan, inf, *[0.0] * 21]])
@example([[nan, -inf, nan, nan, *[0.0] * 21]])
@settings(max_examples=60)
def test_however_long_it_is_short_and_keeps_all_extremes(pieces: list[list[float]]) -> None:
    found, whole = Column(), list[float]()
    for piece in pieces:
        found.extend(piece)
        whole += piece
        _agrees(found, whole)
        assert len(found.past) <= column.PAST
        assert len(found.newest) <= max(column.NEWEST, 6 * found.width)
    assert found == Column(found.newest, found.past, found.width)


@given(st.integers(0, 600), st.integers(0, 700), st.integers(0, 100))
@settings(max_examples=100)
def test_it_can_be_cut_anywhere_and_goes_on(count: int, kept: int, more: int) -> None:
    found = Column(float(n) for n in range(count))
    cut = found.until(kept)
    kept = min(kept, count)
    assert len(found) == count
    assert len(cut) == kept
    expected = np.arange(kept)
    told = np.concatenate([[], *(np.repeat(numbers, width) for _, width, numbers in cut.parts(0, kept))])
    assert np.abs(told - expected).max(initial=0) < 2 * found.width
    cut.extend(float(n) for n in range(kept, kept + more))
    assert len(cut) == kept + more
    newest = min(more, len(cut.newest))
    assert list(cut.newest)[len(cut.newest) - newest :] == [float(n) for n in range(kept + more - newest, kept + more)]


@given(st.integers(0, 400), st.lists(st.integers(0, 400), max_size=8))
def test_parts_begin_where_the_one_before_has_ended(count: int, stops: list[int]) -> None:
    found, first, told = Column(float(n) for n in range(count)), 0, 0
    for stop in sorted(min(stop, count) for stop in [*stops, count]):
        last = found.reached(stop)
        assert stop <= last < stop + found.width
        for begun, width, numbers in found.parts(first, last):
            assert begun == told
            told += width * len(numbers)
        first = max(first, last)
        assert told == first
    assert told == count


@given(st.integers(1, 500), st.integers(0, 520), st.integers(1, 520))
@settings(max_examples=100)
def test_where_two_part(count: int, at: int, last: int) -> None:
    """To the step while both are all there, else the first step of the stretch that tells of it."""
    one, other = Column(float(n) for n in range(count)), Column(float(n) + (n >= at) / 2 for n in range(count + 7))
    found, width = one.apart(other, last), max(one.width, other.width)
    assert found == other.apart(one, last)
    if at >= min(count, last):
        assert found == 0
    elif width == 1:
        assert found == at + 1
    else:
        assert found == 0 or (found <= at + 1 < found + 4 * width)
        assert found or at >= min(count, last) // (2 * width) * 2 * width  # a stretch that one has not ended
    assert one.apart(one.until(last), last) == 0


def test_its_newest_finite_number() -> None:
    assert isnan(Column().last)
    assert isnan(Column([nan, inf]).last)
    assert Column([1.0, 2.0, nan]).last == 2.0
    assert Column([*map(float, range(16)), *[nan] * 16]).last == 15.0


def test_what_is_no_past_is_refused() -> None:
    for past, width in (([1.0], 1), ([1.0, 2.0], 3), ([1.0, 2.0], 0), ([1.0, 2.0], -4)):
        with pytest.raises(ValueError, match="past"):
            Column([], array("d", past), width)


def test_extremes_stand_in_their_order() -> None:
    assert thinned(array("d", [1, 5, 2, 0, 3, 3, 3, 3, 9, 9]), 2).tolist() == [5, 0, 3, 3]


@pytest.mark.parametrize("infinity", [inf, -inf])
@pytest.mark.parametrize("place", range(4))
def test_infinity_is_more_than_no_number(infinity: float, place: int) -> None:
    numbers = [nan] * 4
    numbers[place] = infinity
    assert thinned(array("d", numbers), 2).tolist() == [infinity, infinity]
