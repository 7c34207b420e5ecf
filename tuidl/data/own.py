"""The learner's own data: a path, found out what it is, read with care."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from tuidl.data import images, tables, text
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.errors import DataError

EXPECTED = (
    "expected a text file (.txt), a table (.csv), arrays x and y (.npz), an IDX file of images with its labels "
    "beside it, or a folder with one of these"
)
LARGEST = 256 << 20  # bytes of an array
UNSOUND = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OverflowError, NotImplementedError, RuntimeError)


def load(options: Options, seed: int, path: Path) -> DataSet:
    """The data set at a path; DataError with one sentence where it cannot be used."""
    try:
        return _load(options, seed, path)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from None


def _load(options: Options, seed: int, path: Path) -> DataSet:
    label = path.stem if path.stem.isprintable() else "your data"
    if path.is_dir():
        found = images.pairs(path)
        if found:
            return images.images(options, seed, found, (), label)
        files = contents(path)
        if len(files) != 1:
            raise DataError(f"the folder {path} holds {len(files)} usable files; {EXPECTED}")
        return _load(options, seed, files[0])
    if not path.is_file():
        raise DataError(f"there is nothing at {path}; {EXPECTED}")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        features, x, y, classes = tables.read_csv(path)
        return tables.table(options, seed, x, y, features, classes, label, standardise=True)
    if suffix == ".npz":
        return _npz(options, seed, path, label)
    if (pair := images.beside(path)) is not None:
        return images.images(options, seed, {"": pair}, (), label)
    if suffix in (".txt", ".text", ".md", ""):
        return text.text(options, seed, path, label)
    raise DataError(f"{path} is of no known kind; {EXPECTED}")


def contents(folder: Path) -> list[Path]:
    """The usable files of a folder that holds no IDX files."""
    return sorted(f for f in folder.iterdir() if f.suffix.lower() in (".csv", ".npz", ".txt", ".text") and f.is_file())


def _npz(options: Options, seed: int, path: Path, label: str) -> DataSet:
    """x (n, features) of numbers and y (n,) of whole numbers or words, each read without pickle, sizes first."""
    x, y = (_array(path, name) for name in ("x", "y"))
    if x.ndim != 2 or y.ndim != 1 or len(x) != len(y) or not 1 <= x.shape[1] <= tables.COLUMNS:
        raise DataError(f"{path} holds x {x.shape} and y {y.shape}: expected x (n, features) and y (n,)")
    if x.dtype.kind not in "fiub" or y.dtype.kind not in "iubU":
        raise DataError(f"{path} holds x of {x.dtype} and y of {y.dtype}: expected numbers and class numbers or names")
    wide = x.astype(np.float64)
    if not (np.abs(wide) < 1e30).all():  # false for NaN too
        raise DataError(f"{path}: x holds NaN or numbers beyond 1e30; fill or drop those rows")
    kinds, places = np.unique(y, return_inverse=True)
    classes = tuple(str(kind) for kind in kinds)
    tables.check_classes(path, len(y), classes)
    features = tuple(f"x{k + 1}" for k in range(x.shape[1]))
    return tables.table(
        options, seed, wide.astype(np.float32), places.astype(np.int32), features, classes, label, standardise=True
    )


def _array(path: Path, name: str) -> np.ndarray[Any, np.dtype[Any]]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            if archive.getinfo(f"{name}.npy").compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotImplementedError
            version = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, kind = read(file)
            size = int(np.prod(shape, dtype=object)) * kind.itemsize
            if size > LARGEST:
                raise DataError(f"{path}: {name} claims {size >> 20} MB, up to {LARGEST >> 20} MB are possible")
            if kind.hasobject:
                raise DataError(f"{path}: {name} holds Python objects (pickle), expected plain numbers or words")
            # a short zip entry must not make NumPy allocate what its header promises
            if archive.getinfo(f"{name}.npy").file_size < size:
                raise DataError(f"{path}: {name} is cut short")
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            array: np.ndarray[Any, np.dtype[Any]] = np.lib.format.read_array(file, allow_pickle=False)
            return array
    except KeyError:
        raise DataError(f"{path} holds no array {name}: expected x and y, as from np.savez(FILE, x=x, y=y)") from None
    except UNSOUND:
        raise DataError(f"{path} is not a sound .npz file: save it again with np.savez(FILE, x=x, y=y)") from None
