"""A learner's walk: met once stays met, predictions are judged, quizzes answered, the best kept."""

import json

import pytest

from tests.course import sample
from tuidl.course import quote, state
from tuidl.course.outcome import Outcome
from tuidl.course.values import Names
from tuidl.course.walk import Walk, made_right, options

LEARNS = [
    (0, {"loss": 2.2, "accuracy": 0.11}),
    (42, {"loss": 0.4, "accuracy": 0.95}),
    (150, {"loss": 0.126, "accuracy": 0.99}),
]


@pytest.fixture
def walk() -> Walk:
    return Walk(sample.lesson())


@pytest.fixture
def deep() -> Walk:
    return Walk(sample.lesson(sample.INIT))


def test_it_begins_at_the_first_step(walk: Walk) -> None:
    assert (walk.step.id, walk.place, walk.next(), walk.finished) == ("watch", 0, "inside", False)
    with pytest.raises(KeyError):
        walk.open("nowhere")


def test_a_goal_is_met_once_and_stays_met(walk: Walk) -> None:
    walk.open("watch")
    assert walk.task_state().word == "new"
    assert walk.explanation() == ""
    assert not walk.observe(sample.view(*LEARNS[:1], ended=False))
    assert not walk.observe(sample.view(LEARNS[0], (10, {"accuracy": 0.5, "loss": 1.0}), ended=False))
    running = walk.task_state()
    assert running.word == "running"
    assert [(s.name, s.sign, s.now, s.goal, s.holds) for s in running.standings] == [
        ("accuracy", ">=", 0.5, 0.95, False)
    ]
    assert walk.observe(sample.view(*LEARNS[:2], ended=False))
    assert not walk.observe(sample.view(*LEARNS))
    assert walk.task_state().word == "met"
    assert walk.task_state().reached == 42
    assert walk.explanation() == (
        f"It began with 11{quote.SPACE}% right: its line stood almost exactly the wrong way round. "
        f"After 42 steps it had 95 %, now 99{quote.SPACE}%. What is still wrong lies where the two clouds meet."
    )
    assert not walk.observe(sample.view((0, {"accuracy": 0.1, "loss": 1.0}), (150, {"accuracy": 0.2, "loss": 1.0})))
    assert walk.state.done
    assert walk.state.outcome == Outcome.of(sample.view(*LEARNS))  # the run that met it is the one quoted later


def test_a_goal_that_was_missed(walk: Walk) -> None:
    walk.open("watch")
    walk.observe(sample.view((0, {"accuracy": 0.1}), (150, {"accuracy": 0.2})))
    assert walk.task_state().word == "missed"
    assert walk.explanation() == ""


def test_the_other_explanation(walk: Walk) -> None:
    walk.open("watch")
    walk.observe(sample.view(LEARNS[0], (42, {"loss": 0.1, "accuracy": 1.0})))
    assert walk.explanation().endswith("now it has all of them.")


def test_by_knobs_alone_with_a_best_score(walk: Walk) -> None:
    walk.open("hand")
    assert walk.missing() == ("watch",)
    walk.keep("watch", sample.view(*LEARNS))
    assert walk.missing() == ()
    assert not walk.observe(sample.view((0, {"loss": 0.5, "accuracy": 0.9}), knobs={"w1": 1.0}, ended=False))
    assert not walk.observe(sample.view((0, {"loss": 0.7, "accuracy": 0.5}), (9, {"loss": 0.1, "accuracy": 0.99})))
    assert walk.task_state().word == "missed"
    assert walk.state.best == 0.9  # what training reached does not count: within 0 steps
    assert walk.state.best_knobs == {"w1": 1.0}
    assert walk.observe(sample.view((0, {"loss": 0.3, "accuracy": 0.97}), ended=False))
    assert walk.task_state().best == 0.97
    assert walk.explanation().startswith(f"You: 97{quote.SPACE}%, loss 0.300. The trained neuron: 99")
    assert "The loss also counts" in walk.explanation()


def test_predictions(walk: Walk) -> None:
    walk.open("corners")
    assert options(walk.step.ask[0]) == ("zero", "half", "high", "up")
    assert options(walk.step.ask[1]) == ("0", "1", "2")
    with pytest.raises(ValueError, match="has no answer 'sideways'"):
        walk.predict("curve", "sideways")
    walk.predict("curve", "half")
    assert not walk.predicted
    walk.predict("right", "0")
    assert walk.predicted
    run = sample.view(
        (0, {"loss": 1.1, "accuracy": 0.5, "w1": -1.5, "w2": 1.0}),
        (300, {"loss": 0.6931, "accuracy": 0.505, "w1": 0.01, "w2": -0.001}),
    )
    assert walk.explanation(run) == ""
    curve, right = walk.judge(run)
    assert (curve.chosen, curve.right, curve.hit, curve.value) == ("half", "high", False, 0.6931)
    assert curve.why.startswith("Such a line exists")
    assert (right.chosen, right.right, right.hit, right.value, right.why) == ("0", "0", True, 0.505, "")
    assert walk.state.done
    assert "stopped there, with 50.5" in walk.explanation()
    assert "0.01 and 0.00: nearly zero" in walk.explanation()
    with pytest.raises(ValueError, match="judged already"):
        walk.predict("curve", "high")
    walk.judge(sample.view((0, {"loss": 1.1}), (300, {"loss": 0.1, "accuracy": 0.7})))
    assert walk.state.right == {"curve": "high", "right": "0"}  # the first judgement stays


def test_a_question_that_a_lesson_gained_does_not_shut_a_step_that_was_judged(walk: Walk) -> None:
    walk.open("corners")
    walk.state.chosen["curve"], walk.state.right["curve"], walk.state.done = "half", "high", True
    assert walk.predicted
    told = {
        verdict.ask.id: verdict.chosen
        for verdict in walk.judge(sample.view((0, {"loss": 1.1}), (300, {"loss": 0.69, "accuracy": 0.5})))
    }
    assert told == {"curve": "half", "right": ""}
    assert walk.state.right == {"curve": "high"}


def test_bands_cover_their_edges(walk: Walk) -> None:
    ask = walk.lesson.step("corners").ask[1]

    def right(accuracy: float) -> str:
        return made_right(ask, Names.of(walk.lesson, Outcome.of(sample.view((0, {"accuracy": accuracy})))))

    assert [right(a) for a in (0.0, 0.59, 0.6, 0.89, 0.9, 1.0)] == ["0", "0", "1", "1", "2", "2"]
    assert right(1.1) == ""
    assert right(float("nan")) == ""


def test_a_prediction_unmade_is_not_judged(walk: Walk) -> None:
    walk.open("corners")
    verdicts = walk.judge(sample.view((300, {"loss": 0.69, "accuracy": 0.5})))
    assert not verdicts[0].hit
    assert not walk.state.done
    assert walk.state.right == {}


def test_a_quiz(walk: Walk) -> None:
    walk.open("quiz")
    assert walk.answer(0, 1) == (False, walk.step.item[0].choices[1].tempting)
    assert walk.answer(0, 0) == (True, walk.step.item[0].because)
    assert walk.answered(0)
    assert not walk.answered(1)
    walk.answer(1, 0)
    assert not walk.state.done
    walk.answer(2, 0)
    assert walk.state.done
    assert walk.state.tried == {0: [1, 0], 1: [0], 2: [0]}


def test_hints_come_one_by_one(walk: Walk) -> None:
    assert walk.hints() == ()
    assert [walk.hint() for _ in range(4)] == [*walk.step.hints, None]
    assert walk.hints() == walk.step.hints


def test_reading_is_done_by_leaving(walk: Walk) -> None:
    walk.open("inside")
    assert walk.task_state().word == "new"
    assert walk.leave()
    assert not walk.leave()
    assert walk.task_state().word == "done"
    walk.open("watch")
    assert not walk.leave()
    assert not walk.state.done
    walk.open("recap")
    assert walk.next() is None


def test_a_repair_quotes_its_faulty_run(deep: Walk) -> None:
    deep.open("copies")
    assert deep.missing() == ("fault",)
    opened = deep.lesson.settings(deep.step)
    values = {"loss": 0.3, "val_accuracy": 0.86, "distinct[h2]": 1.0}
    deep.observe(sample.view((0, values), (600, values), knobs=opened))
    assert deep.state.fault is not None
    assert not deep.state.done
    assert deep.missing() == ()
    mended = {"loss": 0.1, "val_accuracy": 0.99, "distinct[h2]": 32.0}
    assert deep.observe(sample.view((0, values), (160, mended), knobs={**opened, "init": "he"}))
    assert deep.explanation() == (
        "Before: 1 different unit in a layer of 32, and 86 % at best. Now: 32 different units and 99 %. Units that "
        "start alike get the same gradient, so they stay alike for ever. Chance sets them apart."
    ).replace(" %", f"{quote.SPACE}%")


def test_nan_is_a_goal_too(deep: Walk) -> None:
    deep.open("explode")
    first = {"loss": 125213.0, "signal[h1]": 1.0, "signal[h20]": 212000.0, "gradient[h1]": 3.0e9}
    assert deep.observe(sample.view((0, first), diverged=1))
    assert "After step 1 the sums" in deep.explanation()
    assert f"The first loss was 125{quote.SPACE}213." in deep.explanation()


def test_a_state_survives_json(walk: Walk) -> None:
    for made in (state.StepState(), _busy()):
        assert state.from_json(json.loads(json.dumps(state.to_json(made), allow_nan=False))) == made
    with pytest.raises(ValueError, match="no state of a step"):
        state.from_json({"opened": True})


def _busy() -> state.StepState:
    return state.StepState(
        True, True, 42, 2, {"curve": "half"}, {"curve": "high"}, {0: [1, 0]}, 0.9, False, {"w1": 1.0},
        Outcome.of(sample.view(*LEARNS)), Outcome(), sure={"curve": 0.7},
    )  # fmt: skip


def test_two_versions_become_one() -> None:
    old = _busy()
    new = state.StepState(chosen={"curve": "zero"}, tried={0: [2], 1: [0]}, best=0.8, best_knobs={"w1": 2.0}, hints=1)
    both = state.merged(old, new)
    assert both.done
    assert both.reached == 42
    assert both.hints == 2
    assert (both.best, both.best_knobs) == (0.9, {"w1": 1.0})
    assert both.chosen == {"curve": "half"}
    assert both.tried == {0: [1, 0, 2], 1: [0]}
    assert both.outcome == old.outcome
    falling = state.merged(state.StepState(best=0.9, falls=True), state.StepState(best=0.8, falls=True))
    assert falling.best == 0.8
    assert state.merged(state.StepState(), old) == old


def test_a_finished_lesson(walk: Walk) -> None:
    for one in walk.states.values():
        one.done = True
    assert walk.finished
    assert Walk(walk.lesson, walk.states, "hand").step.id == "hand"
    assert Walk(walk.lesson, {}, "gone").step.id == "watch"
