"""Seals: a fingerprint in every row of the progress store, so that a bit that changed on the disk is noticed.

SQLite finds a file whose structure is broken, but not a digit that became another one in a row.
"""

import hashlib
import json
import sqlite3
from collections.abc import Sequence

COLUMN = "seal"


def enable(db: sqlite3.Connection) -> None:
    """Teach a connection the SQL function that the others use."""
    db.create_function(COLUMN, -1, _seal, deterministic=True)


def columns(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table that hold something, and their types."""
    return {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != COLUMN}


def put(db: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Seal every row that was written since; whoever writes a row leaves its seal NULL."""
    for table in tables:
        names = ", ".join(columns(db, table))
        db.execute(f"UPDATE {table} SET {COLUMN} = {COLUMN}('{table}', {names}) WHERE {COLUMN} IS NULL")


def broken(db: sqlite3.Connection, tables: Sequence[str]) -> int:
    """How many rows are not what was written."""
    return sum(int(db.execute(f"SELECT count(*) FROM {_broken(db, table)}").fetchone()[0]) for table in tables)


def drop(db: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Take out the rows that are not what was written."""
    for table in tables:
        db.execute(f"DELETE FROM {_broken(db, table)}")


def _broken(db: sqlite3.Connection, table: str) -> str:
    return f"{table} WHERE {COLUMN} IS NOT {COLUMN}('{table}', {', '.join(columns(db, table))})"


def _seal(*values: object) -> str:
    plain = [value.hex() if isinstance(value, bytes) else value for value in values]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=True).encode()).hexdigest()[:32]
