"""``tuidl open CODE``: a sandbox that somebody shared, exactly as it was."""

from pathlib import Path
from typing import Any

import click

from tuidl.errors import Exit

FILE = click.Path(path_type=Path, dir_okay=True)


@click.command(
    "open",
    epilog="Exit codes: 0 trained, 1 the run diverged, 2 usage, 3 a code that is none, 75 interrupted and saved.",
)
@click.argument("code")
@click.option("--headless", is_flag=True, help="Train in the shell, without a screen.")
@click.option(
    "--steps",
    type=click.IntRange(1, 10**9),
    help="How far to train.  [default: as far as the code says, else its budget]",
)
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda", "reference"]), default="auto", help="Where to train."
)
@click.option("--threads", type=click.IntRange(min=1, max=1024), help="For the device cpu.  [default: as many as pay]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line on standard output.")
@click.option("--plain", is_flag=True, help="No bar and no drawing; the curve in words.")
@click.option("--quiet", is_flag=True, help="Only the summary.")
@click.option("--save", type=FILE, help="Keep the complete state here, also on Ctrl-C.  [default: nowhere]")
@click.option("--record", type=FILE, help="Record the run, for 'tuidl replay'.  [default: nowhere]")
@click.option("--plot", type=FILE, metavar="FILE.svg|png", help="Draw the loss curves into a file.  [default: nowhere]")
@click.pass_context
def command(context: click.Context, /, code: str, headless: bool, **options: Any) -> Exit:
    """Open the sandbox that CODE stands for.

    It opens with its data, layers and training, and the run as far as it had come.

    The key y in the sandbox makes codes. CODE holds settings and no weights: they are trained again, knobs are turned
    where they were turned, and the numbers come out the same, bit for bit, on the same kind of device. --steps, --json,
    --plain, --quiet, --save, --record and --plot need --headless.

    \b
    Examples:
      tuidl open CODE
      tuidl open CODE --headless
      tuidl open CODE --headless --steps 2000 --plot loss.svg
    """
    from tuidl.sandbox.code import opened

    shared = opened(code)
    if headless:
        from tuidl.cli.headless_sandbox import train

        return train(shared, options)
    from tuidl.cli import opening, screen

    for parameter in context.command.params:
        if context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE:
            opening.refuse(str(parameter.name), parameter.opts[0], told=False)
    return Exit(screen.sandbox(shared, options["device"], options["threads"]))
