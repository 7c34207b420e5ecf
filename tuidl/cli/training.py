"""Options of every command that trains: where, and what becomes of the run. Each says its default."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

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
        click.option("--device", type=devices, default="auto", help="Where to train."),
        click.option("--threads", type=click.IntRange(1, 1024), help="For the device cpu.  [default: as many as pay]"),
    )


def outcome(plain: str = "No bar and no drawing; the curve in words.") -> Callable[[Command], Command]:
    """How a run is told and kept; ``plain``: the help of ``--plain``."""
    return _with(
        click.option("--json", "as_json", is_flag=True, help="One JSON object per line on standard output."),
        click.option("--plain", is_flag=True, help=plain),
        click.option("--quiet", is_flag=True, help="Only the summary."),
        click.option("--save", type=FILE, help="Keep the complete state here, also on Ctrl-C.  [default: nowhere]"),
        click.option("--record", type=FILE, help="Record the run, for 'tuidl replay'.  [default: nowhere]"),
        click.option(
            "--plot", type=FILE, metavar="FILE.svg|png", help="Draw the loss curves into a file.  [default: nowhere]"
        ),
    )
