"""The screens are opened here, or refused in one sentence where there is no terminal for them."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tuidl.errors import UsageError

if TYPE_CHECKING:
    from tuidl.tui.asked import Asked


def home() -> int:
    """The home screen."""
    _require("'tuidl run LESSON --headless' trains without one ('tuidl lessons' lists them)")
    from tuidl.tui.app import launch

    return launch()


def ready(name: str) -> None:
    """UsageError unless a lesson can be shown here; ``name`` is what the learner called it."""
    _require(f"'tuidl run {name} --headless' trains without one")


def show(folder: Path, asked: "Asked") -> int:
    """One lesson as it was ``asked`` for."""
    from tuidl.tui.app import launch

    return launch(str(folder), asked=asked)


def _require(instead: str) -> None:
    """UsageError unless keys can be read and a screen be drawn; without this test Textual would hang."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        kind = (
            "TERM=dumb cannot show screens" if os.environ.get("TERM") else "TERM is not set, so no screen can be shown"
        )
        raise UsageError(f"{kind}; {instead}")
    if not all(_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(f"the screens need a terminal; {instead}")


def _terminal(stream: object) -> bool:
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False
