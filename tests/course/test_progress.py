"""The progress store: nothing is lost, whatever happens to the file or beside it."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.course import sample
from tuidl import paths
from tuidl.course import calibration, progress, state
from tuidl.course.load import read
from tuidl.course.progress import Progress, ProgressError
from tuidl.course.record import RunRecord
from tuidl.course.spec import Lesson
from tuidl.course.storage import FILE, MIGRATIONS
from tuidl.course.walk import Walk
from tuidl.course.written import Written

LEARNS = sample.view((0, {"loss": 2.2, "accuracy": 0.11}), (42, {"loss": 0.4, "accuracy": 0.95}))
RUN = RunRecord(
    "lesson-neuron", "watch", "neuron", 0, 150, {"rate": 0.1}, {"accuracy": 0.99, "loss": float("nan")}, "95 %", True
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Progress]:
    with Progress.open(tmp_path, Clock()) as progress:
        yield progress


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return sample.lesson()


def walked(lesson: Lesson) -> Walk:
    walk = Walk(lesson)
    walk.open("watch")
    walk.observe(LEARNS)
    walk.open("corners")
    walk.predict("curve", "half", 0.7)
    walk.predict("right", "0")
    walk.judge(sample.view((0, {"loss": 1.1, "accuracy": 0.5}), (300, {"loss": 0.69, "accuracy": 0.5})))
    walk.open("hand")
    walk.observe(sample.view((0, {"loss": 0.5, "accuracy": 0.9}), ended=False))
    return walk


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


# ---- bad files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["text", "middle", "end"])
def test_a_damaged_file_is_set_aside(damage: str, tmp_path: Path, lesson: Lesson) -> None:
    with Progress.open(tmp_path) as store:
        store.save(walked(lesson))
        for _ in range(200):
            store.add_run(RUN)
    file = tmp_path / FILE
    raw = file.read_bytes()
    if damage == "middle":
        file.write_bytes(raw[:4096] + b"\xa5" * (len(raw) - 8192) + raw[-4096:])
    elif damage == "end":
        file.write_bytes(raw[: len(raw) // 2])
    else:
        file.write_bytes(b"no database at all" * 300)
    broken = file.read_bytes()
    for number in (1, 2):
        with Progress.open(tmp_path) as store:
            aside = tmp_path / f"{FILE}.damaged-{number}"
            assert store.notice == f"The progress file was damaged: it is kept as {aside}, and a new one was begun."
            assert aside.read_bytes() == broken
            assert store.lessons() == {}
            store.save(Walk(lesson))
        with Progress.open(tmp_path) as store:
            assert store.notice == ""
            assert list(store.lessons()) == ["lesson-neuron"]
        file.write_bytes(broken)


def test_a_row_that_changed_on_the_disk_is_taken_out_and_the_others_stay(tmp_path: Path, lesson: Lesson) -> None:
    with Progress.open(tmp_path) as store:
        store.save(walked(lesson))
        store.add_run(RUN)
        store.add_run(replace(RUN, seed=4711))
    file = tmp_path / FILE
    damaged = file.read_bytes().replace(b'"seed": 4711', b'"seed": 4712')
    file.write_bytes(damaged)
    with Progress.open(tmp_path) as store:
        aside = tmp_path / f"{FILE}.damaged-1"
        assert store.notice == f"The progress file was damaged: 1 entry had to be taken out, and it is kept as {aside}."
        assert [run.seed for run in store.runs()] == [RUN.seed]
        assert store.walk(lesson).states == walked(lesson).states
    with Progress.open(tmp_path) as store:
        assert store.notice == ""
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT count(*) FROM runs").fetchone() == (2,)
    kept.close()


def test_a_store_from_before_there_were_seals_goes_on(tmp_path: Path, lesson: Lesson) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.executescript(MIGRATIONS[0])
        db.execute("INSERT INTO runs (at, run) VALUES (1.0, ?)", (json.dumps({**asdict(RUN), "values": {}}),))
        db.execute("PRAGMA user_version = 1")
    db.close()
    with Progress.open(tmp_path) as store:
        assert store.notice == ""
        assert [run.seed for run in store.runs()] == [RUN.seed]
        store.save(walked(lesson))
    with Progress.open(tmp_path) as store:
        assert store.notice == ""


def test_a_table_whose_name_is_no_text_any_more_is_set_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.executescript(MIGRATIONS[0])
    db.close()
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content.replace(b"CREATE TABLE lessons (lesson", b"CREATE TABLE lessons (l\xd0sson"))
    with Progress.open(tmp_path) as store:
        assert store.runs() == ()


def test_tables_that_are_not_ours_are_set_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("CREATE TABLE runs (other TEXT)")
    db.close()
    with Progress.open(tmp_path) as store:
        assert "a new one was begun" in store.notice
        assert store.runs() == ()


def test_a_file_of_a_newer_tuidl_is_left_alone(tmp_path: Path) -> None:
    Progress.open(tmp_path).close()
    db = sqlite3.connect(tmp_path / FILE)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(ProgressError, match="was written by a newer tuidl"):
        Progress.open(tmp_path)
    assert [p.name for p in tmp_path.glob("*damaged*")] == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProgressError, match=r"progress cannot be kept in .*file"):
        Progress.open(tmp_path / "file")
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    with pytest.raises(ProgressError, match="the file or its folder cannot be written"):
        Progress.open(tmp_path / "folder")


def test_a_full_disk_loses_nothing(store: Progress, lesson: Lesson) -> None:
    store.save(walked(lesson), 5)
    before = store.export()
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    walk = Walk(sample.lesson(sample.INIT))
    walk.state.outcome = store.walk(lesson).states["watch"].outcome
    walk.state.chosen = {"question": "x" * 100_000}
    with pytest.raises(ProgressError, match=r"the disk is full; free some space, nothing kept so far is lost"):
        store.save(walk)
    assert store.export() == before
    store._db.execute("PRAGMA max_page_count = 100000")
    store.save(walk)
    assert "lesson-init" in store.lessons()


def test_a_file_that_stays_locked(tmp_path: Path, lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuidl.course.storage.PATIENCE", 0.05)
    with Progress.open(tmp_path) as store, Progress.open(tmp_path) as other:
        other._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProgressError, match="another tuidl has been writing"):
            store.save(Walk(lesson))
        other._db.execute("ROLLBACK")
        store.save(Walk(lesson))
        assert list(other.lessons()) == ["lesson-neuron"]


# ---- other processes ------------------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from tests.course import sample
from tuidl.course.progress import Progress
from tuidl.course.record import RunRecord
lesson = sample.lesson()
store = Progress.open(Path(sys.argv[1]))
walk = store.walk(lesson)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[3])):
    store.add_run(RunRecord(lesson.id, "", sys.argv[2], turn, 1, {}, {}))
    walk.states[sys.argv[2]].done = True
    walk.states["hand"].improve(turn / 100 + (sys.argv[2] == "quiz"), {})
    store.save(walk, 1.0)
    print(turn, flush=True)
"""


def writer(folder: Path, name: str, turns: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(turns)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def begin(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def test_two_processes_write_at_once(tmp_path: Path, lesson: Lesson) -> None:
    with writer(tmp_path, "watch", 25) as one, writer(tmp_path, "quiz", 25) as other:
        begin(one, other)
        one.communicate(timeout=60)
        other.communicate(timeout=60)
    assert (one.returncode, other.returncode) == (0, 0)
    with Progress.open(tmp_path) as store:
        assert store.notice == ""
        runs = store.runs(100)
        for name in ("watch", "quiz"):
            assert sorted(run.seed for run in runs if run.experiment == name) == list(range(25))
        known = store.lessons()[lesson.id]
        assert set(known.steps_done) == {"watch", "quiz"}
        assert known.best == {"hand": pytest.approx(1.24)}
        assert known.seconds == 50


OPENER = """
import sys
from pathlib import Path
from tuidl.course.progress import Progress
for turn in range(20):
    folder = Path(sys.argv[1]) / str(turn)
    print(turn, flush=True)
    sys.stdin.readline()
    with Progress.open(folder) as store:
        assert not store.notice or turn % 2, store.notice
"""


def test_processes_that_begin_the_same_file_wait_for_each_other(tmp_path: Path) -> None:
    """A fresh folder, or one with a damaged file: one process makes it good, the others find it good."""
    damaged = [tmp_path / str(turn) for turn in range(1, 20, 2)]
    for folder in damaged:
        folder.mkdir()
        (folder / FILE).write_bytes(b"no database" * 300)
    command = [sys.executable, "-c", OPENER, str(tmp_path)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[2]) for _ in range(3)
    ]
    for turn in range(20):
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{turn}\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    for folder in damaged:
        assert [path.name for path in folder.glob("*.damaged-?")] == [f"{FILE}.damaged-1"]


def test_a_killed_process_leaves_all_it_called_saved(tmp_path: Path) -> None:
    with writer(tmp_path, "watch", 10_000) as process:
        begin(process)
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(20)]
        process.kill()
        told += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    with Progress.open(tmp_path) as store:
        assert store.notice == ""
        kept = sorted(run.seed for run in store.runs(20_000))
        assert kept == list(range(len(kept)))
        assert len(kept) >= len(told)
        assert store.lessons()["lesson-neuron"].steps_done == ("watch",)


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
