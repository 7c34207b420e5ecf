"""Files a run shall write: refused before training when that can be known, and never left half written."""

import os
import shutil
import tempfile
from pathlib import Path

from tuidl.draft import Draft, refuse
from tuidl.errors import CheckpointError
from tuidl.language import tr

ROOM = 1 << 20  # bytes that must be free


def ready(option: str, path: Path) -> Path:
    """The path, if a file can be written there now; CheckpointError names the option and the reason."""
    folder = path.parent
    if path.is_dir():
        raise CheckpointError(tr("{option} '{path}' is a folder; name a file in it", option=option, path=path))
    if not folder.is_dir():
        raise CheckpointError(
            tr(
                "{option} '{path}': there is no folder '{folder}'; make it first",
                option=option,
                path=path,
                folder=folder,
            )
        )
    try:
        refuse(path)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(13, tr("it is write-protected"))
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise _refused(option, path, error) from error
    if free < ROOM:
        raise CheckpointError(
            tr(
                "{option} '{path}': the disk is full ({free} bytes free); choose another place",
                option=option,
                path=path,
                free=free,
            )
        )
    return path


def write(option: str, path: Path, content: bytes) -> None:
    """Write beside the file, then put it in its place; CheckpointError when the disk says no."""
    try:
        with Draft(path) as draft:
            draft.file.write(content)
    except OSError as error:
        raise _refused(option, path, error) from error


def _refused(option: str, path: Path, error: OSError) -> CheckpointError:
    reason = (error.strerror or str(error)).lower()
    return CheckpointError(
        tr(
            "{option} '{path}' cannot be written: {reason}; choose another place",
            option=option,
            path=path,
            reason=reason,
        )
    )
