"""``tuidl open CODE``: a sandbox that somebody shared, exactly as it was."""

from typing import Any

import click

from tuidl.cli import spoken, training
from tuidl.errors import Exit
from tuidl.language import later


@spoken.command(
    "open",
    epilog=later(
        "Exit codes: 0 trained, 1 the run diverged, 2 usage, 3 a code that is none, 75 interrupted and saved."
    ),
)
@click.argument("code")
@spoken.option("--headless", is_flag=True, help=later("Train in the shell, without a screen."))
@spoken.option(
    "--steps",
    type=click.IntRange(1, 10**9),
    help=later("How far to train.  [default: as far as the code says, else its budget]"),
)
@training.where()
@training.outcome()
@click.pass_context
def command(context: click.Context, /, code: str, headless: bool, **options: Any) -> Exit:
    """Open the sandbox that CODE stands for.

    It opens with its data, layers and training, and the run as far as it had come.

    The key y in the sandbox makes codes. CODE holds settings and no weights: they are trained again, knobs are turned
    where they were turned, and the numbers come out the same, bit for bit, on the same kind of device. --steps, --json,
    --quiet, --save, --record and --plot need --headless; --plain alone tells the sandbox as lines of text.

    \b
    Examples:
      tuidl open CODE
      tuidl open CODE --plain
      tuidl open CODE --headless
      tuidl open CODE --headless --steps 2000 --plot loss.svg
    """
    from tuidl.sandbox.code import opened

    shared = opened(code)
    if headless:
        from tuidl.cli.headless_sandbox import train

        return train(shared, options)
    from tuidl.cli import opening, screen

    opening.refuse_shell(context)
    if opening.plain(context, options):
        return Exit(screen.told(shared, options["device"], options["threads"]))
    return Exit(screen.sandbox(shared, options["device"], options["threads"]))
