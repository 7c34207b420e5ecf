"""The learner's own data: a path, found out what it is, read with care."""

from pathlib import Path

from tuidl.data import arrays, images, photos, spreadsheet, tables, text
from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.errors import DataError
from tuidl.language import later, tr

EXPECTED = later(
    "expected a text file (.txt), a table (.csv), arrays x and y (.npz), an IDX file of images with its labels "
    "beside it, a folder with one of these, or a folder of pictures with a folder for each class or a labels.csv"
)
TABLES = (".csv", ".tsv")
TEXTS = (".txt", ".text", ".md", "")
TASKS = ("guess", "classes", "numbers")


def load(options: Options, seed: int, path: Path) -> DataSet:
    """The data set at a path; DataError with one sentence where it cannot be used."""
    try:
        return _load(options, seed, path)
    except OSError as error:
        raise DataError(tr("{path} cannot be read: {strerror}", path=path, strerror=error.strerror or error)) from None


def _load(options: Options, seed: int, path: Path) -> DataSet:
    label = path.stem if path.stem.isprintable() else tr("your data")
    if path.is_dir():
        found = images.pairs(path)
        if found:
            return images.images(options, seed, found, (), label)
        if photos.here(path):
            return photos.photos(options, seed, path, label)
        files = contents(path)
        if len(files) != 1:
            raise DataError(
                tr(
                    "the folder {path} holds {count} usable files; {expected}",
                    path=path,
                    count=len(files),
                    expected=EXPECTED,
                )
            )
        return _load(options, seed, files[0])
    if not path.is_file():
        raise DataError(tr("there is nothing at {path}; {expected}", path=path, expected=EXPECTED))
    suffix = path.suffix.lower()
    if suffix in TABLES:
        rows = tables.of_columns(path, spreadsheet.read(path, _wanted(options)))
        return tables.table(options, seed, rows, label)
    if suffix == ".npz":
        return arrays.npz(options, seed, path, label, options.choice("task", "guess", TASKS))
    if (pair := images.beside(path)) is not None:
        return images.images(options, seed, {"": pair}, (), label)
    if suffix in TEXTS:
        return text.text(options, seed, path, label)
    raise DataError(tr("{path} is of no known kind; {expected}", path=path, expected=EXPECTED))


def _wanted(options: Options) -> spreadsheet.Wanted:
    """Which columns of a table to take: the keys ``target``, ``without``, ``task`` and ``header``."""
    header = options.flag("header", False) if options.asked("header") else None
    return spreadsheet.Wanted(
        target=options.word("target"),
        task=options.choice("task", "guess", TASKS),
        without=options.words("without", ()),
        header=header,
    )


def contents(folder: Path) -> list[Path]:
    """The usable files of a folder that holds no images."""
    usable = (*TABLES, ".npz", ".txt", ".text")
    return sorted(f for f in folder.iterdir() if f.suffix.lower() in usable and f.is_file())
