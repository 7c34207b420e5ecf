"""``tuidl replay``: a recorded run, told again."""

from math import inf
from pathlib import Path

import click

from tuidl.cli import spoken
from tuidl.cli.positive import Speed
from tuidl.errors import Exit, UsageError
from tuidl.language import later, tr


@spoken.command()
@click.argument("file", type=click.Path(path_type=Path))
@spoken.option("--headless", is_flag=True, help=later("In the shell, as without a terminal."))
@spoken.option(
    "--speed", type=Speed(1e9), default=None, metavar="X|max",
    help=later("Times its own pace; max is at once.  [default: 1 on the screen, max in the shell]"),
)  # fmt: skip
@spoken.option(
    "--json", "as_json", is_flag=True, help=later("In the shell: one JSON object per line on standard output.")
)
@spoken.option("--plain", is_flag=True, help=later("In the shell: no bar and no drawing; the curve in words."))
@spoken.option("--quiet", is_flag=True, help=later("In the shell: only the summary."))
def command(file: Path, headless: bool, speed: float | None, as_json: bool, plain: bool, quiet: bool) -> Exit | int:
    """Watch a recorded run again, on the screen or in the shell.

    A race is recorded and watched in the same way. On the screen space pauses, . goes on to the next steps, + and -
    change the speed, m is as fast as it goes. Where there is no terminal for a screen it is told in the shell: a line
    for each epoch, and the exit code of the run.

    \b
    Examples:
      tuidl run mlp --headless --record run.jsonl
      tuidl replay run.jsonl
      tuidl replay run.jsonl --speed 4
      tuidl replay run.jsonl --headless --plain
      tuidl replay run.jsonl --headless --speed 10
    """
    if as_json and plain:
        raise UsageError(tr("--json and --plain exclude each other; choose one"))
    from tuidl.cli import screen

    if not (headless or as_json or plain or quiet) and screen.possible():
        return screen.replay(file, 1.0 if speed is None else speed)
    from tuidl.headless.interruption import listening
    from tuidl.headless.retelling import retold

    with listening() as interruption:
        return retold(file, interruption, inf if speed is None else speed, as_json, plain, quiet).code
