from dataclasses import replace
from pathlib import Path

import pytest

from tests.course.sample import NEURON
from tests.train import lessons
from tests.train.lessons import of
from tuidl.commands import Choose, KnobValue, Pause, Play, Reset, SetKnob, SetPace, Step, Stop, Watch
from tuidl.data import baseline, load
from tuidl.errors import TuidlError
from tuidl.events import (
    Diagnosis,
    Evaluated,
    KnobTurned,
    Probed,
    RunEnded,
    RunStarted,
    StateChanged,
    StepsEnded,
)
from tuidl.train import loop
from tuidl.view import RunView


def test_a_run_plays_to_its_budget_and_is_evaluated_on_the_way(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Play()))
    (started,) = of(RunStarted, found)
    assert (started.steps, started.batch, started.examples, started.validation) == (25, 7, 60, 30)
    assert started.parameters == 3 * 4 + 5 * 4 + 5
    assert [layer.name for layer in started.layers if layer.parameters] == ["h1", "h2", "out"]
    assert [e.step for e in of(Evaluated, found)] == [0, 10, 20, 25]
    (ended,) = of(RunEnded, found)
    assert (ended.step, ended.reason) == (25, "budget")
    assert ended.values == of(Evaluated, found)[-1].values
    assert found[-1] is ended


def test_every_step_is_told_once_and_in_order(folder: Path) -> None:
    batches = of(StepsEnded, list(lessons.events(lessons.request(folder), Play())))
    numbers = [step for b in batches for step in range(b.first, b.last + 1)]
    assert numbers == list(range(1, 26))
    assert all(len(b.values["loss"]) == len(b.values["accuracy"]) for b in batches)
    assert batches[-1].epoch == 1 + (25 * 7 - 1) // 60


def test_values_are_those_the_lesson_speaks_of_and_no_others(folder: Path) -> None:
    values = of(Evaluated, list(lessons.events(lessons.request(folder))))[0].values
    assert set(values) == {
        "loss",
        "accuracy",
        "val_loss",
        "val_accuracy",
        "parameters",
        "signal[h1]",
        "signal[h2]",
        "gradient[h1]",
        "distinct[h1]",
        "bias",
    }
    assert values["distinct[h1]"] == 4


def test_text_may_be_measured_against_counting_pairs(tmp_path: Path) -> None:
    body = '[measures]\nahead = "bigram - val_loss"\n' + lessons.TEXT
    found = list(lessons.events(lessons.request(lessons.written(tmp_path / "words", body)), Play()))
    told = {event.values["bigram"] for event in of(Evaluated, found)}
    assert told == {baseline(load("elements", {"time": 12}))}


def test_a_layer_that_does_not_exist_has_no_value(folder: Path) -> None:
    values = of(Evaluated, list(lessons.events(lessons.request(folder, knobs={"depth": 1}))))[0].values
    assert "signal[h1]" in values
    assert "signal[h2]" not in values


def test_two_runs_are_equal_but_for_time(folder: Path) -> None:
    watch = Watch((("boundary", 12, 6), ("network", 40, 20)))
    one, two = (lessons.timeless(lessons.events(lessons.request(folder), watch, Play())) for _ in range(2))
    assert one == two


def test_pieces_make_no_difference(folder: Path) -> None:
    whole = list(lessons.events(lessons.request(folder), Play()))
    pieces = list(lessons.events(lessons.request(folder), Step(3), Play(until=11), Step(1), Play()))
    views = []
    for found in (whole, pieces):
        view = RunView()
        for event in found:
            view.apply(event)
        views.append(view)
    assert views[0].steps == views[1].steps
    assert [e for e in views[1].evaluations if e[0] != 11] == views[0].evaluations


def test_one_epoch_or_other_steps_can_be_asked_for(folder: Path) -> None:
    for fields, steps in (({"epochs": 1.0}, 9), ({"steps": 4}, 4), ({"steps": 0}, 0)):
        found = list(lessons.events(lessons.request(folder, **fields), Play()))
        assert of(RunEnded, found)[0].step == steps
        assert of(Evaluated, found)[-1].step == steps


def test_single_steps_and_states(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Step(), Step(2), Play(until=5), Pause()))
    assert [(e.first, e.last) for e in of(StepsEnded, found)] == [(1, 1), (2, 3), (4, 5)]
    assert [(e.state, e.step) for e in of(StateChanged, found)] == [("paused", 1), ("playing", 3), ("paused", 5)]
    assert [e.step for e in of(Evaluated, found)] == [0, 5]
    assert of(RunEnded, found)[-1].reason == "stopped"


def test_after_the_budget_play_ends_again_and_step_goes_on(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder, steps=3), Play(), Play(), Step(2)))
    assert [(e.step, e.reason) for e in of(RunEnded, found)] == [(3, "budget"), (3, "budget"), (5, "stopped")]


def test_stop_while_playing_ends_the_run(folder: Path) -> None:
    asked = iter([Play(), None, Stop()])
    found = list(loop.run(lessons.request(folder), lambda timeout: next(asked)))
    assert (found[-1].step, found[-1].reason) == (10, "stopped")


# ---- knobs ------------------------------------------------------------------------------------------------------


def test_a_live_knob_counts_from_the_next_step(folder: Path) -> None:
    still = list(lessons.events(lessons.request(folder), SetKnob("rate", 0.0), Step(2), Play(until=12)))
    losses = [e.values["loss"] for e in of(Evaluated, still)]
    assert losses[0] == losses[1]
    assert of(KnobTurned, still) == [KnobTurned("rate", 0.0, 0)]


def test_the_batch_can_be_turned_on_the_way(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Step(2), SetKnob("batch", 60), Step(1)))
    assert [e.epoch for e in of(StepsEnded, found)] == [1, 2]


def test_a_reset_knob_waits_for_the_reset(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder), SetKnob("depth", 1), Step(1), Reset()))
    assert of(KnobTurned, found) == [KnobTurned("depth", 1, 0, pending=True)]
    first, second = of(RunStarted, found)
    assert dict(first.knobs)["depth"] == 2
    assert dict(second.knobs)["depth"] == 1
    assert second.parameters == 3 * 4 + 5
    assert second.step == 0


def test_reset_takes_knobs_and_begins_the_same_run_again(folder: Path) -> None:
    found = list(
        lessons.events(lessons.request(folder), Step(3), Reset((("points", "corners"),)), Reset((("points", "moons"),)))
    )
    starts = of(RunStarted, found)
    assert [s.examples for s in starts] == [60, 40, 60]
    evaluated = of(Evaluated, found)
    assert evaluated[0].values == evaluated[2].values


def test_a_knob_that_is_a_number_is_written_and_followed(folder: Path) -> None:
    found = list(
        lessons.events(lessons.request(folder, knobs={}), SetKnob("bias", 1.5), Step(1), Play(until=3), Reset())
    )
    told = [(e.step, e.values["bias"]) for e in of(Evaluated, found)]
    assert told[:2] == [(0, 0.0), (0, 1.5)]
    assert told[2][0] == 3
    assert told[2][1] not in (0.0, 1.5)
    assert told[3] == (0, 0.0)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rat", 1.0, "did you mean 'rate'"),
        ("rate", -1.0, "outside its range"),
        ("depth", 1.5, "whole number"),
        ("points", "corner", "did you mean 'corners'"),
        ("rate", "fast", "must be a number"),
    ],
)
def test_a_knob_that_cannot_be_turned_is_told_and_the_run_goes_on(
    folder: Path, name: str, value: KnobValue, said: str
) -> None:
    found = list(lessons.events(lessons.request(folder), SetKnob(name, value), Play()))
    (told,) = of(Diagnosis, found)
    assert said in told.text
    assert told.kind == "setknob"
    assert of(RunEnded, found)[0].reason == "budget"


# ---- pictures -----------------------------------------------------------------------------------------------------


def test_only_watched_panels_are_shown_with_each_evaluation(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Watch((("boundary", 8, 8), ("loss", 9, 9))), Play()))
    assert [(e.name, e.step) for e in of(Probed, found)] == [("boundary", s) for s in (0, 10, 20, 25)]


def test_a_choice_shows_the_pictures_that_follow_it(folder: Path) -> None:
    watch = Watch((("sample", 8, 8), ("boundary", 8, 8)))
    found = list(lessons.events(lessons.request(folder), watch, Choose("sample", (4.0,))))
    assert [e.name for e in of(Probed, found)] == ["sample", "boundary", "sample"]
    assert of(Probed, found)[-1].signal.index == 4


def test_pictures_change_nothing(folder: Path) -> None:
    panels = (
        "boundary",
        "network",
        "layers",
        "signal",
        "gradients",
        "histogram:h1",
        "weights:h1",
        "sample",
        "confusion",
    )
    watched = list(lessons.events(lessons.request(folder), Watch(tuple((p, 20, 20) for p in panels)), Play()))
    plain = lessons.timeless(lessons.events(lessons.request(folder), Play()))
    kept = lessons.timeless(e for e in watched if not isinstance(e, Probed))
    join = [e for e in kept if not e.startswith("StepsEnded")]
    assert join == [e for e in plain if not e.startswith("StepsEnded")]
    assert {e.name for e in of(Probed, watched)} == set(panels)


def test_on_screen_the_steps_are_the_same_whatever_the_clock_does(folder: Path) -> None:
    plain, live = RunView(), RunView()
    for event in lessons.events(lessons.request(folder), Play()):
        plain.apply(event)
    commands = [SetPace("full", 0.05), Watch((("boundary", 8, 8),)), Play()]
    asked = iter(commands)

    def inbox(timeout: float | None):
        return next(asked, Stop()) if timeout is None else None

    for event in loop.run(lessons.request(folder), inbox):
        live.apply(event)
    assert live.steps == plain.steps
    assert live.evaluations == plain.evaluations
    assert live.probed_at["boundary"] == 25


def test_frame_by_frame_every_step_is_shown(folder: Path) -> None:
    commands = iter([SetPace("frame", 0.02), Watch((("boundary", 8, 8),)), Play(until=3)])
    waits = []

    def inbox(timeout: float | None):
        if timeout is not None:
            waits.append(timeout)
            return None
        return next(commands, Stop())

    found = list(loop.run(lessons.request(folder), inbox))
    assert [(e.first, e.last) for e in of(StepsEnded, found)] == [(1, 1), (2, 2), (3, 3)]
    assert waits[0] == 0.0
    assert all(0.0 <= wait <= 0.02 for wait in waits)


def test_an_unknown_pace_is_told(folder: Path) -> None:
    assert (
        "it is one of full, frame"
        in of(Diagnosis, list(lessons.events(lessons.request(folder), SetPace("fast"))))[0].text
    )


# ---- other nets, other data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [lessons.DIGITS, lessons.TEXT])
def test_images_and_text_learn(tmp_path: Path, body: str) -> None:
    found = list(lessons.events(lessons.request(lessons.written(tmp_path / "x", body), steps=60), Play()))
    first, last = of(Evaluated, found)[0], of(Evaluated, found)[-1]
    assert last.values["loss"] < 0.95 * first.values["loss"]
    assert 0 <= last.values["val_accuracy"] <= 1


def test_the_model_lesson_reaches_its_goal() -> None:
    found = list(lessons.events(lessons.request(NEURON), Play()))
    assert of(RunEnded, found)[0].values["accuracy"] >= 0.95
    assert all(0.0 <= v <= 1.0 for e in of(StepsEnded, found) for v in e.values["accuracy"])


def test_other_data_can_take_the_place_of_the_lessons_own(folder: Path) -> None:
    for name, examples in (("corners", 40), ("circles", None)):
        (started,) = of(RunStarted, list(lessons.events(lessons.request(folder, data=name))))
        assert examples is None or started.examples == examples


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"experiment": "smal"}, "did you mean 'small'"),
        ({"knobs": {"nothing": 1}}, "no knob 'nothing'"),
        ({"data": "iris"}, "two classes"),
        ({"data": "moon"}, "did you mean 'moons'"),
        ({"data": "9" * 5000}, "cannot be read: File name too long"),
        ({"device": "gpu"}, "device 'gpu'"),
        ({"resume": "/nonexistent.npz"}, "cannot be read"),
    ],
)
def test_what_cannot_be_run_is_told_in_a_sentence(folder: Path, fields: dict, said: str) -> None:
    with pytest.raises(TuidlError, match=said):
        list(lessons.events(lessons.request(folder, **fields)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("units = 1\n", "units = 2\n"), "1 output unit"),
        (('activation = "sigmoid"', 'activation = "tanh"'), "needs 'sigmoid'"),
        (('tensor = "out.bias[0]"', 'tensor = "out.bias[7]"'), "does not exist"),
    ],
)
def test_a_lesson_that_makes_no_network_is_told_in_a_sentence(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    folder = lessons.written(tmp_path / "bad", lessons.POINTS, change)
    with pytest.raises(TuidlError, match=said):
        list(lessons.events(lessons.request(folder)))


def test_a_reset_that_cannot_be_done_leaves_the_run(folder: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Step(2), Reset((("depth", 99),)), Step(1)))
    assert of(Diagnosis, found)[0].kind == "reset"
    assert of(StepsEnded, found)[-1].last == 3


def test_the_request_may_name_the_seed(folder: Path) -> None:
    (started,) = of(RunStarted, list(lessons.events(lessons.request(folder, seed=5))))
    assert started.seed == 5
    assert dict(started.knobs)["seed"] == 5
    assert replace(started, seed=0) != started


def test_a_step_of_a_lesson_may_change_budget_rhythm_and_experiment(folder: Path) -> None:
    found = list(
        lessons.events(
            lessons.request(folder, epochs=1.0),
            Reset((("depth", 1),), steps=4, evaluate_every=2),
            Play(),
            Reset(),
            Play(),
        )
    )
    starts = of(RunStarted, found)
    assert [(s.steps, dict(s.knobs)["depth"]) for s in starts] == [(9, 2), (4, 1), (4, 1)]
    assert [e.step for e in of(Evaluated, found)] == [0, 0, 2, 4, 0, 2, 4]
    refused = list(lessons.events(lessons.request(folder), Reset(experiment="other"), Step()))
    assert "no experiment 'other'" in of(Diagnosis, refused)[0].text
    assert of(StepsEnded, refused)[0].last == 1
