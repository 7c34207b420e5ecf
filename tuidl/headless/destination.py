"""Files a run shall write: refused before training when that can be known, and never left half written."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from tuidl.errors import CheckpointError

ROOM = 1 << 20  # bytes that must be free


def ready(option: str, path: Path) -> Path:
    """The path, if a file can be written there now; CheckpointError names the option and the reason."""
    folder = path.parent
    if path.is_dir():
        raise CheckpointError(f"{option} '{path}' is a folder; name a file in it")
    if not folder.is_dir():
        raise CheckpointError(f"{option} '{path}': there is no folder '{folder}'; make it first")
    if path.exists() and not path.is_file():
        return path  # a device or a pipe
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(13, "it is write-protected")
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise _refused(option, path, error) from error
    if free < ROOM:
        raise CheckpointError(f"{option} '{path}': the disk is full ({free} bytes free); choose another place")
    return path


def write(option: str, path: Path, content: bytes) -> None:
    """Write beside the file, then put it in its place; CheckpointError when the disk says no."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    special = path.exists() and not path.is_file()
    try:
        if special:
            path.write_bytes(content)
            return
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _refused(option, path, error) from error


def _refused(option: str, path: Path, error: OSError) -> CheckpointError:
    reason = (error.strerror or str(error)).lower()
    return CheckpointError(f"{option} '{path}' cannot be written: {reason}; choose another place")
