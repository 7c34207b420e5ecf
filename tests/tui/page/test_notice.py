from dataclasses import replace
from math import inf, nan

import pytest

from tests.tui.lessons import neuron, neuron_run
from tuidl.events import Diverged, Failed
from tuidl.series import Series
from tuidl.tui.asked import Asked
from tuidl.tui.lab import Lab
from tuidl.tui.page.notice import gentler, growth, notice


def lab(losses, kept=2, rate=3.0, **given) -> Lab:
    lesson = neuron()
    one = Lab(lesson, lesson.step("watch"), **given)
    one.view = neuron_run()
    one.view.knobs, one.view.steps, one.view.first = {"rate": rate}, {"loss": Series(losses)}, 1
    one.view.apply(Diverged(len(losses), "The loss is no number.", kept))
    return one


def test_a_run_that_is_well_needs_no_notice():
    lesson = neuron()
    one = Lab(lesson, lesson.step("watch"))
    assert notice(one) == ("", "")
    one.view = neuron_run()
    assert notice(one) == ("", "")


def test_a_run_that_grew_is_explained_in_its_numbers():
    heading, text = notice(lab([0.7, 0.4, 25.6, 1638.4, inf], kept=3))
    assert heading == "the run stopped at step 5"
    assert "0.400 at step 2 and 1 638 at step 4" in text
    assert "Each step went so far beyond the valley" in text
    assert "The weights of step 3 are kept." in text
    assert "Try: turn rate from 3.0 to 0.3 or less, then press r and space." in text  # 2·3 / (1 + √64) = 0.67
    assert "f shows the knob rate" in text  # the step gives no knob to turn
    assert "f shows" not in notice(lab([1.0, nan], asked=Asked(knobs={"rate": 3.0})))[1]


def test_a_function_of_the_learners_own_is_named_with_the_way_to_mend_it():
    lesson, fault = neuron(), "neuron() failed, line 9: IndexError: no, for x1 = 2"
    one = Lab(lesson, lesson.step("write"))
    one.view = neuron_run()
    one.view.apply(Diverged(50, f"{fault}. The loss is no number.", 48, fault))
    mend = "Press e and mend it, ^s checks it; then press r and space."
    assert notice(one) == ("the run stopped at step 50", f"{fault}. The weights of step 48 are kept. {mend}")
    one.step = lesson.step("watch")
    assert notice(one)[1].endswith("kept. Mend it in its own lesson.")


def test_a_run_that_broke_at_once():
    assert "no number, from the first step on" in notice(lab([nan]))[1]
    assert "The loss was 0.700 at step 1, and then it was no number" in notice(lab([0.7, nan]))[1]


def test_a_rate_that_cannot_go_lower_and_one_that_is_no_knob():
    assert "Rate is at its lowest, 0.01. Turn another knob" in notice(lab([1.0, nan], rate=0.01))[1]
    one = lab([1.0, nan])
    experiment = replace(one.lesson.experiments["neuron"], rate=2.0)
    one.lesson = replace(one.lesson, experiments={"neuron": experiment})
    assert notice(one)[1].endswith("The rate is 2.0 here. Press r to begin again.")


@pytest.mark.parametrize(
    ("rate", "grew", "wanted"),
    [(3.0, 1.0, 1.0), (3.0, 64.0, 0.3), (3.0, 1e6, 0.01), (0.1, 1.0, 0.03), (0.01, 9.0, None)],
)  # fmt: skip
def test_the_rate_to_try(rate, grew, wanted):
    assert gentler(neuron().knobs["rate"], rate, grew) == wanted
    smooth = replace(neuron().knobs["rate"], stops=(), by=0.01)
    lower = gentler(smooth, rate, grew)
    assert lower is None or 0.01 <= lower < rate


def test_growth_is_that_of_the_last_two_numbers():
    one = lab([4.0, 2.0, 16.0, inf])
    assert growth(one.view) == 8.0
    assert growth(lab([4.0, nan]).view) == 1.0


def test_a_failure_and_data_of_ones_own():
    one = lab([1.0], asked=Asked(data="fruit.csv"))
    one.view = neuron_run()
    assert notice(one)[0] == "your data: made up"
    one.view.apply(Failed("the training process was killed", 1))
    told = "the training process was killed. b and n go to steps whose network may fit your data."
    assert notice(one) == ("the run stopped", told)
    one.asked = Asked()
    assert notice(one) == ("the run stopped", "the training process was killed")
