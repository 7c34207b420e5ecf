"""What can be saved, as what, and under which name."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tuidl import paths
from tuidl.draft import Draft
from tuidl.language import later, tr
from tuidl.tui.export.picture import Picture

PICTURES = ("svg", "png", "txt")
RUNS = ("jsonl", "csv", "rec")
WORDS = {
    "svg": later("SVG, sharp at any size"),
    "png": "PNG",
    "txt": later("plain text"),
    "jsonl": later("JSON lines, as --json prints them"),
    "csv": later("CSV, a row for each step and evaluation"),
    "rec": later("a recording for tuidl replay"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to save. ``picture``: of what is on the screen; without one it is the run, which ``send`` asks for."""

    name: str  # panel, screen, run
    about: str
    stem: str  # of the file's name
    picture: Picture | None = None
    send: Callable[[str, str], None] | None = None  # (path, form)

    @property
    def forms(self) -> tuple[str, ...]:
        """How it can be written."""
        return PICTURES if self.picture is not None else RUNS


def folder() -> Path:
    """Where files go unless another place is typed: the current folder, else the one for tuidl's own data."""
    here = Path.cwd()
    return here if os.access(here, os.W_OK) else paths.state() / "exports"


def suggested(stem: str, form: str) -> Path:
    """A name that is not taken."""
    place = folder()
    names = (place / f"{stem}{'' if n == 1 else f'-{n}'}.{form}" for n in range(1, 1000))
    return next((path for path in names if not path.exists()), place / f"{stem}.{form}")


def content(picture: Picture, form: str, title: str) -> bytes:
    """The bytes of a file."""
    if form == "png":
        from tuidl.tui.export import png  # only now: most never make one

        return png.drawn(picture)
    if form == "svg":
        from tuidl.tui.export import svg

        return svg.drawn(picture, title).encode()
    return picture.text().encode()


def written(path: Path, data: bytes) -> str:
    """Write it whole or not at all; why not, in one sentence, else nothing."""
    try:
        if path.parent == paths.state() / "exports":
            paths.private(path.parent)
        with Draft(path) as draft:
            draft.file.write(data)
    except OSError as error:
        return tr(
            "{path} cannot be written: {strerror}; choose another place", path=path, strerror=error.strerror or error
        )
    return ""


def refused(path: Path) -> str:
    """Why nothing can be written there, before anything is tried; else nothing."""
    if path.is_dir():
        return tr("{path} is a folder: add a name for the file", path=path)
    if not path.parent.is_dir() and path.parent != paths.state() / "exports":
        return tr("there is no folder {parent}: choose another place", parent=path.parent)
    return ""
