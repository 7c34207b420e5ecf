"""The file of the progress store: opened, updated, set aside when it is damaged; its errors become sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tuidl.course import seal
from tuidl.errors import Exit, TuidlError
from tuidl.language import tr, trn

FILE = "progress.db"
PATIENCE = 10.0  # seconds to wait for another process that writes
MIGRATIONS = (  # user_version 0 -> 1, 1 -> 2, ...; never changed once shipped
    """
    CREATE TABLE lessons (lesson TEXT PRIMARY KEY, step TEXT NOT NULL, started REAL NOT NULL, visited REAL NOT NULL,
        done REAL, seconds REAL NOT NULL);
    CREATE TABLE steps (lesson TEXT NOT NULL, step TEXT NOT NULL, done INTEGER NOT NULL, best REAL, state TEXT NOT NULL,
        PRIMARY KEY (lesson, step));
    CREATE TABLE predictions (lesson TEXT NOT NULL, step TEXT NOT NULL, question TEXT NOT NULL, chosen TEXT NOT NULL,
        made TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (lesson, step, question));
    CREATE TABLE runs (id INTEGER PRIMARY KEY, at REAL NOT NULL, run TEXT NOT NULL);
    """,
    """
    ALTER TABLE lessons ADD COLUMN seal TEXT;
    ALTER TABLE steps ADD COLUMN seal TEXT;
    ALTER TABLE predictions ADD COLUMN seal TEXT;
    ALTER TABLE runs ADD COLUMN seal TEXT;
    CREATE INDEX runs_open ON runs (id) WHERE seal IS NULL;
    """,
    """
    CREATE TABLE reviews (lesson TEXT NOT NULL, step TEXT NOT NULL, question TEXT NOT NULL, box INTEGER NOT NULL,
        at REAL NOT NULL, seal TEXT, PRIMARY KEY (lesson, step, question));
    """,
)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: not our tables
TABLES = ("lessons", "steps", "predictions", "runs", "reviews")


class ProgressError(TuidlError):
    """Progress that cannot be read or written: exit code 3."""

    code = Exit.CONTENT


def connected(file: Path) -> sqlite3.Connection:
    """A connection to the file as this tuidl needs it, begun or updated if need be; damage is raised."""
    db = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    try:
        seal.enable(db)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")  # what is called saved is on the disk
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _damage()
        if _version(db) != len(MIGRATIONS):
            with transaction(db):
                for place in range(_version(db), len(MIGRATIONS)):
                    for statement in MIGRATIONS[place].split(";"):
                        db.execute(statement)
                    db.execute(f"PRAGMA user_version = {place + 1}")
                seal.put(db, TABLES)
        if _version(db) > len(MIGRATIONS):
            raise ProgressError(
                tr("{file} was written by a newer tuidl: update tuidl, or move the file away", file=file)
            )
    except BaseException:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or, after any error, nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk ends the transaction by itself
            db.execute("ROLLBACK")
        raise


def _damage() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("damaged")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def is_damaged(error: Exception) -> bool:
    """Whether an error says that the file is no longer what was written."""
    return isinstance(error, UnicodeDecodeError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED


def mended(file: Path, db: sqlite3.Connection) -> str:
    """Rows that are not what was written are taken out, once the file as it is was kept; a sentence if there were."""
    count = seal.broken(db, TABLES)
    if not count:
        return ""
    aside = _free(file)
    with sqlite3.connect(aside) as copy:
        db.backup(copy)
    copy.close()
    with transaction(db):
        seal.drop(db, TABLES)
    return trn(
        "The progress file was damaged: {n} entry had to be taken out, and it is kept as {file}.",
        "The progress file was damaged: {n} entries had to be taken out, and it is kept as {file}.",
        count,
        file=aside,
    )


def _free(file: Path) -> Path:
    """The first free name for a damaged file."""
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    return aside


def set_aside(file: Path) -> Path:
    """Rename the damaged file and its journals to the first free number."""
    aside = _free(file)
    for ending in ("-wal", "-shm", ""):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One process at a time begins, updates or sets aside a file: SQLite does not wait while its mode changes."""
    lock = sqlite3.connect(file.with_name("progress.lock"), timeout=PATIENCE, isolation_level=None)
    try:
        with suppress(sqlite3.DatabaseError):
            lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


@contextmanager
def sentences(file: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences; damage found on opening is the caller's."""
    try:
        yield
    except sqlite3.Error as error:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_FULL:
                reason = tr("the disk is full; free some space, nothing kept so far is lost")
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                reason = tr("the file or its folder cannot be written")
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                reason = tr(
                    "another tuidl has been writing for {seconds:.0f} s; close it and try again", seconds=PATIENCE
                )
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                reason = tr("the file is damaged; start tuidl again, it will set the file aside and begin a new one")
            case sqlite3.SQLITE_CONSTRAINT:
                raise
            case _:
                reason = str(error)
        raise ProgressError(tr("progress in {file}: {reason}", file=file, reason=reason)) from None
