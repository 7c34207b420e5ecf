"""Tables: rows of numbers with a class each. Iris ships; CSV files are read."""

import csv
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tuidl import paths
from tuidl.data.dataset import DataSet, Floats, Ints, Kind
from tuidl.data.options import Options
from tuidl.data.points import extent
from tuidl.data.split import sizes, stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError

if TYPE_CHECKING:
    from _csv import Reader

LARGEST = 64 << 20  # bytes of a CSV file
ROWS = 200_000
COLUMNS = 1_000
CLASSES = 100


def iris(options: Options, seed: int) -> DataSet:
    """Fisher's 150 iris flowers: four lengths in cm, three species (see ``assets/iris/ORIGIN.md``)."""
    features, x, y, classes = read_csv(paths.shipped("assets") / "iris" / "iris.csv")
    return table(options, seed, x, y, features, classes, "iris flowers", standardise=False)


def table(
    options: Options,
    seed: int,
    x: Floats,
    y: Ints,
    features: tuple[str, ...],
    classes: tuple[str, ...],
    label: str,
    standardise: bool,
) -> DataSet:
    """Rows split by class; ``standardise`` with mean and deviation of the training rows alone."""
    n, held = sizes(options, len(x), 0.2)
    classes = options.classes(classes)
    label = options.label(label)
    standardise = options.flag("standardise", standardise)
    options.finish()
    train, out = stratified(y, n, held, stream(seed, f"{options.source}/split"))
    mean = deviation = None
    if standardise:
        mean = x[train].mean(0, dtype=np.float64).astype(np.float32)
        deviation = x[train].std(0, dtype=np.float64).astype(np.float32)
        deviation[deviation == 0] = 1  # a column that never changes becomes 0
        x = ((x - mean) / deviation).astype(np.float32)
    kind: Kind = "points" if x.shape[1] == 2 else "table"
    return DataSet(
        name=options.source,
        kind=kind,
        label=label,
        x=x[train],
        y=y[train],
        val_x=x[out],
        val_y=y[out],
        classes=classes,
        features=features,
        extent=extent(x.astype(np.float64)) if kind == "points" else None,
        mean=mean,
        deviation=deviation,
    )


def read_csv(path: Path) -> tuple[tuple[str, ...], Floats, Ints, tuple[str, ...]]:
    """A CSV file with a header and the class in the last column: features, x, y, class names in rising order.

    DataError with one sentence for anything else.
    """
    expected = "expected a header line, then rows of numbers with the class in the last column"
    if path.stat().st_size > LARGEST:
        raise DataError(f"{path} is larger than {LARGEST >> 20} MB: too large a CSV file to learn from here")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _rows(path, csv.reader(file, strict=True), expected)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start}); {expected}") from None
    except csv.Error as error:
        raise DataError(f"{path} is not a CSV file ({error}); {expected}") from None


def _rows(path: Path, reader: "Reader", expected: str) -> tuple[tuple[str, ...], Floats, Ints, tuple[str, ...]]:
    header = [name.strip() for name in next(reader, [])]
    if not 2 <= len(header) <= COLUMNS:
        raise DataError(f"{path} has {len(header)} columns; {expected} (2 to {COLUMNS} columns)")
    if any(_number(name) is not None for name in header):
        raise DataError(f"{path} begins with numbers instead of a header; {expected}")
    for name in header:
        if not name or not name.isprintable():
            raise DataError(f"{path} has a column without a printable name; {expected}")
    rows: list[list[float]] = []
    names: list[str] = []
    for row in reader:
        if not row:
            continue
        place = f"{path}, line {reader.line_num}"
        if len(row) != len(header):
            raise DataError(f"{place} has {len(row)} columns where the header has {len(header)}; {expected}")
        if len(rows) == ROWS:
            raise DataError(f"{path} has more than {ROWS} rows: keep a part of them")
        numbers = [_number(cell) for cell in row[:-1]]
        for feature, cell, number in zip(header, row, numbers, strict=False):
            if number is None or not abs(number) < 1e30:
                raise DataError(f"{place}: {feature} is {cell[:40]!r}, not a number; {expected}")
        name = row[-1].strip()
        if not name:
            raise DataError(f"{place} has no class; {expected}")
        rows.append([number for number in numbers if number is not None])
        names.append(name)
    classes = tuple(sorted(set(names), key=_order))
    check_classes(path, len(names), classes)
    place_of = {name: place for place, name in enumerate(classes)}
    y = np.array([place_of[name] for name in names], dtype=np.int32)
    return tuple(header[:-1]), np.array(rows, dtype=np.float32), y, classes


def check_classes(path: Path, rows: int, classes: tuple[str, ...]) -> None:
    """DataError unless there are at least 4 rows and 2 to 100 classes with printable names."""
    if rows < 4:
        raise DataError(f"{path} holds {rows} examples: at least 4 are needed")
    if not 2 <= len(classes) <= CLASSES:
        raise DataError(f"{path} has {len(classes)} different classes in {rows} examples: 2 to {CLASSES} are possible")
    for name in classes:
        if not name or not name.isprintable():
            raise DataError(f"{path} has a class without a printable name: {name[:40]!r}")


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _order(name: str) -> tuple[float, str]:
    number = _number(name)  # classes named 2 and 10 stand in that order
    return (number if number is not None else float("inf"), name)
