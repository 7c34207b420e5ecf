"""``tuidl run --headless``: the options become a request, a chorus of reporters and an exit code."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tuidl.cli import racing
from tuidl.cli.ending import say
from tuidl.cli.racing import contestants
from tuidl.cli.setting import settings
from tuidl.commands import Command, KnobValue
from tuidl.course import load
from tuidl.course.spec import KnobRef, Lesson
from tuidl.errors import Exit, UsageError, suggest
from tuidl.events import Event
from tuidl.headless import destination, stage
from tuidl.headless.files import SUFFIXES, Plotted, Recorded
from tuidl.headless.interruption import listening
from tuidl.headless.keeping import keep
from tuidl.headless.reporter import Chorus, Reporter
from tuidl.headless.training import conduct
from tuidl.session.request import Request
from tuidl.telling.outcome import Outcome, closed, finished, unjudged

Inbox = Callable[[float | None], Command | None]

QUICK = 10  # --quick trains for one step in so many
WRITTEN = ("save", "record", "plot")


def train(folder: Path, options: Mapping[str, Any], typed: str) -> Exit:
    """Train the lesson in this folder as the options say; ``typed``: what the learner called it."""
    lesson = load.read(folder)
    request = asked(lesson, options)
    if request.race or request.seeds > 1 or lesson.experiments[request.experiment or lesson.headless].race:
        return racing.train(lesson, request, options)
    checked_files(options)
    chorus, close = reporters(options)
    finish = partial(_finished, lesson, options, typed)
    save = str(options["save"]) if options["save"] is not None else None
    try:
        with listening() as interruption:
            outcome = conduct(partial(events, request), Chorus(chorus), finish, interruption, save)
        told = keep(lesson, outcome, options["quiet"])
        if told:
            say(f"tuidl: {told}")
        return outcome.code
    finally:
        close()


def reporters(options: Mapping[str, Any]) -> tuple[list[Reporter], Callable[[], None]]:
    """Everybody who is told of the run, and what closes their files: what was seen until an error is kept too."""
    found: list[Reporter] = [stage.reporter(options["as_json"], options["plain"], options["quiet"])]
    recorded = Recorded(options["record"]) if options["record"] is not None else None
    if recorded is not None:
        found.append(recorded)
    if options["plot"] is not None:
        found.append(Plotted(options["plot"]))
    return found, recorded.recorder.close if recorded is not None else lambda: None


def events(request: Request, inbox: Inbox) -> Iterator[Event]:
    """The run itself; numerics are imported only now, after everything that can be refused was refused."""
    from tuidl.train import checkpoint, loop

    if request.resume is not None:
        checkpoint.agree(checkpoint.read(request.resume), request)
    return loop.run(request, inbox)


def asked(lesson: Lesson, options: Mapping[str, Any]) -> Request:
    """The request; UsageError for options that contradict each other or the lesson."""
    if options["as_json"] and options["plain"]:
        raise UsageError("--json and --plain exclude each other; choose one")
    lengths = [name for name in ("epochs", "steps", "quick") if options[name]]
    if len(lengths) > 1:
        raise UsageError(f"--{lengths[0]} and --{lengths[1]} exclude each other; choose one")
    experiment = options["experiment"] or lesson.headless
    if experiment not in lesson.experiments:
        near = suggest(experiment, lesson.experiments) or f"; it has {', '.join(lesson.experiments)}"
        raise UsageError(f"--experiment {experiment}: '{lesson.id}' has no such experiment{near}")
    if options["resume"] is not None and not options["resume"].is_file():
        raise UsageError(f"--resume '{options['resume']}': there is no such file; --save FILE makes one")
    knobs = settings(options["knobs"], lesson.knobs, lesson.id)
    seed = lesson.experiments[experiment].seed
    if options["seed"] is not None and isinstance(seed, KnobRef) and seed.name in knobs:
        raise UsageError(f"--seed and --set {seed.name} are the same thing; choose one")
    return Request(
        lesson=str(lesson.folder),
        experiment=experiment if options["resume"] is None else options["experiment"],  # a saved run knows its own
        knobs=knobs,
        seed=options["seed"],
        device=options["device"],
        threads=options["threads"],
        data=options["data"],
        steps=quick_steps(lesson, experiment, knobs) if options["quick"] else options["steps"],
        epochs=options["epochs"],
        resume=str(options["resume"]) if options["resume"] is not None else None,
        race=contestants(options["race"], lesson, experiment, knobs),
        seeds=options["seeds"] or 1,
    )


def quick_steps(lesson: Lesson, experiment: str, knobs: Mapping[str, KnobValue]) -> int:
    """A tenth of the steps of the experiment, at least one."""
    steps = lesson.experiments[experiment].steps
    number = {**lesson.defaults(), **knobs}[steps.name] if isinstance(steps, KnobRef) else steps
    return max(1, int(number) // QUICK)


def checked_files(options: Mapping[str, Any]) -> None:
    """Refuse before training what cannot be written."""
    seen: dict[Path, str] = {}
    for name in WRITTEN:
        path = options[name]
        if path is None:
            continue
        if path.absolute() in seen:
            raise UsageError(f"--{seen[path.absolute()]} and --{name} name the same file '{path}'; give each its own")
        seen[path.absolute()] = name
        if name == "plot" and path.suffix.lower() not in SUFFIXES:
            raise UsageError(f"--plot '{path}': the name must end in {' or '.join(SUFFIXES)}")
        destination.ready(f"--{name}", path)


def _finished(lesson: Lesson, options: Mapping[str, Any], typed: str, outcome: Outcome) -> Outcome:
    """Judge the goals, and say how to go on."""
    if outcome.saved:
        outcome = replace(outcome, resume=_again(options, typed))
    if options["quick"] and closed(lesson, outcome).judged:
        return replace(outcome, goals=unjudged(lesson), judged=False, why="--quick trains too short for them")
    return finished(lesson, outcome)


def _again(options: Mapping[str, Any], typed: str) -> str:
    """The command that goes on from the saved state with the same settings."""
    words = ["tuidl", "run", typed, "--headless"]
    for name in ("experiment", "epochs", "steps", "seed", "threads", "data"):
        if options[name] is not None:
            value = options[name]
            words += [f"--{name}", f"{value:.12g}" if isinstance(value, float) else str(value)]
    if options["device"] != "auto":
        words += ["--device", options["device"]]
    for setting in options["knobs"]:
        words += ["--set", setting]
    words += ["--quick"] if options["quick"] else []
    return shlex.join([*words, "--resume", str(options["save"]), "--save", str(options["save"])])
