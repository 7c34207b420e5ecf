"""``tuidl open CODE --headless`` and ``tuidl sandbox --headless``: the run of a sandbox, told in the shell."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tuidl.cli.headless_run import checked_files, led
from tuidl.commands import Command, Play
from tuidl.errors import Exit, LessonError, UsageError
from tuidl.headless import stage
from tuidl.headless.files import charted
from tuidl.headless.training import RUN
from tuidl.language import tr
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared, shared
from tuidl.sandbox.lesson import lesson
from tuidl.session.request import Request
from tuidl.telling.outcome import Outcome


def train(state: Shared, options: Mapping[str, Any]) -> Exit:
    """Train a sandbox as far as it had come, or as the options say."""
    from tuidl.train.sizing import Sizing

    if options["as_json"] and options["plain"]:
        raise UsageError(tr("--json and --plain exclude each other; choose one"))
    checked_files(options)
    sizes = Sizing().sizes(state.sandbox)
    if sizes.fault:
        raise LessonError(sizes.fault)
    folder = keeping.folder(lesson(state.sandbox, sizes.data))
    request = Request(str(folder), device=options["device"], threads=options["threads"])
    finish = partial(_finished, state, folder, options)
    return led(RUN, stage.RUN, charted, request, options, finish, _orders(state, options["steps"])).code


def _orders(state: Shared, steps: int | None) -> Sequence[Command]:
    """What the run is asked for: to the step of the code, or to another; a code of step 0 asks for the whole run."""
    goal = steps or state.step
    if not goal:
        return (*state.commands(), Play())
    return shared(state.sandbox, goal, state.turns).commands()


def _finished(state: Shared, folder: Path, options: Mapping[str, Any], outcome: Outcome) -> Outcome:
    """Nothing is judged; a run that was interrupted goes on as that of any lesson, unless knobs have yet to turn."""
    if outcome.saved and all(turn.step <= outcome.view.step for turn in state.turns):
        file = str(options["save"])
        words = ["tuidl", "run", str(folder), "--headless", "--resume", file, "--save", file]
        outcome = replace(outcome, resume=shlex.join(words))
    return replace(outcome, judged=False, why=tr("a sandbox has none"))
