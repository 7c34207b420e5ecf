from math import inf, nan

import pytest

from tests.tui.lessons import neuron, neuron_run
from tuidl.course import library, load
from tuidl.course.check import parse
from tuidl.course.outcome import Outcome
from tuidl.course.values import Names
from tuidl.tui.page.goal import distance, written
from tuidl.view import RunView


def names(view=None) -> Names:
    return Names.of(neuron(), Outcome.of(view or neuron_run()))


def test_how_far_it_is():
    far = distance(parse("accuracy >= 0.95 within 150 steps"), names())
    assert far is not None
    assert (far.percent, far.goal, far.start) == (True, 0.95, pytest.approx(0.1))
    assert far.share > far.tick > 0.9
    assert far.best == far.now == pytest.approx(0.964, abs=0.01)
    assert far.low == "10 %"


def test_a_falling_value():
    far = distance(parse("loss < 0.2"), names())
    assert far is not None
    assert far.sign == "<"
    assert 0.8 < far.tick < 1
    assert far.share > far.tick
    assert not far.percent


def test_further_comparisons_are_told():
    far = distance(parse("max(accuracy) > 0.9 and parameters <= 2"), names())
    assert far is not None
    assert far.others == (("3 parameters ≤ 2", False),)


@pytest.mark.parametrize("text", ["loss is nan", "loss > watch.loss"])
def test_no_meter_where_nothing_is_a_number(text):
    assert distance(parse(text), names()) is None


def test_a_goal_that_is_measured_against_an_earlier_run():
    view = neuron_run()
    earlier = {"watch": Outcome.of(neuron_run(best=0.8))}
    far = distance(
        parse("accuracy >= watch.accuracy + 0.1 and step >= 100"), Names.of(neuron(), Outcome.of(view), earlier)
    )
    assert far is not None
    assert far.goal == pytest.approx(earlier["watch"].number("accuracy", -1) + 0.1)
    assert (far.name, far.percent, far.now) == ("accuracy", True, pytest.approx(0.964, abs=0.01))
    assert far.target.endswith(" %")


def test_before_the_first_evaluation():

    far = distance(parse("accuracy >= 0.95"), names(RunView()))
    assert far is not None
    assert (far.now, far.share) == (None, 0.0)


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (None, False, "–"),
        (nan, False, "NaN"),
        (inf, False, "NaN"),
        (0.962, True, "96.2 %"),
        (1.0, True, "100 %"),
        (1500, False, "1 500"),
    ],
)
def test_written(value, percent, text):
    assert written(value, percent) == text


def test_what_is_counted_is_whole_and_a_goal_stands_as_it_was_given():
    far = distance(parse("parameters <= 30 and loss < 0.1"), names())
    assert far is not None
    assert (far.say(33.0), far.target, far.low) == ("33", "30", far.say(far._ends()[0]))
    assert "." not in far.low
    assert far.others[0][0].endswith("loss < 0.1")


def test_a_measure_of_the_lessons_own_is_called_by_its_name():
    lesson = load.read(library.find("lesson-rnn"))
    own, known = (distance(parse(text), Names.of(lesson, Outcome.of(RunView()))) for text in ("ahead > 0", "loss < 2"))
    assert own is not None
    assert known is not None
    assert (own.called, known.called) == ("ahead", "")
