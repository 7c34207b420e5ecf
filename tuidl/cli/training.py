"""Options of every command that trains: where, and what becomes of the run. Each says its default."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tuidl.cli import spoken
from tuidl.language import later

FILE = click.Path(path_type=Path, dir_okay=True)
Command = Callable[..., Any]


def _with(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """All of them, in the order of the help."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def where() -> Callable[[Command], Command]:
    """``--device`` and ``--threads``."""
    devices = click.Choice(["auto", "cpu", "cuda", "reference"])
    return _with(
        spoken.option("--device", type=devices, default="auto", help=later("Where to train.")),
        spoken.option(
            "--threads", type=click.IntRange(1, 1024), help=later("For the device cpu.  [default: as many as pay]")
        ),
    )


def outcome(plain: str = later("No bar and no drawing; the curve in words.")) -> Callable[[Command], Command]:
    """How a run is told and kept; ``plain``: the help of ``--plain``."""
    return _with(
        spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object per line on standard output.")),
        spoken.option("--plain", is_flag=True, help=plain),
        spoken.option("--quiet", is_flag=True, help=later("Only the summary.")),
        spoken.option(
            "--save", type=FILE, help=later("Keep the complete state here, also on Ctrl-C.  [default: nowhere]")
        ),
        spoken.option("--record", type=FILE, help=later("Record the run, for 'tuidl replay'.  [default: nowhere]")),
        spoken.option(
            "--plot",
            type=FILE,
            metavar="FILE.svg|png",
            help=later("Draw the loss curves into a file.  [default: nowhere]"),
        ),
    )
