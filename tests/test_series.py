from math import inf, isfinite, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl import series
from tuidl.series import Series, thinned
from tuidl.tui.drawing.axis import Axis
from tuidl.tui.drawing.curve import Curve, reach

NUMBERS = st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=400)


@pytest.fixture
def few(monkeypatch):
    """Buckets that are joined after few values."""
    monkeypatch.setattr(series, "MOST", 8)


def test_up_to_most_every_value_is_kept():
    values = [float(i * 7 % 13) for i in range(series.MOST)]
    kept = Series(values)
    assert (kept.width, list(kept.ends), list(kept.lows)) == (1, values, values)
    assert kept.band(5) == (range(5, 5 + len(values)), values)
    assert kept.places(5) == list(range(5, 5 + len(values)))


def test_smoothing_starts_as_a_plain_mean_and_jumps_over_what_is_no_number():
    assert list(Series([1.0, 3.0, 5.0], 100).means) == [1.0, 2.0, 3.0]
    means = Series([1.0, nan, 1.0], 5).means
    assert (means[0], means[2]) == (1.0, 1.0)
    assert means[1] != means[1]


@pytest.mark.usefixtures("few")
@given(NUMBERS, st.integers(1, 50))
@settings(max_examples=200)
def test_no_extreme_is_lost_and_none_is_made_up(values, piece):
    kept = Series()
    for start in range(0, len(values), piece):
        kept.extend(values[start : start + piece])
    assert kept == Series(values)
    assert len(kept) == len(values)
    assert len(kept.ends) == -(-len(values) // kept.width) <= 8
    for i, (low, high) in enumerate(zip(kept.lows, kept.highs, strict=True)):
        part = [v for v in values[i * kept.width : (i + 1) * kept.width] if isfinite(v)]
        assert (low, high) == (min(part), max(part)) if part else low != low and high != high


@pytest.mark.usefixtures("few")
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400))
@settings(max_examples=100)
def test_its_curve_rises_in_step_and_reaches_as_far_as_all_values(values):
    kept = Series(values)
    xs, ys = kept.band(1)
    assert len(xs) == len(ys)
    assert (min(ys), max(ys)) == (min(values), max(values))
    places = kept.places(1)
    assert places == sorted(places)
    assert places[-1] == len(values)
    assert len(places) == len(kept.means)
    assert (kept.last, kept.ends[-1]) == (values[-1], values[-1])


def test_a_spike_of_one_step_in_a_million_is_drawn():
    kept = Series([1.0] * 400_000)
    kept.extend([90.0])
    kept.extend([1.0] * 600_000)
    found = reach(Curve(*kept.band(1), "x"), Axis(0, 1_000_001), Axis(0, 100), 200)
    tops = [place[1] for place in found if place is not None]
    assert max(tops) == 0.9
    assert sum(top > 0.5 for top in tops) == 1


EVALUATIONS = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.floats(allow_nan=True, width=32), max_size=3), min_size=1, max_size=300
).map(lambda found: list(enumerate(found)))


@given(EVALUATIONS, st.sampled_from([0, 0, 1, 50, 400]))
@settings(max_examples=150)
def test_thinned_evaluations_keep_extremes_the_newest_and_the_first_without_a_number(evaluations, early):
    kept = thinned(evaluations, early)
    assert kept[:early] == evaluations[:early]
    assert set(map(id, kept)) <= set(map(id, evaluations))
    assert [step for step, _ in kept] == sorted({step for step, _ in kept})
    assert kept[-1] is evaluations[-1]
    assert kept[0] is evaluations[0]
    for name in "abc":
        for told in (min, max):
            whole, part = (
                [values[name] for _, values in found if isfinite(values.get(name, inf))]
                for found in (evaluations, kept)
            )
            assert told(whole, default=None) == told(part, default=None)
        lost = [[s for s, v in found if not isfinite(v.get(name, 0.0))][:1] for found in (evaluations, kept)]
        assert lost[0] == lost[1]


@pytest.mark.usefixtures("few")
@given(st.lists(st.tuples(NUMBERS.map(lambda numbers: numbers[:30]), st.sampled_from([1, 2, 4, 16, 64])), max_size=5))
@settings(max_examples=100)
def test_a_number_may_stand_for_many(pieces):
    """As if it had come as often; where a wider one begins within a stretch, the stretch is filled up before."""
    kept, whole = Series(), []
    for values, width in pieces:
        whole += [nan] * (-len(whole) % width) if width > 1 else []
        kept.extend(values, width)
        whole += [value for value in values for _ in range(width)]
    assert len(kept) == len(whole)
    assert len(kept.ends) == -(-len(whole) // kept.width) == len(kept.places(1))
    for place, (low, high) in enumerate(zip(kept.lows, kept.highs, strict=True)):
        finite = [value for value in whole[place * kept.width : (place + 1) * kept.width] if isfinite(value)]
        assert (low, high) == (min(finite), max(finite)) if finite else low != low and high != high


def test_the_mean_goes_on_as_far_as_a_number_stands_for():
    apart, together = Series(span=100), Series(span=100)
    for value in (5.0, 1.0, 2.0):
        apart.extend([value] * 64)
        together.extend([value], 64)
    assert together.means[-1] == pytest.approx(apart.means[-1], rel=0.02)


def test_thinning_halves_many_evaluations_but_the_first():
    evaluations = [(i, {"a": float(i), "b": float(i * 7 % 13), "c": 1.0, "d": -float(i)}) for i in range(4097)]
    assert len(thinned(evaluations, 0)) < 2048
    assert len(thinned(evaluations)) < series.EARLY + 1536
