from pathlib import Path

import pytest

from tests.tui.lessons import neuron
from tuidl.course import load
from tuidl.course.spec import Knob
from tuidl.events import Diagnosis, RunStarted
from tuidl.tui.consultation import Consultation, Trial, fed, fitting, titled
from tuidl.tui.lab import Lab
from tuidl.view import RunView

LESSONS = Path(__file__).parents[2] / "lessons"
DEAD = Diagnosis("dead units", "warn", "4 of the 4 ReLU units give 0.", 10, "histogram:h")
HIGH = Diagnosis("rate too high", "bad", "The loss climbs.", 20, "loss", "Try 0.3.", (("rate", 0.3),))


def view(*told: Diagnosis) -> RunView:
    made = RunView()
    for one in told:
        made.apply(one)
    return made


def test_the_complaint_that_is_read_stays_whatever_comes_after_it():
    doctor, run = Consultation(), view(DEAD)
    assert doctor.shown(run) is DEAD
    run.apply(HIGH)
    assert doctor.shown(run) is DEAD
    doctor.turn(run, 1)
    assert doctor.shown(run) is HIGH
    doctor.turn(run, 1)
    assert doctor.shown(run) is DEAD


def test_of_each_kind_only_the_newest():
    later = Diagnosis("dead units", "warn", "3 of the 4", 30)
    assert Consultation().complaints(view(DEAD, HIGH, later)) == (later, HIGH)


def test_what_is_put_away_stays_away_until_the_run_begins_again():
    doctor, run = Consultation(), view(DEAD, HIGH)
    doctor.shown(run)
    doctor.put_away()
    assert doctor.complaints(run) == (HIGH,)
    run.apply(Diagnosis("dead units", "warn", "again", 40))
    assert doctor.complaints(run) == (HIGH,)
    doctor.begin()
    assert len(doctor.complaints(run)) == 2


def test_while_the_fault_is_looked_for_symptoms_are_told_and_no_causes():
    doctor = Consultation()
    full = Diagnosis("saturated units", "warn", "71 % stand where the slope is 0.", 0, symptom="71 % are beyond 0.99.")
    bare = Diagnosis("leaked examples", "warn", "7 of the 20 leaked.", 0)
    run = view(bare, full)
    (told,) = doctor.complaints(run, searching=True)
    assert (told.kind, told.text) == ("saturated units", "71 % are beyond 0.99.")
    assert doctor.shown(run, searching=True) == told
    assert titled(told, searching=True) == "a symptom"
    doctor.turn(run, 1, searching=True)
    assert doctor.shown(run, searching=True) == told
    assert doctor.complaints(run) == (bare, full)
    assert doctor.shown(run) is full
    assert titled(full) == "saturated units"


@pytest.mark.parametrize("kind", ["stopping", "rewind", "compare", "save", "setknob"])
def test_what_a_command_was_answered_with_is_no_complaint(kind):
    assert Consultation().complaints(view(Diagnosis(kind, "bad", "no", 1))) == ()


@pytest.mark.parametrize(
    ("folder", "step", "what", "name"),
    [
        ("1-01-neuron", "single", "rate", "rate"),
        ("2-02-cnn", "watch", "dropout", "dropout"),
        ("1-09-init", "scale", "depth", "depth"),
        ("1-09-init", "scale", "init", "init"),
        ("1-09-init", "scale", "activation", "activation"),
        ("2-02-cnn", "watch", "clip", None),
        ("1-02-mlp", "quiz", "rate", None),
    ],
)
def test_which_knob_gives_the_setting(folder, step, what, name):
    lesson = load.read(LESSONS / folder)
    found = fed(lesson, lesson.experiments[lesson.step(step).experiment], what)
    assert (found.name if found else None) == name


RATE = Knob("rate", "float", 1.0, "rate", "", "live", (0.01, 3.0), (0.01, 0.03, 0.1, 0.3, 1.0, 3.0))
DEPTH = Knob("depth", "int", 20, "depth", "", "reset", (1, 30))
SHAPE = Knob("activation", "choice", "tanh", "activation", "", "reset", choices=("tanh", "relu"))


@pytest.mark.parametrize(
    ("knob", "now", "wanted", "value"),
    [
        (RATE, 3.0, 0.3, 0.3),
        (RATE, 3.0, 0.25, 0.3),  # the nearest stop on the way
        (RATE, 0.01, 0.001, None),  # at its end
        (RATE, 0.1, 0.09, None),
        (RATE, 0.01, 0.1, 0.1),
        (DEPTH, 20, 10, 10),
        (DEPTH, 1, 0, None),
        (SHAPE, "tanh", "relu", "relu"),
        (SHAPE, "relu", "relu", None),
        (SHAPE, "tanh", "leaky-relu", None),
        (RATE, 1.0, "he", None),
    ],
)
def test_where_it_goes(knob, now, wanted, value):
    assert fitting(knob, now, wanted) == value


def lab(step: str, *told: Diagnosis, folder: str = "1-01-neuron") -> Lab:
    lesson = load.read(LESSONS / folder)
    made = Lab(lesson, lesson.step(step))
    for one in told:
        made.view.apply(one)
    return made


def test_a_trial_names_a_knob_that_is_shown_here():
    high = Diagnosis("rate too high", "bad", "", 20, "loss", "", (("clip", 1.0), ("rate", 0.03)))
    shown = lab("single", high)
    trial = shown.trial()
    assert trial is not None
    assert (trial.knob.name, trial.value) == ("rate", 0.03)
    assert trial.words == f"rate {shown.value('rate')} → 0.03"
    assert lab("hand", high).trial() is None  # no knob for the rate there ...
    free = lab("hand", high)
    free.sandbox = True  # ... but in the sandbox
    assert isinstance(free.trial(), Trial)


def test_to_take_it_holds_the_knob_and_turns_it():
    shown = lab("hand", HIGH)
    shown.sandbox, shown.held = True, 2
    trial = shown.trial()
    command = shown.take(trial)
    assert (command.name, command.value) == ("rate", trial.value)
    assert shown.hand is trial.knob
    assert shown.change == trial.words.removeprefix("rate ")


def test_nothing_to_try_in_a_recording_nor_where_finding_it_is_the_task():
    shown = lab("single", HIGH)
    shown.demo = view(HIGH)
    assert shown.trial() is None
    assert lab("copies", HIGH, folder="1-09-init").trial() is None


def test_a_run_that_begins_again_is_looked_at_anew():
    shown = lab("single", HIGH)
    shown.doctor.shown(shown.view)
    shown.doctor.put_away()
    started = RunStarted("lesson-neuron", "neuron", 0, "cpu", 1, (), 150, 4, 10, 0, 3, (), "clouds")
    shown.fold(started)
    shown.fold(HIGH)
    assert shown.doctor.shown(shown.view) is HIGH


def test_a_panel_that_the_step_does_not_show_is_opened_once():
    shown = Lab(neuron(), neuron().step("watch"))
    assert not shown.open("loss")
    assert shown.open("gradients")
    assert not shown.open("gradients")
    assert shown.step.panels[-1] == "gradients"
