"""Where sandboxes are kept: the last one as its code, and the folder of a lesson that a run reads it from."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from tuidl import paths
from tuidl.course.spec import Lesson
from tuidl.draft import Draft
from tuidl.errors import LessonError, TuidlError
from tuidl.language import tr
from tuidl.sandbox.code import LONGEST, Shared, code, opened
from tuidl.sandbox.toml import toml

FOLDERS = 40  # of runs kept at most; the newest stay


def last() -> Path:
    """The file of the last sandbox."""
    return paths.state() / "sandbox.txt"


def recalled() -> Shared | None:
    """The sandbox that was kept last; None if there is none, or none that can be read."""
    try:
        with last().open(encoding="utf-8") as file:
            return opened(file.read(2 * LONGEST))
    except (OSError, ValueError, TuidlError):
        return None


def keep(state: Shared) -> None:
    """Keep a sandbox for the next time. LessonError, one sentence, if that cannot be."""
    text = code(state)
    try:
        paths.private(last().parent)
        with Draft(last()) as draft:
            draft.file.write(text.encode() + b"\n")
    except OSError as error:
        raise LessonError(
            tr("{last} cannot be written: {strerror}", last=last(), strerror=error.strerror or error)
        ) from None


def folder(lesson: Lesson) -> Path:
    """A folder with this lesson in it, for a run to read; the same for the same lesson.

    LessonError, one sentence, if it cannot be written.
    """
    text = toml(lesson)
    home = paths.cache() / "sandbox"
    place = home / hashlib.sha256(text.encode()).hexdigest()[:16]
    try:
        paths.private(place)
        for name, content in ({"lesson.toml": text} | dict(lesson.pages)).items():
            if not (place / name).exists():
                with Draft(place / name) as draft:
                    draft.file.write(content.encode())
        (place / "lesson.toml").touch()
        _tidy(home)
    except OSError as error:
        raise LessonError(
            tr("{place} cannot be written: {strerror}", place=place, strerror=error.strerror or error)
        ) from None
    return place


def _tidy(home: Path) -> None:
    """Take the oldest folders away where there are too many."""
    with suppress(OSError):
        places = sorted(home.iterdir(), key=lambda place: (place / "lesson.toml").stat().st_mtime, reverse=True)
        for place in places[FOLDERS:]:
            shutil.rmtree(place, ignore_errors=True)
