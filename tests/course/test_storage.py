"""The progress file: damaged, foreign, newer, locked, on a full disk."""

import json
import sqlite3
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.course import sample
from tests.course.learner import RUN, walked
from tuidl.course.progress import Progress, ProgressError
from tuidl.course.spec import Lesson
from tuidl.course.storage import FILE, MIGRATIONS
from tuidl.course.walk import Walk


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
