from dataclasses import replace
from pathlib import Path

import pytest

from tests.headless import streams
from tuidl.course import library, load
from tuidl.course.progress import Progress
from tuidl.headless.keeping import keep
from tuidl.headless.outcome import GoalResult, Outcome
from tuidl.view import RunView

GOALS = (GoalResult("right", "accuracy > 0.9", True, 10), GoalResult("small", "parameters < 9", False))


def outcome(own_data: bool = False, **changes: object) -> Outcome:
    view, knobs = RunView(), (("units", 6), ("seed", 0))
    for event in streams.run(lesson="lesson-mlp", experiment="moons", knobs=knobs, own_data=own_data):
        view.apply(event)
    return replace(Outcome(view, "budget", GOALS), **changes)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    return tmp_path


def test_a_run_of_the_shell_is_kept_with_the_step_that_shows_it() -> None:
    lesson = load.read(library.find("lesson-mlp"))
    assert keep(lesson, outcome()) == ""
    assert keep(lesson, outcome(goals=GOALS[:1])) == ""
    assert keep(lesson, outcome(own_data=True, judged=False)) == ""
    assert keep(lesson, outcome(reason="early", judged=False)) == ""
    with Progress.open() as progress:
        unjudged, own, met, first = progress.runs(9)
    assert (first.lesson, first.step, first.experiment, first.steps) == ("lesson-mlp", "moons", "moons", 40)
    assert (first.goal, first.met, first.data) == ("shell, 1 of 2 goals", False, "")
    assert first.values["val_accuracy"] > 0.9
    assert (met.goal, met.met) == ("shell, 1 of 1 goals", True)
    assert (own.goal, own.met, own.data) == ("shell", None, "two moons")
    assert (unjudged.goal, unjudged.met) == ("shell", None)


@pytest.mark.parametrize("reason", ["interrupted", "unread", "stopped"])
def test_what_did_not_come_to_its_end_is_not_kept(reason: str) -> None:
    assert keep(load.read(library.find("lesson-mlp")), outcome(reason=reason)) == ""
    with Progress.open() as progress:
        assert progress.runs(9) == ()


def test_a_place_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    (home / "state").write_text("a file in the way")
    told = keep(load.read(library.find("lesson-mlp")), outcome())
    assert told.startswith("this run is not among your last runs: progress cannot be kept in")
