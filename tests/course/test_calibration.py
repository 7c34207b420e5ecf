from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuidl.course.calibration import NONE, by_lesson, score
from tuidl.course.record import Prediction

LIKELY = st.one_of(st.none(), st.floats(0, 1))


def told(hit: bool, sure: float | None = None, lesson: str = "lesson-a") -> Prediction:
    return Prediction(lesson, "step", "curve", "a", "a" if hit else "b", 0.0, sure)


def test_without_a_word_on_how_sure_only_the_share_is_known():
    found = score([told(True), told(False), told(True)])
    assert (found.count, found.hits, found.brier) == (3, 2, None)
    assert found.words == "2 of 3 right"
    assert not NONE
    assert score([]) == NONE


def test_the_score_is_briers():
    found = score([told(True, 0.9), told(False, 0.5), told(True)])
    assert (found.count, found.hits, found.rated) == (3, 2, 2)
    assert found.brier == pytest.approx((0.1**2 + 0.5**2) / 2)
    assert found.words == "2 of 3 right; 70 % sure, 50 % right, Brier 0.13"


def test_whoever_is_half_sure_of_everything_scores_as_a_coin():
    assert score([told(True, 0.5), told(False, 0.5)]).brier == 0.25


def test_where_the_run_made_nothing_right_no_answer_was():
    assert score([Prediction("lesson-a", "s", "q", "", "", 0.0)]).hits == 0


@given(st.lists(st.tuples(st.booleans(), LIKELY, st.sampled_from("ab")), max_size=30))
def test_it_is_the_mean_over_those_that_were_rated(made):
    predictions = [told(hit, sure, lesson) for hit, sure, lesson in made]
    found, each = score(predictions), by_lesson(predictions)
    assert found.count == sum(one.count for one in each.values())
    assert found.hits == sum(one.hits for one in each.values()) == sum(hit for hit, _, _ in made)
    rated = [(sure - hit) ** 2 for hit, sure, _ in made if sure is not None]
    assert found.rated == len(rated)
    assert found.brier == (pytest.approx(fmean(rated)) if rated else None)
    assert found.brier is None or 0 <= found.brier <= 1
