"""Spreadsheets: a CSV file as programs and people write them, read with care.

Found out from the file: its encoding, its separator (comma, semicolon, tab, |), whether it has a header, whether a
comma is the decimal mark. Columns of words become a column for each word.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path

from tuidl.errors import DataError, suggest
from tuidl.language import later, tr

LARGEST = 64 << 20  # bytes of a CSV file
ROWS = 200_000
COLUMNS = 1_000
CELLS = 4_000_000
WORDS = 20  # different words in a column that becomes numbers; different whole numbers that are still classes
SEPARATORS = "\t;|,"
GAPS = frozenset(("", "na", "n/a", "nan", "null", "none", "?", "-", "–", "#n/a"))
EXPECTED = later("expected rows of numbers with the class, or a number to predict, in the last column")
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+")
_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a file: which column to predict (the last if not said), as what, which to leave out."""

    target: str | None = None
    task: str = "guess"  # "classes", "numbers"
    without: tuple[str, ...] = ()
    header: bool | None = None  # None: found out


@dataclass(frozen=True, slots=True)
class Columns:
    """What is in a file: columns of numbers, NaN where there is a gap, and the target: names, or ``numbers``."""

    features: tuple[str, ...]
    columns: list[list[float]]
    name: str
    target: list[str] | list[float]
    numbers: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a file, stripped, with the line each row stands on."""

    path: Path
    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    comma: bool  # the decimal mark

    def column(self, place: int) -> list[str]:
        """One column."""
        return [row[place] for row in self.rows]

    def number(self, cell: str) -> float | None:
        """The number in a cell, NaN for a gap, None if it is a word."""
        if cell.lower() in GAPS:
            return nan
        if self.comma:
            cell = cell.replace(".", "").replace(",", ".")
        try:
            value = float(cell)
        except ValueError:
            return None
        return value if isfinite(value) and abs(value) < 1e30 and "_" not in cell else None


def read(path: Path, wanted: Wanted) -> Columns:
    """A CSV file's columns; DataError with one sentence for anything that cannot be learned from."""
    if path.stat().st_size > LARGEST:
        raise DataError(
            tr(
                "{path} is larger than {largest} MB: too large a CSV file to learn from here",
                path=path,
                largest=LARGEST >> 20,
            )
        )
    content, notes = decoded(path)
    cells = _cells(path, content, wanted.header)
    target, places, index = _chosen(cells, wanted)
    notes += index
    kept = [row for row, cell in enumerate(cells.column(target)) if cell.lower() not in GAPS]
    if lost := len(cells.rows) - len(kept):
        notes.append(tr("{lost} rows without {names} are left out", lost=lost, names=cells.names[target]))
    cells = Cells(path, cells.names, [cells.rows[k] for k in kept], [cells.lines[k] for k in kept], cells.comma)
    features: list[str] = []
    columns: list[list[float]] = []
    for place in places:
        for name, column in _numbers(cells, place):
            features.append(name)
            columns.append(column)
    if len(columns) > COLUMNS:
        raise DataError(
            tr(
                "{path} has {count} columns of numbers, up to {columns} are possible: leave some out",
                path=path,
                count=len(columns),
                columns=COLUMNS,
            )
        )
    answers, numbers = _target(cells, target, wanted.task)
    return Columns(tuple(features), columns, cells.names[target], answers, numbers, tuple(notes))


def decoded(path: Path) -> tuple[str, list[str]]:
    """The text of a file in UTF-8, in UTF-16 with its mark, or else in Windows-1252, and a note if it is the last."""
    content, notes = path.read_bytes(), []
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise DataError(
                tr("{path} is no text (byte {start}); {expected}", path=path, start=error.start, expected=EXPECTED)
            ) from None
        notes = [tr("not UTF-8: read as Windows-1252 (Western European)")]
    if "\0" in text:
        raise DataError(tr("{path} is no text: it holds NUL characters; {expected}", path=path, expected=EXPECTED))
    return text.removeprefix("\ufeff"), notes


def separator(content: str) -> str:
    """What parts the cells: a sign that every line has equally often, a comma only where no other does."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in content.splitlines()[:50] if line.strip()][:20]
    for sign in SEPARATORS:
        counts = {line.count(sign) for line in lines}
        if len(counts) == 1 and counts != {0}:
            return sign
    return max(SEPARATORS, key=lambda sign: (lines[0].count(sign), sign == ",")) if lines else ","


def _cells(path: Path, content: str, header: bool | None) -> Cells:
    told = re.match(r"sep=(.)\r?\n", content)
    if told:  # as Excel writes it
        content = content[told.end() :]
    sign = told[1] if told else separator(content)
    rows: list[list[str]] = []
    lines: list[int] = []
    count = 0
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=sign, strict=True, skipinitialspace=True)
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(rows) > ROWS:
                raise DataError(tr("{path} has more than {rows} rows: keep a part of them", path=path, rows=ROWS))
            count += len(cells)
            if count > CELLS:
                raise DataError(
                    tr(
                        "{path} has more than {cells} million cells: keep a part of them",
                        path=path,
                        cells=CELLS // 10**6,
                    )
                )
            rows.append(cells)
            lines.append(reader.line_num + bool(told))
    except csv.Error as error:
        raise DataError(
            tr("{path} is not a CSV file ({error}); {expected}", path=path, error=error, expected=EXPECTED)
        ) from None
    while rows and len(rows[0]) > 1 and all(len(row) == len(rows[0]) and not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]  # a separator at the end of every line
    width = len(rows[0]) if rows else 0
    if not 2 <= width <= COLUMNS:
        raise DataError(
            tr(
                "{path} has {width} columns; {expected} (2 to {columns} columns)",
                path=path,
                width=width,
                expected=EXPECTED,
                columns=COLUMNS,
            )
        )
    flat = [cell for row in rows for cell in row if "," in cell or "." in cell]
    comma = any(_COMMA.fullmatch(cell) for cell in flat) and not any(
        _POINT.fullmatch(cell) and not _THOUSANDS.fullmatch(cell) for cell in flat
    )
    found = Cells(path, rows[0], rows, lines, comma)
    if header is None:
        header = all((number := found.number(cell)) is None or number != number for cell in rows[0])
    if header:
        names = rows[0]
        rows, lines = rows[1:], lines[1:]
    else:
        names = [f"x{k + 1}" for k in range(width - 1)] + ["y"]
    for row, line in zip(rows, lines, strict=True):
        if len(row) != width:
            raise DataError(
                tr(
                    "{path}, line {line} has {count} columns where the first line has {width}; {expected}",
                    path=path,
                    line=line,
                    count=len(row),
                    width=width,
                    expected=EXPECTED,
                )
            )
    return Cells(path, names, rows, lines, comma)


def _chosen(cells: Cells, wanted: Wanted) -> tuple[int, list[int], list[str]]:
    """The place of the target, those of the other columns, and a note on a column that only counts the rows."""
    names, path, notes = list(cells.names), cells.path, []
    left_out = set()
    if not names[0] and cells.column(0) == [str(k) for k in range(len(cells.rows))]:
        left_out.add(0)
        names[0] = "row"
        notes.append(tr("the first column, which only numbers the rows, is left out"))
    for name in names:
        if not name or not name.isprintable():
            raise DataError(
                tr("{path} has a column without a printable name; give every column one in the first line", path=path)
            )
        if names.count(name) > 1:
            raise DataError(
                tr("{path} has two columns named '{name}'; give one of them another name", path=path, name=name[:40])
            )
    for name in (*wanted.without, *([wanted.target] if wanted.target is not None else [])):
        if name not in names:
            hint = suggest(name, names) or tr("; there are {names}", names=", ".join(names[:12]))
            raise DataError(tr("{path} has no column '{name}'{hint}", path=path, name=name, hint=hint))
    target = names.index(wanted.target) if wanted.target is not None else len(names) - 1
    if names[target] in wanted.without:
        raise DataError(
            tr(
                "{path}: '{names}' cannot be left out and predicted; name another target",
                path=path,
                names=names[target],
            )
        )
    left_out |= {names.index(name) for name in wanted.without}
    places = [k for k in range(len(names)) if k != target and k not in left_out]
    if not places:
        raise DataError(
            tr("{path} has no column left to predict '{names}' from; leave out fewer", path=path, names=names[target])
        )
    return target, places, notes


def _numbers(cells: Cells, place: int) -> list[tuple[str, list[float]]]:
    """A column of numbers as it is; one of words as a column for each, 1 where the word stands."""
    name, path = cells.names[place], cells.path
    column = cells.column(place)
    values = [cells.number(cell) for cell in column]
    words = [k for k, value in enumerate(values) if value is None]
    gaps = sum(value is not None and value != value for value in values)
    if not words:
        if values and gaps == len(values):
            raise DataError(
                tr("{path}: '{name}' is empty; leave the column out (--without '{name}')", path=path, name=name)
            )
        return [(name, [nan if value is None else value for value in values])]
    if len(words) + gaps < len(values):
        line, cell = cells.lines[words[0]], column[words[0]]
        raise DataError(
            tr(
                "{path}, line {line}: {name} is {cell!r}, not a number like others in that column",
                path=path,
                line=line,
                name=name,
                cell=cell[:40],
            )
        )
    known = sorted({column[k] for k in words})
    if len(known) > WORDS or not all(word.isprintable() for word in known):
        raise DataError(
            tr(
                "{path}: '{name}' holds {count} different words, up to {words} can be learned from; leave the column "
                "out (--without '{name}')",
                path=path,
                name=name,
                count=len(known),
                words=WORDS,
            )
        )
    told = known[1:] if len(known) == 2 else known  # of two, one says it all
    made = []
    for word in told:
        ones = [nan if cell.lower() in GAPS else float(cell == word) for cell in column]
        made.append((f"{name}={word}", ones))
    return made


def _target(cells: Cells, place: int, task: str) -> tuple[list[str] | list[float], bool]:
    """The target as numbers or as names: words are classes, and so are a few different whole numbers."""
    column: Sequence[str] = cells.column(place)
    values = [cells.number(cell) for cell in column]
    numbers = [value for value in values if value is not None]
    if task == "numbers" and len(numbers) < len(values):
        odd = next(k for k, value in enumerate(values) if value is None)
        raise DataError(
            tr(
                "{path}, line {lines}: {names} is {column!r}, not a number; take it as classes (--task classes)",
                path=cells.path,
                lines=cells.lines[odd],
                names=cells.names[place],
                column=column[odd][:40],
            )
        )
    few = len(set(numbers)) <= WORDS and all(value == int(value) for value in numbers)
    if task == "numbers" or (task == "guess" and len(numbers) == len(values) and not few):
        return numbers, True
    different = len(set(column))
    if task == "guess" and different > 2 and 3 * different > 2 * len(column):
        raise DataError(
            tr(
                "{path}: '{names}' holds {different} words in {count} rows, too many to "
                "be classes; name the column to predict (--target COLUMN)",
                path=cells.path,
                names=cells.names[place],
                different=different,
                count=len(column),
            )
        )
    return list(column), False
