"""Where tuidl keeps things: platform directories, with overrides, each made private on first use."""

import os
import re
from pathlib import Path

from platformdirs import PlatformDirs

from tuidl.language import later, tr

_DIRS = PlatformDirs("tuidl", appauthor=False)
_SET = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def _home() -> Path | None:
    given = os.environ.get("TUIDL_HOME")
    return Path(given).expanduser() if given else None


def state() -> Path:
    """Progress, saved runs and the log; ``$TUIDL_HOME`` moves it."""
    home = _home()
    return home / "state" if home else Path(_DIRS.user_state_dir)


def cache() -> Path:
    """Compiled kernels; ``$TUIDL_HOME`` moves it."""
    home = _home()
    return home / "cache" if home else Path(_DIRS.user_cache_dir)


def data() -> Path:
    """Data sets the learner brought; ``$TUIDL_DATA_HOME`` or ``$TUIDL_HOME`` moves it."""
    given = os.environ.get("TUIDL_DATA_HOME")
    if given:
        return Path(given).expanduser()
    home = _home()
    return home / "data" if home else Path(_DIRS.user_data_dir)


def unfit(name: str, before: str = "") -> str:
    """Why nothing in ``data`` can have that name, with what stands ``before`` it; empty if it can."""
    if _SET.fullmatch(name):
        return ""
    told = later("{before}{name!r} cannot be used: take up to 32 of a-z, 0-9 and -, beginning with a letter or a digit")
    return tr(told, before=before, name=name)


def private(folder: Path) -> Path:
    """The folder, made if needed, readable by its owner alone. OSError if it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.W_OK):
        raise PermissionError(tr("{folder} cannot be written", folder=folder))
    return folder


def shipped(kind: str) -> Path:
    """The folder ``lessons`` or ``assets``: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    checkout = package.parent / kind
    return checkout if (package.parent / "pyproject.toml").exists() and checkout.is_dir() else package / kind
