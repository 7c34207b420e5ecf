"""The shelf: data sets the learner brought, kept under a name in tuidl's own folder."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tuidl import paths
from tuidl.data import images, mnist, own, photos
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.errors import DataError, UsageError, suggest
from tuidl.language import tr

KEPT = "reading.json"  # the options of a set, beside its files


def names() -> tuple[str, ...]:
    """What is there, in order of the alphabet."""
    try:
        return tuple(sorted(f.name for f in paths.data().iterdir() if f.is_dir() and not paths.unfit(f.name)))
    except OSError:
        return ()


def folder(name: str) -> Path:
    """Where the set of that name is, or would be."""
    return paths.data() / name


def load(name: str, options: Options, seed: int) -> DataSet:
    """The set of that name, read as it was when it came, unless the options say otherwise."""
    try:
        kept = json.loads((folder(name) / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    options.assume(kept if isinstance(kept, dict) else {})
    return own.load(options, seed, folder(name))


def bring(path: Path, name: str, options: Mapping[str, Any], taken: tuple[str, ...] = ()) -> DataSet:
    """Check the data at ``path``, copy it onto the shelf as ``name``, and return it as it was read.

    The options are kept with it. An older set of that name is replaced. UsageError for a name that cannot be used,
    DataError for data that cannot.
    """
    check(name, "--name ")
    if name in taken:
        raise UsageError(tr("--name '{name}' is a set that ships with tuidl: take another name", name=name))
    path = path.expanduser()
    found = own.load(Options(name, options), 0, path)
    if name == "mnist" and not {"train-", "t10k-"} <= set(images.pairs(path)):
        files = ", ".join(remote.name.removesuffix(".gz") for remote in mnist.FILES)
        raise DataError(
            tr("{path} is not MNIST: expected a folder with {files} (or the same as .gz)", path=path, files=files)
        )

    def copy(fresh: Path) -> None:
        for file, kept in _files(path).items():
            (fresh / kept).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, fresh / kept)

    try:
        place(name, copy, options)
    except OSError as error:
        raise DataError(
            tr(
                "{path} cannot be copied to {data}: {strerror}",
                path=path,
                data=paths.data(),
                strerror=error.strerror or error,
            )
        ) from None
    return found


def check(name: str, before: str = "") -> None:
    """UsageError for a name that cannot be used, with what stands ``before`` it."""
    if fault := paths.unfit(name, before):
        raise UsageError(fault)


def place(name: str, write: Callable[[Path], object], options: Mapping[str, Any]) -> None:
    """Put a set on the shelf, whole or not at all: ``write`` fills its folder. OSError if the disk says no."""
    shelf = paths.private(paths.data())
    with tempfile.TemporaryDirectory(dir=shelf, prefix=".new-") as beside:
        fresh = Path(beside) / name
        fresh.mkdir()
        write(fresh)
        if options:
            (fresh / KEPT).write_text(json.dumps(dict(options), ensure_ascii=False), encoding="utf-8")
        if folder(name).exists():
            folder(name).rename(Path(beside) / ".old")
        fresh.rename(folder(name))


def remove(name: str) -> None:
    """Take a set off the shelf, whole or not at all. UsageError if it is not there, DataError if the disk says no."""
    if name not in names():
        hint = suggest(name, names()) or (tr("; you have {names}", names=", ".join(names())) if names() else "")
        raise UsageError(tr("there is no '{name}' among your own data sets{hint}", name=name, hint=hint))
    try:
        with tempfile.TemporaryDirectory(dir=paths.data(), prefix=".old-") as beside:
            folder(name).rename(Path(beside) / name)
    except OSError as error:
        told = tr("'{name}' cannot be removed: {strerror}", name=name, strerror=error.strerror or error)
        raise DataError(told) from None


def _files(path: Path) -> dict[Path, Path]:
    """The files that make up the set, and no others: where each is, and where it belongs on the shelf."""
    if not path.is_dir():
        pair = images.beside(path)
        return {file: Path(file.name) for file in ([pair.images, pair.labels] if pair else [path])}
    if found := images.pairs(path):
        return {file: Path(file.name) for pair in found.values() for file in (pair.images, pair.labels)}
    if photos.here(path):
        labels = path / "labels.csv"
        kept = [*photos.listed(path).files, *([labels] if labels.is_file() else [])]
        return {file: file.relative_to(path) for file in kept}
    return {file: Path(file.name) for file in own.contents(path)}
