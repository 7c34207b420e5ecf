"""The files of a lesson folder: read safely, and never outside it."""

from pathlib import Path

from tuidl.errors import LessonError
from tuidl.language import tr

LARGEST = 1 << 20  # bytes


def text_of(path: Path, lesson: str) -> str:
    """The text of a file of a lesson folder; LessonError if it is missing, too large or no UTF-8."""
    if path.exists() and not path.is_file():  # to open a pipe would wait for whoever writes into it
        raise LessonError(f"lesson '{lesson}': " + tr("file '{name}' is not an ordinary file", name=path.name))
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise LessonError(
            f"lesson '{lesson}': "
            + tr(
                "file '{name}' is missing in {parent}",
                name=path.name,
                parent=path.parent,
            )
        ) from None
    except OSError as error:
        raise LessonError(
            f"lesson '{lesson}': "
            + tr(
                "file '{name}' cannot be read: {strerror}",
                name=path.name,
                strerror=error.strerror,
            )
        ) from None
    if len(raw) > LARGEST:
        raise LessonError(f"lesson '{lesson}': " + tr("file '{name}' is larger than 1 MiB", name=path.name))
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LessonError(
            f"lesson '{lesson}': "
            + tr(
                "file '{name}', line {line}: this is not UTF-8 text",
                name=path.name,
                line=line,
            )
        ) from None


def inside(folder: Path, name: str, lesson: str) -> Path:
    """The path of a file named in lesson.toml; LessonError if it would leave the lesson folder."""
    try:
        path = (folder / name).resolve()
        safe = path.is_relative_to(folder.resolve())
    except RuntimeError:  # how Python up to 3.12 says it; later ones say so where the file is opened
        raise LessonError(
            f"lesson '{lesson}': " + tr("file {name!r} is a link that leads to itself", name=name)
        ) from None
    except (OSError, ValueError):  # a name that is no name: NUL, too long
        safe = False
    if not safe:
        raise LessonError(f"lesson '{lesson}': " + tr("file {name!r} is not inside the lesson folder", name=name))
    return folder / name
