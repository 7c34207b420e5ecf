"""Draft: a file written beside its place and put there whole, or not at all."""

import os
import secrets
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tuidl.language import tr

FORGOTTEN = 3600.0  # seconds after which a draft that nobody finished was left by a process that was killed


class Draft:
    """A new file under a name of its own until ``finish`` puts it in its place; whoever reads sees the old or the new.

    As a context it finishes at the end, and drops itself when an error passes. Every method may raise OSError: also
    for a place that is taken by something else than a file (a device, a pipe, a folder), which stays as it is.
    ``previous``: where the file that stood there goes on standing.
    """

    def __init__(self, path: Path | str, previous: Path | None = None) -> None:
        self.path = Path(path).resolve()  # through links: what they point to is replaced, not they
        self._previous = previous
        refuse(self.path)
        self._place = self.path.with_name(f".{self.path.name[:100]}.{secrets.token_hex(4)}.part")
        try:
            self.file = self._place.open("x+b")
        except OSError as error:  # the name that was asked for, not the draft's own
            raise type(error)(error.errno, error.strerror, str(self.path)) from None

    def finish(self) -> None:
        """Flush to disk and rename."""
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            refuse(self.path)
            if self._previous is not None and self.path.exists():
                self._keep(self._previous)
            self._place.replace(self.path)
        except BaseException:
            self.drop()
            raise
        self._tidy()
        if os.name == "posix":
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _keep(self, previous: Path) -> None:
        """The old file under a second name; under its own it stays until the new one takes its place."""
        second = self._place.with_suffix(".old")
        try:
            os.link(self.path, second)
        except OSError:  # a file system without links
            shutil.copyfile(self.path, second)
            with second.open("rb+") as file:
                os.fsync(file.fileno())
        second.replace(previous)

    def _tidy(self) -> None:
        """Take away what processes that were killed left beside this file."""
        start, before = self._place.name[:-13], time.time() - FORGOTTEN  # without the eight digits and the ending
        with suppress(OSError):
            for path in self._place.parent.iterdir():
                if path.name.startswith(start) and path.suffix in (".part", ".old") and path.stat().st_mtime < before:
                    path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):  # what could not be flushed
            self.file.close()
        with suppress(FileNotFoundError):
            self._place.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self.drop()


def refuse(path: Path) -> None:
    """OSError if the place is taken by something that is no ordinary file: renaming would remove a device or a pipe."""
    if path.exists() and not path.is_file():
        raise OSError(22, tr("it is not an ordinary file"), str(path))


def ordinary(path: Path | str) -> BinaryIO:
    """An ordinary file, open to be read. OSError for anything else, and without waiting for what writes to a pipe."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(22, tr("it is not an ordinary file"), str(path))
    return os.fdopen(number, "rb")
