from dataclasses import replace
from pathlib import Path

from tests.tui.lessons import neuron
from tuidl.commands import Reset
from tuidl.course import library, load
from tuidl.tui.asked import Asked
from tuidl.tui.lab import Lab


def mlp():
    return load.read(library.find("lesson-mlp"))


def test_nothing_asked_is_the_lesson_as_it_stands():
    lesson = mlp()
    for step in lesson.steps:
        request = Asked().request(lesson, step)
        assert {**lesson.defaults(), **request.knobs} == lesson.settings(step)
        assert (request.steps, request.seed, request.data, request.device) == (step.steps, None, None, "auto")
    assert Asked().folder == ""
    assert Asked(device="reference", threads=1, step="moons").plain


def test_knobs_start_where_they_were_asked_to():
    lesson = mlp()
    asked = Asked(knobs={"units": 6, "activation": "linear"}, seed=3)
    request = asked.request(lesson, lesson.step("bend"))
    assert request.knobs == {"units": 6, "activation": "linear", "seed": 3}
    assert request.seed is None
    lab = Lab(lesson, lesson.step("bend"), asked=asked)
    assert [knob.name for knob in lab.knobs] == ["units", "activation", "seed"]
    assert [look.value for look in lab.looks()] == ["6", "linear", "3"]
    reset = lab.reset()
    assert isinstance(reset, Reset)
    assert dict(reset.knobs)["units"] == 6


def test_what_a_step_sets_and_gives_to_nobody_stays():
    lesson = mlp()
    asked = Asked(knobs={"units": 6, "activation": "tanh", "depth": 3})
    assert asked.settings(lesson, lesson.step("straight"))["activation"] == "linear"
    assert asked.settings(lesson, lesson.step("wide"))["depth"] == 1
    assert asked.settings(lesson, lesson.step("moons"))["units"] == 6  # the step gives this one to the learner


def test_a_knob_that_is_a_number_of_the_net_begins_again_where_it_was_asked_to():
    lesson = neuron()
    lab = Lab(lesson, lesson.step("hand"), asked=Asked(knobs={"w1": 2.0}))
    assert lab.value("w1") == 2.0
    lab.turn(1)
    assert dict(lab.reset().knobs)["w1"] == 2.0


def test_a_length_holds_for_the_learners_runs_only():
    lesson = mlp()
    step = lesson.step("bend")
    assert Asked(steps=7).request(lesson, step).steps == 7
    assert Asked(epochs=2.5).request(lesson, step).epochs == 2.5
    assert Asked(steps=7).request(lesson, step, whole=True).steps == step.steps


def test_a_seed_that_is_no_knob_goes_into_the_request():
    lesson = mlp()
    step = lesson.step("iris")
    experiments = {**lesson.experiments, "iris": replace(lesson.experiments["iris"], seed=4)}
    request = Asked(seed=3).request(replace(lesson, experiments=experiments), step)
    assert (request.seed, request.knobs) == (3, {})


def test_a_saved_run_knows_its_own_knobs():
    lesson = mlp()
    step = lesson.step("moons")
    asked = Asked(knobs={"units": 6}, steps=900, resume=Path("/there/run.npz"))
    request = asked.going_on(lesson, step, Path("/there/run.npz"))
    assert (request.knobs, request.steps, request.resume) == ({"units": 6}, 900, "/there/run.npz")
    left = asked.going_on(lesson, step, Path("/state/moons.left.npz"))
    assert (left.knobs, left.steps) == ({}, None)


def test_runs_of_other_kinds_are_kept_apart():
    folders = [
        Asked(knobs={"units": 6}).folder, Asked(knobs={"units": 8}).folder, Asked(seed=1).folder,
        Asked(data="a.csv").folder, Asked(steps=5).folder, Asked(epochs=5).folder, "",
    ]  # fmt: skip
    assert len(set(folders)) == len(folders)
    assert Asked(seed=1).folder == Asked(seed=1, device="reference", step="moons").folder
    assert Asked(seed=1, step="moons", resume=Path("x")).again() == Asked(seed=1)
