"""What the learner drew: points to train on at once, and drawings kept as a data set."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from tuidl import paths
from tuidl.commands import Keep
from tuidl.data import catalogue, shelf
from tuidl.data.arrays import UNSOUND
from tuidl.data.dataset import DataSet
from tuidl.data.tables import CLASSES
from tuidl.errors import DataError
from tuidl.events import Kept
from tuidl.language import tr

Point = tuple[float, float, int]  # x1, x2, number of the class
FAR = 1e6


def taught(data: DataSet, points: Sequence[Point]) -> DataSet:
    """``data`` with these points in place of its own, all to be trained on; classes and plane stay as they are.

    DataError if it is no plane with classes, and for points that lie nowhere or belong to no class of it.
    """
    if data.shape != (2,) or not data.classes:
        raise DataError(
            tr("points cannot take the place of '{label}': its examples are no points with classes", label=data.label)
        )
    if not points:
        raise DataError(tr("there are no points to train on: put some"))
    for x1, x2, label in points:
        if not (isfinite(x1) and isfinite(x2) and max(abs(x1), abs(x2)) < FAR):
            raise DataError(
                tr("a point lies at ({x1:g}, {x2:g}): between −{far:g} and {far:g} is possible", x1=x1, x2=x2, far=FAR)
            )
        if label not in range(len(data.classes)):
            raise DataError(
                tr("a point is of class {label}: there are {count}, from 0 on", label=label, count=len(data.classes))
            )
    x = np.array([(x1, x2) for x1, x2, _ in points], np.float32)
    y = np.array([label for _, _, label in points], np.int32)
    return replace(
        data, label=tr("your points"), x=x, y=y, val_x=x[:0], val_y=y[:0], test_x=None, test_y=None,
        extent=data.extent or _extent(data),
    )  # fmt: skip


def _extent(data: DataSet) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = data.x.min(axis=0), data.x.max(axis=0)
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def kept(asked: Keep) -> Kept:
    """Keep what was drawn, after the images of its size that have the name already. Errors as ``keep``."""
    there = _there(asked.name, asked.shape)
    stay = there[: asked.before]
    examples = [*(pixels for pixels, _ in stay), *asked.examples]
    labels = [*(label for _, label in stay), *asked.labels]
    found = keep(asked.name, asked.shape, examples, labels, again=asked.before is not None or bool(there))
    return Kept(asked.name, len(labels), len(found.classes), len(stay))


def _there(name: str, shape: tuple[int, ...]) -> list[tuple[tuple[float, ...], str]]:
    """The images of that size that were drawn and kept under the name, each with its label; none if it is new."""
    folder = shelf.folder(name)
    if len(shape) == 1 or paths.unfit(name):
        return []
    try:
        if (folder / shelf.KEPT).exists():  # what was drawn is read without options
            return []
        with (folder / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as found:
            if set(found.files) != {"x", "y"}:
                return []
            x, y = found["x"], found["y"]
    except (OSError, *UNSOUND):
        return []
    if x.dtype != np.uint8 or x.shape[1:] != shape or y.dtype.kind != "U" or y.shape != x.shape[:1]:
        return []
    return [(tuple(image), str(label)) for image, label in zip((x.reshape(len(x), -1) / 255).tolist(), y, strict=True)]


def keep(
    name: str,
    shape: tuple[int, ...],
    examples: Sequence[Sequence[float]],
    labels: Sequence[str],
    again: bool = False,
) -> DataSet:
    """Keep drawings on the shelf as the data set ``name``, and return it as it will be read.

    ``shape`` (2,): examples are points (x1, x2); (height, width): images, pixel by pixel from 0 to 1. ``again``: they
    take the place of a set of the learner's own that has this name. DataError or UsageError, one sentence, with nothing
    kept, if they are too few or of one class, the name is taken or cannot be used, or the disk says no.
    """
    what = "points" if len(shape) == 1 else "drawings"
    _check(name, labels, Keep(name, shape, (), tuple(labels)).fault, again)
    fits = all(len(each) == int(np.prod(shape)) and all(map(isfinite, each)) for each in examples)
    if len(examples) != len(labels) or not fits:
        raise DataError(tr("these {what} are not of one size, or hold no numbers: nothing was kept", what=what))
    write = _points if len(shape) == 1 else _images
    options: dict[str, Any] = {"standardise": False, "task": "classes"} if len(shape) == 1 else {}
    try:
        shelf.place(name, lambda folder: write(folder, shape, examples, labels), options)
    except OSError as error:
        why = error.strerror or error
        raise DataError(
            tr(
                "'{name}' cannot be kept in {data}: {why}; your {what} are still here",
                name=name,
                data=paths.data(),
                why=why,
                what=what,
            )
        ) from None
    return catalogue.load(name)


def _check(name: str, labels: Sequence[str], fault: str, again: bool) -> None:
    shelf.check(name)
    taken = {entry.name for entry in catalogue.entries()}
    if name in (taken - set(shelf.names()) if again else taken):
        raise DataError(tr("there is a data set '{name}' already: take another name", name=name))
    if fault:
        raise DataError(fault)
    counts = set(labels)
    if len(counts) > CLASSES or not all(label and label.isprintable() for label in counts):
        raise DataError(tr("labels must be words or numbers, of at most {classes} kinds", classes=CLASSES))


def _points(folder: Path, shape: tuple[int, ...], examples: Sequence[Sequence[float]], labels: Sequence[str]) -> None:
    with (folder / f"{folder.name}.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("x1", "x2", "class"))
        rows.writerows((f"{x1:.6g}", f"{x2:.6g}", label) for (x1, x2), label in zip(examples, labels, strict=True))


def _images(folder: Path, shape: tuple[int, ...], examples: Sequence[Sequence[float]], labels: Sequence[str]) -> None:
    x = np.clip(np.array(examples, np.float64), 0, 1).reshape(-1, *shape)
    np.savez_compressed(folder / f"{folder.name}.npz", x=np.rint(x * 255).astype(np.uint8), y=np.array(labels))
