"""``tuidl replay``: a recorded run, told again."""

from math import inf
from pathlib import Path

import click

from tuidl.cli.positive import Positive
from tuidl.errors import Exit, UsageError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--headless", is_flag=True, help="At once instead of at its own pace.")
@click.option("--speed", type=Positive(1e9), default=1.0, help="Times its own pace.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line on standard output.")
@click.option("--plain", is_flag=True, help="No bar and no drawing; the curve in words.")
@click.option("--quiet", is_flag=True, help="Only the summary.")
@click.pass_context
def command(
    context: click.Context, /, file: Path, headless: bool, speed: float, as_json: bool, plain: bool, quiet: bool
) -> Exit:
    """Watch the recorded run in FILE again, in the shell.

    \b
    Examples:
      tuidl run mlp --headless --record run.jsonl
      tuidl replay run.jsonl
      tuidl replay run.jsonl --speed 4
      tuidl replay run.jsonl --headless --plain
    """
    if as_json and plain:
        raise UsageError("--json and --plain exclude each other; choose one")
    if headless and context.get_parameter_source("speed") is click.core.ParameterSource.COMMANDLINE:
        raise UsageError("--headless tells the run at once; leave out --speed")
    from tuidl.headless import stage
    from tuidl.headless.interruption import listening
    from tuidl.headless.retelling import retold

    with listening() as interruption:
        return retold(file, inf if headless else speed, stage.reporter(as_json, plain, quiet), interruption).code
