"""``tuidl sandbox``: any data, any layers, any knob."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tuidl.cli import spoken, training
from tuidl.cli.named import DataName
from tuidl.errors import Exit, UsageError
from tuidl.language import later, tr

if TYPE_CHECKING:
    from tuidl.sandbox.code import Shared


@spoken.command(
    epilog=later("Exit codes: 0 trained, 1 the run diverged, 2 usage, 3 bad data, 75 interrupted and saved.")
)
@spoken.option("--new", is_flag=True, help=later("Begin with two moons in place of the last sandbox."))
@spoken.option(
    "--data",
    type=DataName(),
    metavar="NAME",
    help=later(
        "Another data set; layers that do not fit it give way to some that do.  [default: that of the last sandbox]"
    ),
)
@spoken.option(
    "--code", "as_code", is_flag=True, help=later("Print the sandbox as a code for 'tuidl open', and train nothing.")
)
@spoken.option("--headless", is_flag=True, help=later("Train in the shell, without a screen."))
@spoken.option(
    "--steps", type=click.IntRange(1, 10**9), help=later("How far to train.  [default: the sandbox's own budget]")
)
@training.where()
@training.outcome()
@click.pass_context
def command(
    context: click.Context, /, new: bool, data: str | None, as_code: bool, headless: bool, **options: Any
) -> Exit:
    """Open the sandbox: any data, any layers, any knob.

    It opens as you left it: choose data, stack layers, turn knobs, watch it learn.

    Without a screen (--headless) the last sandbox is trained from step 0. --steps, --json, --quiet, --save,
    --record and --plot need --headless; --plain alone tells the sandbox as lines of text, for screen readers.

    \b
    Examples:
      tuidl sandbox
      tuidl sandbox --plain
      tuidl sandbox --new --data spirals
      tuidl sandbox --code
      tuidl sandbox --headless --steps 500
    """
    from tuidl.sandbox import keeping
    from tuidl.sandbox.code import Shared, code
    from tuidl.sandbox.description import changed, start

    shared = None if new else keeping.recalled()
    shared = shared or Shared(start())
    if data is not None:
        if Path(data).expanduser().exists() and ("/" in data or "." in data):
            raise UsageError(
                tr("--data '{data}' is a path: 'tuidl data import {data} --name NAME' gives it a name first", data=data)
            )
        shared = Shared(changed(shared.sandbox, data={"source": data}))
    suit = data is not None
    if as_code:
        click.echo(code(suited(shared) if suit else shared))
        return Exit.MET
    if headless:
        from tuidl.cli.headless_sandbox import train

        return train(suited(shared) if suit else Shared(shared.sandbox), options)
    from tuidl.cli import opening, screen

    opening.refuse_shell(context)
    if opening.plain(context, options):
        return Exit(screen.told(shared, options["device"], options["threads"], suit))
    return Exit(screen.sandbox(shared, options["device"], options["threads"], suit))


def suited(shared: "Shared") -> "Shared":
    """The sandbox with layers that fit its data, if its own do not; not begun."""
    from tuidl.sandbox.code import Shared
    from tuidl.sandbox.suggestion import suited
    from tuidl.train.sizing import Sizing

    return Shared(suited(shared.sandbox, Sizing().sizes(shared.sandbox)))
