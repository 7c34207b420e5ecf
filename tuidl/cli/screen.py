"""The screens are opened here, or refused in one sentence where there is no terminal for them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tuidl.errors import DeviceError, Exit, UsageError
from tuidl.language import tr

if TYPE_CHECKING:
    from tuidl.sandbox.code import Shared
    from tuidl.tui.asked import Asked


def home() -> int:
    """The home screen."""
    _require(tr("'tuidl --plain' tells the course as text, 'tuidl run LESSON --headless' trains without it"))
    from tuidl.tui.launch import launch

    return launch()


def ready(name: str, device: str) -> None:
    """UsageError unless a lesson can be shown here, DeviceError unless the device is there.

    ``name`` is what the learner called the lesson.
    """
    _require(tr("'tuidl run {name} --plain' tells the lesson as text, --headless trains without it", name=name))
    require_device(device)


def require_device(device: str) -> None:
    """DeviceError unless the device is there."""
    if device == "cuda":
        _require_gpu()


def show(folder: Path, asked: "Asked") -> int:
    """One lesson as it was ``asked`` for."""
    from tuidl.tui.launch import launch

    return launch(str(folder), asked=asked)


def possible() -> bool:
    """Whether a screen can be shown here."""
    try:
        _require("")
    except UsageError:
        return False
    return True


def replay(file: Path, speed: float) -> int:
    """A recorded run on the screen. CheckpointError, before it opens, for a file that is none."""
    from tuidl.session import recording
    from tuidl.tui.launch import launch

    recording.read(file)
    return launch(recorded=(file, speed))


def sandbox(shared: "Shared", device: str, threads: int | None, suit: bool = False) -> int:
    """A sandbox as it was shared, or left; ``suit``: layers that do not fit its data give way to some that do."""
    _require(tr("--plain tells it as text, --headless trains without one"))
    if device == "cuda":
        _require_gpu()
    from tuidl.tui.asked import Asked
    from tuidl.tui.launch import launch

    return launch(sandbox=shared, asked=Asked(device=device, threads=threads, suit=suit))


def told(shared: "Shared", device: str, threads: int | None, suit: bool = False) -> int:
    """A sandbox in lines of text, where ``sandbox`` would draw it."""
    if device == "cuda":
        _require_gpu()
    from tuidl.plain.course import launch
    from tuidl.tui.asked import Asked

    return launch(sandbox=shared, asked=Asked(device=device, threads=threads, suit=suit))


def _require_gpu() -> None:
    """DeviceError unless programs can run on a GPU; a process of its own looks, for this one never computes."""
    from tuidl.session.process import environment

    look = [sys.executable, "-P", "-m", "tuidl.kernels.cuda"]
    done = subprocess.run(look, env=environment(os.environ), capture_output=True, text=True)
    if done.returncode == Exit.DEVICE:
        raise DeviceError(done.stdout.strip())


def _require(instead: str) -> None:
    """UsageError unless keys can be read and a screen be drawn; without this test Textual would hang."""
    kind = os.environ.get("TERM", "")
    if kind == "dumb":
        raise UsageError(tr("TERM=dumb cannot show screens; {instead}", instead=instead))
    if not all(_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(tr("the screens need a terminal; {instead}", instead=instead))
    if not kind:
        raise UsageError(tr("TERM is not set, so no screen can be shown; {instead}", instead=instead))


def _terminal(stream: object) -> bool:
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False
