"""Arrays x and y in a .npz file: tables, images, sequences. Read without pickle, sizes first."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from tuidl.data import spreadsheet, tables
from tuidl.data.dataset import DataSet, Labels
from tuidl.data.idx import SIDE
from tuidl.data.images import pictures
from tuidl.data.options import Options
from tuidl.data.split import sizes, stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError
from tuidl.language import later, tr

LARGEST = 256 << 20  # bytes of an array
UNSOUND = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OverflowError, NotImplementedError, RuntimeError)
SHAPES = later("x (n, features), x (n, height, width) of bytes or x (n, time, features), and y (n,) or y (n, targets)")

Array = np.ndarray[Any, np.dtype[Any]]


def npz(options: Options, seed: int, path: Path, label: str, task: str) -> DataSet:
    """The set in a file that ``np.savez(FILE, x=x, y=y)`` wrote, or one with x_train, y_train, x_test and y_test.

    x are numbers (n, features), images (n, height, width) or (n, height, width, 1 or 3) of bytes or of numbers from 0
    to 1, or sequences (n, time, features). y are classes (whole numbers or words), or numbers to predict.
    """
    names = _names(path)
    if {"x_train", "y_train", "x_test", "y_test"} <= names and "x" not in names:
        (x, y), (last_x, last_y) = (_pair(path, f"x_{part}", f"y_{part}") for part in ("train", "test"))
        if not _is_images(x) or x.shape[1:] != last_x.shape[1:]:
            raise DataError(
                tr(
                    "{path} holds x_train {shape} and x_test {last_x_shape}: expected images of one size",
                    path=path,
                    shape=x.shape,
                    last_x_shape=last_x.shape,
                )
            )
        labels, classes, _ = _answers(path, np.concatenate([y, last_y]), "classes")
        given = _pixels(path, x), labels[: len(x)].astype(np.int32)
        apart = _pixels(path, last_x), labels[len(x) :].astype(np.int32)
        return pictures(options, seed, *given, classes, label, apart)
    x, y = _pair(path, "x", "y")
    answers, classes, targets = _answers(path, y, task)
    if _is_images(x):
        if targets:
            raise DataError(
                tr("{path} holds images and numbers to predict: expected a class for each image", path=path)
            )
        return pictures(options, seed, _pixels(path, x), answers.astype(np.int32), classes, label)
    if x.ndim == 3:
        return _sequences(options, seed, _numbers(path, x), answers, classes, targets, label)
    features = tuple(f"x{k + 1}" for k in range(x.shape[1]))
    rows = tables.Rows(_numbers(path, x), answers, features, classes, targets)
    return tables.table(options, seed, rows, label)


def _pair(path: Path, first: str, second: str) -> tuple[Array, Array]:
    x, y = _array(path, first), _array(path, second)
    sound = x.ndim in (2, 3, 4) and y.ndim in (1, 2) and len(x) == len(y) and 0 not in x.shape
    if not sound or (x.ndim == 2 and x.shape[1] > spreadsheet.COLUMNS) or (x.ndim == 4 and not _is_images(x)):
        raise DataError(
            tr(
                "{path} holds {first} {shape} and {second} {y_shape}: expected {shapes}",
                path=path,
                first=first,
                shape=x.shape,
                second=second,
                y_shape=y.shape,
                shapes=SHAPES,
            )
        )
    if x.dtype.kind not in "fiub" or y.dtype.kind not in "fiubU" or (y.ndim == 2 and y.dtype.kind not in "fiub"):
        raise DataError(
            tr(
                "{path} holds {first} of {dtype} and {second} of {y_dtype}: expected numbers and class numbers "
                "or names",
                path=path,
                first=first,
                dtype=x.dtype,
                second=second,
                y_dtype=y.dtype,
            )
        )
    return x, y


def _is_images(x: Array) -> bool:
    sides = max(x.shape[1:3], default=0) <= SIDE
    return sides and ((x.ndim == 3 and x.dtype == np.uint8) or (x.ndim == 4 and x.shape[3] in (1, 3)))


def _pixels(path: Path, x: Array) -> np.ndarray[Any, np.dtype[np.uint8]]:
    x = x[..., 0] if x.ndim == 4 and x.shape[3] == 1 else x
    if x.dtype == np.uint8:
        return np.ascontiguousarray(x)
    wide = _numbers(path, x)
    if wide.min() < 0 or wide.max() > 1:
        raise DataError(
            tr(
                "{path}: pixels run from {min:g} to {max:g}: expected bytes, or numbers from 0 to 1",
                path=path,
                min=wide.min(),
                max=wide.max(),
            )
        )
    return np.round(wide * 255).astype(np.uint8)


def _numbers(path: Path, x: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
    wide = x.astype(np.float64)
    if not (np.abs(wide) < 1e30).all():  # false for NaN too
        raise DataError(tr("{path}: x holds NaN or numbers beyond 1e30; fill or drop those rows", path=path))
    return wide.astype(np.float32)


def _answers(path: Path, y: Array, task: str) -> tuple[Labels, tuple[str, ...], tuple[str, ...]]:
    """Class numbers with the names of the classes, or numbers with the names of the targets."""
    kinds = np.unique(y) if y.dtype.kind != "f" or task == "classes" else y[:0]
    many = y.dtype.kind in "iu" and len(kinds) > spreadsheet.WORDS and task == "guess"
    if (
        y.dtype.kind in "fiub"
        and (y.ndim == 2 or y.dtype.kind == "f" or many or task == "numbers")
        and task != "classes"
    ):
        if y.dtype.kind == "f" and not (np.abs(y) < 1e30).all():
            raise DataError(tr("{path}: y holds NaN or numbers beyond 1e30; fill or drop those rows", path=path))
        tables.check_rows(path, len(y))
        wide = np.ascontiguousarray(y.reshape(len(y), -1), np.float32)
        count = wide.shape[1]
        if not 1 <= count <= spreadsheet.COLUMNS:
            raise DataError(
                tr(
                    "{path} holds {count} numbers to predict for each example: 1 to {columns} are possible",
                    path=path,
                    count=count,
                    columns=spreadsheet.COLUMNS,
                )
            )
        return wide, (), ("y",) if count == 1 else tuple(f"y{k + 1}" for k in range(count))
    if y.ndim != 1:
        raise DataError(
            tr("{path} holds y {shape}: expected one class for each example, y (n,)", path=path, shape=y.shape)
        )
    if task == "numbers":
        raise DataError(tr("{path} holds y of {dtype}: expected numbers to predict", path=path, dtype=y.dtype))
    _, places = np.unique(y, return_inverse=True)
    classes = tuple(f"{kind:g}" if y.dtype.kind == "f" else str(kind) for kind in kinds)
    tables.check_rows(path, len(y))
    tables.check_classes(path, len(y), classes)
    return places.reshape(-1).astype(np.int32), classes, ()


def _sequences(
    options: Options, seed: int, x: np.ndarray[Any, np.dtype[np.float32]], y: Labels, classes: tuple[str, ...],
    targets: tuple[str, ...], label: str,
) -> DataSet:  # fmt: skip
    """Sequences as they are: moments of zeros at the end are padding."""
    n, held, test = sizes(options, len(x), 0.2)
    classes = options.classes(classes) if classes else ()
    label = options.label(label)
    options.finish()
    parts = stratified(y, n, held, stream(seed, f"{options.source}/split"), test)
    features = tuple(f"x{k + 1}" for k in range(x.shape[2]))
    return DataSet(
        options.source, "sequences", label, **parts.of(np.ascontiguousarray(x), y), classes=classes, features=features,
        targets=targets,
    )  # fmt: skip


def _names(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.removesuffix(".npy") for name in archive.namelist()}
    except UNSOUND:
        raise DataError(
            tr("{path} is not a sound .npz file: save it again with np.savez(FILE, x=x, y=y)", path=path)
        ) from None


def _array(path: Path, name: str) -> Array:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            if archive.getinfo(f"{name}.npy").compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotImplementedError
            version = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, kind = read(file)
            size = int(np.prod(shape, dtype=object)) * kind.itemsize
            if size > LARGEST:
                raise DataError(
                    tr(
                        "{path}: {name} claims {size} MB, up to {largest} MB are possible",
                        path=path,
                        name=name,
                        size=size >> 20,
                        largest=LARGEST >> 20,
                    )
                )
            if kind.hasobject:
                raise DataError(
                    tr(
                        "{path}: {name} holds Python objects (pickle), expected plain numbers or words",
                        path=path,
                        name=name,
                    )
                )
            # a short zip entry must not make NumPy allocate what its header promises
            if archive.getinfo(f"{name}.npy").file_size < size:
                raise DataError(tr("{path}: {name} is cut short", path=path, name=name))
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            array: Array = np.lib.format.read_array(file, allow_pickle=False)
            return array
    except KeyError:
        raise DataError(
            tr("{path} holds no array {name}: expected x and y, as from np.savez(FILE, x=x, y=y)", path=path, name=name)
        ) from None
    except UNSOUND:
        raise DataError(
            tr("{path} is not a sound .npz file: save it again with np.savez(FILE, x=x, y=y)", path=path)
        ) from None
