"""The progress store: nothing is lost, whatever happens to the file or beside it."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.course import sample
from tests.course.learner import RUN, Clock, walked
from tuidl import paths
from tuidl.course import calibration, progress, state
from tuidl.course.load import read
from tuidl.course.progress import Progress, ProgressError
from tuidl.course.record import RunRecord
from tuidl.course.spec import Lesson
from tuidl.course.walk import Walk
from tuidl.course.written import Written


def test_a_new_store_is_empty(store: Progress, lesson: Lesson) -> None:
    assert (store.notice, store.lessons(), store.last(), store.runs(), store.predictions()) == ("", {}, None, (), ())
    assert store.walk(lesson).step.id == "watch"


def test_a_walk_comes_back_in_the_next_session(tmp_path: Path, lesson: Lesson) -> None:
    walk = walked(lesson)
    with Progress.open(tmp_path, Clock()) as store:
        store.save(walk, seconds=60)
    with Progress.open(tmp_path, Clock()) as store:
        again = store.walk(lesson)
        assert again.states == walk.states
        assert again.step.id == "hand"
        assert again.missing() == ()  # what `watch` ended with is there to be quoted
        assert store.last() == ("lesson-neuron", "hand")
        known = store.lessons()["lesson-neuron"]
        assert known.steps_done == ("watch", "corners")
        assert known.best == {"hand": 0.9}
        assert (known.done, known.seconds) == (None, 60)
        assert [(p.question, p.chosen, p.right, p.hit, p.sure) for p in store.predictions()] == [
            ("curve", "half", "high", False, 0.7),
            ("right", "0", "0", True, None),
        ]
        scored = calibration.by_lesson(store.predictions())["lesson-neuron"]
        assert scored == calibration.score(calibration.judged(walk))
        assert scored.words == "1 of 2 right; 70 % sure, 0 % right, Brier 0.49"


def test_times(store: Progress, lesson: Lesson) -> None:
    walk = walked(lesson)
    store.save(walk, 10)
    for one in walk.states.values():
        one.done = True
    store.save(walk, 5)
    store.save(walk, 5)
    known = store.lessons()["lesson-neuron"]
    assert (known.started, known.visited, known.done, known.seconds) == (1001, 1003, 1002, 20)


def test_the_last_runs_newest_first(store: Progress) -> None:
    for seed in range(5):
        store.add_run(RunRecord("lesson-neuron", "watch", "neuron", seed, 150, {"rate": 0.1}, {"accuracy": 0.9}))
    assert [run.seed for run in store.runs()] == [4, 3, 2]
    store.add_run(RUN)
    (run,) = store.runs(1)
    assert run.values == {"accuracy": 0.99}  # what is no number is not kept
    assert (run.goal, run.met, run.at) == ("95 %", True, 1006)


def test_export_and_restore(store: Progress, lesson: Lesson, tmp_path: Path) -> None:
    store.save(walked(lesson), 7)
    store.add_run(RUN)
    exported = json.loads(json.dumps(store.export()))
    with Progress.open(tmp_path / "other") as other:
        other.save(Walk(lesson))
        other.restore(exported)
        assert other.export() == exported
        assert other.walk(lesson).states == walked(lesson).states
        other.reset("lesson-mlp")
        assert other.export() == exported
        other.reset("lesson-neuron")
        with Progress.open(tmp_path / "empty") as empty:
            assert other.export() == empty.export()


def exported(**tables: object) -> dict[str, object]:
    every = {"lessons": [], "steps": [], "predictions": [], "runs": [], **tables}
    return {"tuidl": "progress", "version": 2, "sha256": progress._fingerprint(every), **every}


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ([], "this file is no exported progress"),
        ({"tuidl": "progress", "version": 99}, "this progress has version 99, and 3 is needed"),
        ({"tuidl": "progress", "version": 2}, "this exported progress cannot be read: 'lessons'"),
        (exported(steps=[{"state": "{}"}]), "the progress of a step cannot be read"),
        (exported(lessons=[{}]), "cannot be read: 'lesson'"),
        (exported(runs=[{"run": "[]"}]), "cannot be read"),
        (exported(runs=[{"run": '{"lesson": 3, "step": ""}'}]), "cannot be read"),
        (exported(runs=[{"run": json.dumps({**asdict(RUN), "values": {"loss": "low"}})}]), "values of another kind"),
        (
            exported(runs=[{"id": 10**30, "at": 1.0, "run": json.dumps({**asdict(RUN), "values": {}})}]),
            "cannot be read",
        ),
        (exported(lessons=[dict.fromkeys(("lesson", "step", "started", "visited", "done", "seconds"), "x")]), "REAL"),
        ({**exported(), "lessons": [1]}, "it is not what was exported"),
    ],
)
def test_a_bad_export_changes_nothing(store: Progress, lesson: Lesson, broken: object, sentence: str) -> None:
    store.save(walked(lesson))
    before = store.export()
    with pytest.raises(ProgressError, match=sentence):
        store.restore(broken)
    assert store.export() == before


def test_progress_that_was_exported_before_there_were_fingerprints_is_taken(store: Progress, lesson: Lesson) -> None:
    store.save(walked(lesson))
    old = {name: value for name, value in store.export().items() if name != "sha256"}
    store.reset()
    store.restore({**old, "version": 1})
    assert store.walk(lesson).states == walked(lesson).states


def test_reset_of_everything(store: Progress, lesson: Lesson) -> None:
    store.save(walked(lesson))
    store.add_run(RUN)
    store.reset()
    assert (store.lessons(), store.runs(), store.predictions()) == ({}, (), ())


def test_a_function_that_was_imported_is_checked_anew(tmp_path: Path) -> None:
    walk = Walk(sample.lesson())
    walk.open("write")
    walk.agree("def neuron(): ...")
    walk.state.done = True
    with Progress.open(tmp_path / "one") as progress, Progress.open(tmp_path / "other") as other:
        progress.save(walk)
        assert progress.walk(walk.lesson).states["write"].agreed == "def neuron(): ..."
        other.restore(progress.export())
        found = other.walk(walk.lesson).states["write"]
        assert (found.text, found.agreed, found.done) == ("def neuron(): ...", "", True)


def test_what_was_written_is_kept_and_older_progress_has_none(tmp_path: Path) -> None:
    walk = Walk(sample.lesson())
    walk.open("write")
    walk.write("half a")
    with Progress.open(tmp_path) as progress:
        progress.save(walk)
        later = progress.walk(walk.lesson)
        assert later.text == "half a"
        later.open("write")
        later.agree("all of it")
        progress.save(later)
        progress.save(walk)  # another window, still open
        assert progress.walk(walk.lesson).states["write"].agreed == "all of it"
    older = state.to_json(walk.state)
    del older["text"], older["agreed"]
    assert state.from_json(older).text == ""


def test_functions_of_other_lessons_are_lent_once_they_agreed(store: Progress) -> None:
    lesson = read(paths.shipped("lessons") / "1-13-complete")
    assert store.walk(lesson).functions("own") == ()
    assert store.walk(lesson).lenders("own").startswith("None is yours yet.")
    forward = Walk(read(paths.shipped("lessons") / "1-04-forward"))
    forward.open("write")
    forward.write("not checked")
    store.save(forward)
    assert store.walk(lesson).functions("own") == ()
    forward.agree("mine")
    store.save(forward)
    walk = store.walk(lesson)
    assert walk.functions("own") == (Written("write", "mine", "lesson-forward"),)
    assert walk.lenders("own").startswith("Yours: dense (1.4). ")
    assert walk.functions("recipe") == ()
    assert walk.lenders("recipe") == ""
    exported = store.export()
    store.restore(exported)
    assert store.walk(lesson).functions("own") == ()  # a function from elsewhere is no checked one
