"""The command line: one module per command group. Only click and the standard library are imported up front."""

import os
import sys
from pathlib import Path

import click

from tuidl import __version__
from tuidl.cli import spoken
from tuidl.cli.group import Root
from tuidl.errors import Exit
from tuidl.language import later


@click.group(
    cls=Root,
    modules=(
        "run",
        "sandbox",
        "open",
        "lessons",
        "replay",
        "progress",
        "data",
        "lesson",
        "doctor",
        "bench",
        "completion",
    ),
    invoke_without_command=True,
    epilog=later(
        "Exit codes: 0 goals met or done, 1 a goal was missed, 2 usage, 3 a bad lesson, data set or file, "
        "4 device not available, 70 a fault of tuidl itself, 75 interrupted and saved, 130 interrupted."
    ),
)
@spoken.option(
    "--language",
    metavar="LANGUAGE",
    help=later("What is said and shown is in this language, where it is known; TUIDL_LANGUAGE says it for good."),
    callback=spoken.chosen,
    is_eager=True,
    expose_value=False,
)
@click.version_option(__version__, message="tuidl %(version)s")
@spoken.option(
    "--plain", is_flag=True, help=later("Everything as lines of text, for screen readers; no screen is drawn.")
)
@spoken.option(
    "--ascii", "as_ascii", is_flag=True, help=later("Screens in plain ASCII; TUIDL_GLYPHS=ascii says it for good.")
)
@spoken.option("--reduced-motion", is_flag=True, help=later("Calm screens; TUIDL_MOTION=reduced says it for good."))
@click.pass_context
def root(context: click.Context, plain: bool, as_ascii: bool, reduced_motion: bool) -> int:
    """Learn deep learning by watching and steering real networks while they learn.

    \b
    Examples:
      tuidl                              the home screen
      tuidl --plain                      lessons told as lines of text
      tuidl run lesson-mlp               straight into a lesson
      tuidl run lesson-mlp --headless    train in the shell, no screen
      tuidl sandbox                      any data, any layers, any knob
      tuidl lessons                      what there is to learn
      tuidl doctor                       what works on this machine
    """
    if as_ascii:
        os.environ["TUIDL_GLYPHS"] = "ascii"
    if reduced_motion:
        os.environ["TUIDL_MOTION"] = "reduced"
    if context.invoked_subcommand is None:
        if plain:
            from tuidl.plain.course import launch

            return launch()
        from tuidl.cli.screen import home

        return home()
    return Exit.MET


def main() -> None:
    """The entry point ``tuidl``."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called: nobody reads, which is no reason to fail
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the whole process
    root.main(prog_name="tuidl")
