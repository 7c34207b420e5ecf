"""The shelf: data sets the learner brought, kept under a name in tuidl's own folder."""

import re
import shutil
import tempfile
from pathlib import Path

from tuidl import paths
from tuidl.data import images, own
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.errors import DataError, UsageError

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def names() -> tuple[str, ...]:
    """What is there, in order of the alphabet."""
    try:
        return tuple(sorted(f.name for f in paths.data().iterdir() if f.is_dir() and NAME.fullmatch(f.name)))
    except OSError:
        return ()


def folder(name: str) -> Path:
    """Where the set of that name is, or would be."""
    return paths.data() / name


def bring(path: Path, name: str, taken: tuple[str, ...] = ()) -> DataSet:
    """Check the data at ``path``, copy it onto the shelf as ``name``, and return it as it was read.

    An older set of that name is replaced. UsageError for a name that cannot be used, DataError for data that cannot.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"--name {name!r} cannot be used: take up to 32 of a-z, 0-9 and -, beginning with a letter")
    if name in taken:
        raise UsageError(f"--name '{name}' is a set that ships with tuidl: take another name")
    path = path.expanduser()
    found = own.load(Options(name, {}), 0, path)
    if name == "mnist" and not {"train-", "t10k-"} <= set(images.pairs(path)):
        raise DataError(f"{path} is not MNIST: expected a folder with {', '.join(images.MNIST)} (or the same as .gz)")
    try:
        shelf = paths.private(paths.data())
        with tempfile.TemporaryDirectory(dir=shelf, prefix=".new-") as place:
            fresh = Path(place) / name
            fresh.mkdir()
            for file in _files(path):
                shutil.copyfile(file, fresh / file.name)
            if folder(name).exists():
                shutil.rmtree(folder(name))
            fresh.rename(folder(name))
    except OSError as error:
        raise DataError(f"{path} cannot be copied to {paths.data()}: {error.strerror or error}") from None
    return found


def _files(path: Path) -> list[Path]:
    """The files that make up the set, and no others."""
    if not path.is_dir():
        pair = images.beside(path)
        return [pair.images, pair.labels] if pair else [path]
    found = images.pairs(path)
    return [f for pair in found.values() for f in (pair.images, pair.labels)] if found else own.contents(path)
