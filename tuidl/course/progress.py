"""The progress store: what the learner has done, in one SQLite file that several processes may write at once."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from tuidl import paths
from tuidl.course import borrowing, record, seal, state, storage
from tuidl.course.deck import Card, missed
from tuidl.course.record import LessonProgress, Prediction, RunRecord
from tuidl.course.spec import Lesson
from tuidl.course.storage import FILE, MIGRATIONS, TABLES, ProgressError
from tuidl.course.walk import Walk
from tuidl.language import tr

_KINDS = {"TEXT": str, "REAL": int | float, "INTEGER": int}


class Progress:
    """An open store. ``notice`` is a sentence for the person if a damaged file had to be set aside."""

    def __init__(self, file: Path, connection: sqlite3.Connection, notice: str, clock: Callable[[], float]) -> None:
        self.file = file
        self.notice = notice
        self._db = connection
        self._clock = clock

    @classmethod
    def open(cls, folder: Path | None = None, clock: Callable[[], float] = time.time) -> "Progress":
        """The store in this folder (default: ``paths.state()``), begun if there is none.

        A damaged file is renamed, never deleted, and a fresh one begun. ProgressError if it cannot be used.
        """
        file = (folder or paths.state()) / FILE
        try:
            paths.private(file.parent)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ProgressError(
                tr(
                    "progress cannot be kept in {parent} ({reason}); set TUIDL_HOME to a folder that can be written",
                    parent=file.parent,
                    reason=reason,
                )
            ) from None
        with storage.alone(file), storage.sentences(file):
            notice = ""
            try:
                connection = storage.connected(file)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter: what it says of its own text
                if not storage.is_damaged(error):
                    raise
                notice = tr(
                    "The progress file was damaged: it is kept as {set_aside}, and a new one was begun.",
                    set_aside=storage.set_aside(file),
                )
                connection = storage.connected(file)
            return cls(file, connection, notice or storage.mended(file, connection), clock)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- lessons ----------------------------------------------------------------------------------------------------

    def walk(self, lesson: Lesson) -> Walk:
        """The learner's walk through this lesson, as it was kept; a new one if there is none."""
        with storage.sentences(self.file):
            rows = self._db.execute("SELECT step, state FROM steps WHERE lesson = ?", (lesson.id,)).fetchall()
            at = self._db.execute("SELECT step FROM lessons WHERE lesson = ?", (lesson.id,)).fetchone()
        names = dict.fromkeys(name for each in lesson.experiments for name in borrowing.named(lesson, each))
        lent = borrowing.own(names, self.agreed)
        return Walk(lesson, {step: _state(text) for step, text in rows}, at[0] if at else None, lent)

    def agreed(self, lesson: str, step: str) -> str:
        """The learner's function of a code step, once it agreed with every case; empty before."""
        with storage.sentences(self.file):
            row = self._db.execute("SELECT state FROM steps WHERE lesson = ? AND step = ?", (lesson, step)).fetchone()
        return _state(row[0]).agreed if row else ""

    def save(self, walk: Walk, seconds: float = 0.0) -> None:
        """Keep the walk; ``seconds`` more were spent in the lesson. What another process kept meanwhile stays done."""
        lesson, now = walk.lesson.id, self._clock()
        with self._writing() as db:
            stored = dict(db.execute("SELECT step, state FROM steps WHERE lesson = ?", (lesson,)).fetchall())
            every = []
            for step_id, new in walk.states.items():
                one = state.merged(_state(stored[step_id]), new) if step_id in stored else new
                every.append(one.done)
                if one == state.StepState():
                    continue
                text = json.dumps(state.to_json(one), allow_nan=False, separators=(",", ":"))
                db.execute(
                    "INSERT OR REPLACE INTO steps (lesson, step, done, best, state) VALUES (?, ?, ?, ?, ?)",
                    (lesson, step_id, one.done, one.best, text),
                )
                for question, right in one.right.items():
                    db.execute(
                        "INSERT OR IGNORE INTO predictions (lesson, step, question, chosen, made, at) "
                        "VALUES (?, ?, ?, ?, ?, ?)",
                        (lesson, step_id, question, one.chosen.get(question, ""), right, now),
                    )
                for question in missed(walk.lesson.step(step_id), one):
                    db.execute(
                        "INSERT OR IGNORE INTO reviews (lesson, step, question, box, at) VALUES (?, ?, ?, 0, ?)",
                        (lesson, step_id, question, now),
                    )
            db.execute(
                """INSERT INTO lessons (lesson, step, started, visited, done, seconds) VALUES (?1, ?2, ?3, ?3, ?4, ?5)
                ON CONFLICT (lesson) DO UPDATE SET step = ?2, visited = ?3, done = coalesce(done, ?4),
                seconds = seconds + ?5, seal = NULL""",
                (lesson, walk.step.id, now, now if all(every) else None, seconds),
            )

    def lessons(self) -> dict[str, LessonProgress]:
        """How far the learner is, by lesson id; lessons never opened are not in it."""
        with storage.sentences(self.file):
            rows = self._db.execute("SELECT lesson, step, started, visited, done, seconds FROM lessons").fetchall()
            steps = self._db.execute("SELECT lesson, step, done, best FROM steps").fetchall()
        return {
            lesson: LessonProgress(
                lesson,
                step,
                started,
                visited,
                done,
                seconds,
                tuple(name for other, name, finished, _ in steps if other == lesson and finished),
                {name: best for other, name, _, best in steps if other == lesson and best is not None},
            )
            for lesson, step, started, visited, done, seconds in rows
        }

    def last(self) -> tuple[str, str] | None:
        """Lesson and step where the learner was last; None at the very first start."""
        with storage.sentences(self.file):
            row = self._db.execute("SELECT lesson, step FROM lessons ORDER BY visited DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else None

    def predictions(self) -> tuple[Prediction, ...]:
        """Every judged prediction, oldest first."""
        with storage.sentences(self.file):
            rows = self._db.execute(
                "SELECT lesson, step, question, chosen, made, at, state FROM predictions "
                "LEFT JOIN steps USING (lesson, step) ORDER BY at, lesson, step, question"
            ).fetchall()
        return tuple(
            Prediction(lesson, step, ask, chosen, made, at, _state(text).sure.get(ask) if text else None)
            for lesson, step, ask, chosen, made, at, text in rows
        )

    # ---- reviews ----------------------------------------------------------------------------------------------------

    def deck(self) -> tuple[Card, ...]:
        """Every question that was once missed, the one that is due first before the others."""
        with storage.sentences(self.file):
            rows = self._db.execute("SELECT lesson, step, question, box, at FROM reviews").fetchall()
        return tuple(sorted((Card(*row) for row in rows), key=lambda card: (card.due, card.key)))

    def reviewed(self, card: Card, right: bool) -> Card:
        """Keep how a card came out, and the card as it is now: right, it waits longer; wrong, it begins again."""
        after = card.answered(right, self._clock())
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO reviews (lesson, step, question, box, at) VALUES (?, ?, ?, ?, ?)",
                (*after.key, after.box, after.at),
            )
        return after

    # ---- runs -------------------------------------------------------------------------------------------------------

    def add_run(self, run: RunRecord) -> None:
        """Keep a run, with its finite values; its ``at`` is set to now if it is 0."""
        at = run.at or self._clock()
        finite = {name: number for name, number in run.values.items() if isfinite(number)}
        with self._writing() as db:
            text = json.dumps({**asdict(run), "values": finite, "at": at}, allow_nan=False)
            db.execute("INSERT INTO runs (at, run) VALUES (?, ?)", (at, text))

    def runs(self, limit: int = 3) -> tuple[RunRecord, ...]:
        """The last runs, newest first."""
        with storage.sentences(self.file):
            rows = self._db.execute("SELECT run FROM runs ORDER BY at DESC, id DESC LIMIT ?", (limit,)).fetchall()
        return tuple(record.run(text) for (text,) in rows)

    # ---- all of it --------------------------------------------------------------------------------------------------

    def export(self) -> dict[str, Any]:
        """Everything, as one JSON object with a fingerprint."""
        with storage.sentences(self.file):
            tables = {name: self._rows(name) for name in TABLES}
        return {"tuidl": "progress", "version": len(MIGRATIONS), "sha256": _fingerprint(tables), **tables}

    def restore(self, value: Any) -> None:
        """Take everything from an export instead of what is here; ProgressError (and nothing changed) if it is none.

        A function from elsewhere is no checked one: it stays in its editor until it is checked here.
        """
        if not isinstance(value, dict) or value.get("tuidl") != "progress":
            raise ProgressError(tr("this file is no exported progress; 'tuidl progress export' writes one"))
        version = value.get("version")
        if not isinstance(version, int) or not 1 <= version <= len(MIGRATIONS):
            raise ProgressError(
                tr(
                    "this progress has version {version!r:.40}, and {count} is needed",
                    version=version,
                    count=len(MIGRATIONS),
                )
            )
        try:
            tables = {name: value[name] for name in TABLES if name != "reviews" or version > 2}  # newer than the others
            # the first version had no fingerprint
            if (version > 1 or "sha256" in value) and value.get("sha256") != _fingerprint(tables):
                raise ProgressError(
                    tr("this exported progress is damaged: it is not what was exported; export it again")
                )
            steps = [{**row, "state": _unchecked(row["state"])} for row in value["steps"]]
            for row in value["runs"]:
                record.run(row["run"])
            with self._writing() as db:
                for name in TABLES:
                    columns = seal.columns(db, name)
                    db.execute(f"DELETE FROM {name}")
                    rows = steps if name == "steps" else tables.get(name, [])
                    db.executemany(
                        f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                        [[_cell(row[column], columns[column]) for column in columns] for row in rows],
                    )
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError, sqlite3.IntegrityError) as error:
            raise ProgressError(tr("this exported progress cannot be read: {error}", error=error)) from None

    def reset(self, lesson: str | None = None) -> None:
        """Forget one lesson, or everything."""
        with self._writing() as db:
            for name in TABLES:
                if lesson is None:
                    db.execute(f"DELETE FROM {name}")
                elif name == "runs":
                    db.execute("DELETE FROM runs WHERE json_extract(run, '$.lesson') = ?", (lesson,))
                else:
                    db.execute(f"DELETE FROM {name} WHERE lesson = ?", (lesson,))

    def _rows(self, name: str) -> list[dict[str, Any]]:
        columns = seal.columns(self._db, name)
        rows = self._db.execute(f"SELECT {', '.join(columns)} FROM {name}")
        return [dict(zip(columns, row, strict=True)) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, sealed at its end: all of it or, after any error, nothing."""
        with storage.sentences(self.file), storage.transaction(self._db):
            yield self._db
            seal.put(self._db, TABLES)


def _unchecked(text: str) -> str:
    """The state of a step without what was found out about its function."""
    found = _state(text)
    found.agreed = ""
    return json.dumps(state.to_json(found), allow_nan=False, separators=(",", ":"))


def _state(text: str) -> state.StepState:
    try:
        return state.from_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ProgressError(tr("the progress of a step cannot be read: {error}", error=error)) from None


def _cell(value: Any, kind: str) -> Any:
    if value is not None and (not isinstance(value, _KINDS[kind]) or value != value):
        raise ValueError(f"{value!r:.40} is no {kind}")
    return value


def _fingerprint(tables: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
