"""Tables: rows of numbers with a class each, or with numbers to predict. Iris and diabetes ship."""

from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import paths
from tuidl.commands import FEWEST
from tuidl.data import spreadsheet
from tuidl.data.dataset import DataSet, Floats, Kind, Labels
from tuidl.data.options import Options
from tuidl.data.points import extent
from tuidl.data.split import consecutive, sizes, stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import tr

CLASSES = 100
MISSING = ("drop", "mean", "refuse")  # what to do with rows that have a gap


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table before it is split: NaN in x is a gap, y are class numbers (n,) or numbers to predict (n, targets)."""

    x: Floats
    y: Labels
    features: tuple[str, ...]
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def iris(options: Options, seed: int) -> DataSet:
    """Fisher's 150 iris flowers: four lengths in cm, three species (see ``assets/iris/ORIGIN.md``)."""
    return table(options, seed, shipped("iris"), tr("iris flowers"), standardise=False)


def diabetes(options: Options, seed: int) -> DataSet:
    """442 patients, ten measurements each, and how far the illness had gone a year later (``assets/diabetes``)."""
    return table(options, seed, shipped("diabetes"), tr("diabetes patients"))


def shipped(name: str) -> Rows:
    """The rows of a table that ships."""
    path = paths.shipped("assets") / name / f"{name}.csv"
    return of_columns(path, spreadsheet.read(path, spreadsheet.Wanted()))


def of_columns(path: Path, found: spreadsheet.Columns) -> Rows:
    """Rows of a spreadsheet; DataError if there are too few, or classes that cannot be learned."""
    x = np.array(found.columns, np.float32).reshape(len(found.columns), len(found.target)).T
    if found.numbers:
        check_rows(path, len(x))
        y = np.array(found.target, np.float32)[:, None]
        return Rows(np.ascontiguousarray(x), y, found.features, targets=(found.name,), notes=found.notes)
    names = [str(name) for name in found.target]
    classes = tuple(sorted(set(names), key=_order))
    check_rows(path, len(x))
    check_classes(path, len(x), classes)
    place_of = {name: place for place, name in enumerate(classes)}
    labels = np.array([place_of[name] for name in names], np.int32)
    return Rows(np.ascontiguousarray(x), labels, found.features, classes, notes=found.notes)


def table(options: Options, seed: int, rows: Rows, label: str, standardise: bool = True) -> DataSet:
    """Rows split, stratified; ``standardise`` with mean and deviation of the training rows alone.

    Numbers to predict too, unless ``standardise_target`` says otherwise. ``missing``: rows with a gap are left out
    ("drop"), a gap becomes the mean of its column over the training rows ("mean"), or the set is refused.
    """
    gaps = np.asarray(np.isnan(rows.x).any(axis=1))
    if gaps.any() or options.asked("missing"):
        rows, filled = _gaps(options, rows, gaps)
    else:
        filled = ""
    ordered = options.asked("ordered") and options.flag("ordered", False)
    return cut(options, seed, rows, sizes(options, len(rows.x), 0.2), label, standardise, filled, ordered=ordered)


def cut(
    options: Options,
    seed: int,
    rows: Rows,
    counts: tuple[int, int, int],
    label: str,
    standardise: bool,
    filled: str = "",
    shuffled: bool = True,
    ordered: bool = False,
) -> DataSet:
    """Rows cut into as many training, held-out and test examples as ``counts`` says; see ``table``.

    ``filled``: gaps are filled, and this note says so. Rows that are not to be ``shuffled`` are cut in their order.
    With ``ordered`` training rows come in the order of the file, whichever of them are held out.
    """
    classes = options.classes(rows.classes) if rows.classes else ()
    label = options.label(label)
    standardise = options.flag("standardise", standardise)
    scaled = options.flag("standardise_target", standardise) if rows.targets else False
    options.finish()
    n, held, test = counts
    parts = consecutive(counts)
    if shuffled:
        parts = stratified(rows.y, n, held, stream(seed, f"{options.source}/split"), test)
    if ordered:
        parts = parts._replace(train=np.sort(parts.train))
    x, y = rows.x, rows.y
    if filled:
        with np.errstate(all="ignore"):
            means = np.nan_to_num(np.nanmean(np.where(np.isnan(x[parts.train]).all(0), 0, x[parts.train]), axis=0))
        x = np.where(np.isnan(x), means, x).astype(np.float32)
    mean, deviation = moments(x[parts.train]) if standardise else (None, None)
    target_mean, target_deviation = moments(y[parts.train]) if scaled else (None, None)
    x, y = standardised(x, mean, deviation), standardised(y, target_mean, target_deviation)
    kind: Kind = "points" if x.shape[1] == 2 else "table"
    return DataSet(
        name=options.source,
        kind=kind,
        label=label,
        **parts.of(x, y),
        classes=classes,
        features=rows.features,
        targets=rows.targets,
        extent=extent(x.astype(np.float64)) if kind == "points" else None,
        mean=mean,
        deviation=deviation,
        target_mean=target_mean,
        target_deviation=target_deviation,
        notes=(*rows.notes, *([filled] if filled else [])),
    )


def _gaps(options: Options, rows: Rows, gaps: NDArray[np.bool_]) -> tuple[Rows, str]:
    """Rows without those that are left out, and a note if gaps are to be filled."""
    how, count = options.choice("missing", "drop", MISSING), int(gaps.sum())
    if how == "refuse" and count:
        raise DataError(
            tr(
                "data set '{source}': {gaps} of {rows} rows have a gap; fill them, or say missing = 'drop' or 'mean'",
                source=options.source,
                gaps=count,
                rows=len(gaps),
            )
        )
    if how == "mean":
        return rows, tr("gaps in {count} rows filled with the mean of the training rows", count=count) if count else ""
    if len(gaps) - count < FEWEST:
        raise DataError(
            tr(
                "data set '{source}': only {whole} of {rows} rows have no gap; "
                "say missing = 'mean' to fill gaps, or leave columns out",
                source=options.source,
                whole=len(gaps) - count,
                rows=len(gaps),
            )
        )
    note = tr("{gaps} of {rows} rows have a gap and are left out", gaps=count, rows=len(gaps))
    return replace(rows, x=rows.x[~gaps], y=rows.y[~gaps], notes=(*rows.notes, note) if count else rows.notes), ""


def moments(values: Labels) -> tuple[Floats, Floats]:
    """Mean and deviation of each column; a column that never changes has deviation 1, so it becomes 0."""
    deviation = values.std(0, dtype=np.float64).astype(np.float32)
    deviation[deviation == 0] = 1
    return values.mean(0, dtype=np.float64).astype(np.float32), deviation


def standardised(values: Any, mean: Floats | None, deviation: Floats | None) -> Any:
    """(values − mean) / deviation; as they are without these."""
    return values if mean is None or deviation is None else ((values - mean) / deviation).astype(np.float32)


def check_rows(path: Path, rows: int) -> None:
    """DataError unless there are at least 4."""
    if rows < FEWEST:
        raise DataError(
            tr("{path} holds {rows} examples: at least {fewest} are needed", path=path, rows=rows, fewest=FEWEST)
        )


def check_classes(path: Path, rows: int, classes: tuple[str, ...]) -> None:
    """DataError unless there are 2 to 100 classes with printable names."""
    if not 2 <= len(classes) <= CLASSES:
        raise DataError(
            tr(
                "{path} has {count} different classes in {rows} examples: 2 to {classes} are possible",
                path=path,
                count=len(classes),
                rows=rows,
                classes=CLASSES,
            )
        )
    for name in classes:
        if not name or not name.isprintable():
            raise DataError(tr("{path} has a class without a printable name: {name!r}", path=path, name=name[:40]))


def _order(name: str) -> tuple[float, str]:
    try:
        number = float(name)  # classes named 2 and 10 stand in that order
    except ValueError:
        number = float("inf")
    return (number if isfinite(number) else float("inf"), name)
