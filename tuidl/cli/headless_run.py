"""``tuidl run --headless``: the options become a request, a chorus of reporters and an exit code."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tuidl.cli import racing
from tuidl.cli.ending import say
from tuidl.cli.named import no_experiment
from tuidl.cli.setting import settings
from tuidl.commands import Command, KnobValue, Play
from tuidl.course import load
from tuidl.course.spec import KnobRef, Lesson
from tuidl.errors import Exit, UsageError
from tuidl.events import Event
from tuidl.headless import destination, stage
from tuidl.headless.chart import Chart
from tuidl.headless.files import SUFFIXES, Plotted, Recorded, charted
from tuidl.headless.interruption import listening
from tuidl.headless.keeping import keep
from tuidl.headless.race.plot import charted as race_chart
from tuidl.headless.reporter import Chorus, Ended
from tuidl.headless.stage import Voices
from tuidl.headless.training import RACE, RUN, Kind, conduct
from tuidl.language import tr
from tuidl.session.request import Request
from tuidl.telling.outcome import GoalResult, Whole, finished, unjudged
from tuidl.telling.race.outcome import finished as race_finished

Inbox = Callable[[float | None], Command | None]

QUICK = 10  # --quick trains for one step in so many
WRITTEN = ("save", "record", "plot")


def train(folder: Path, options: Mapping[str, Any], typed: str) -> Exit:
    """Train the lesson in this folder as the options say; ``typed``: what the learner called it."""
    lesson = load.read(folder)
    request = asked(lesson, options)
    checked_files(options)
    raced = request.race or request.seeds > 1 or lesson.experiments[request.experiment or lesson.headless].race
    if request.resume is not None:
        raced = _goes_on_as_race(request)
    if raced:
        request = racing.lent(lesson, request, options["quiet"])
        race = partial(_finished, race_finished, unjudged(lesson), lesson, options, _again(options, typed, RACED))
        return led(RACE, stage.RACE, race_chart, request, options, race).code
    single = partial(_finished, finished, unjudged(lesson), lesson, options, _again(options, typed))
    outcome = led(RUN, stage.RUN, charted, request, options, single)
    told = keep(lesson, outcome, options["quiet"])
    if told:
        say(f"tuidl: {told}")
    return outcome.code


def _goes_on_as_race(request: Request) -> bool:
    """Whether the saved file holds a race. CheckpointError where it contradicts what is asked."""
    from tuidl.train.race import saved

    found = saved.read(str(request.resume))
    saved.agree(found, request)
    return isinstance(found, saved.SavedRace)


def led(
    kind: Kind[Whole, Ended],
    voices: Voices[Whole, Ended],
    chart: Callable[[Whole], Chart],
    request: Request,
    options: Mapping[str, Any],
    finish: Callable[[Ended], Ended],
    orders: Sequence[Command] = (Play(),),
) -> Ended:
    """Train from beginning to end as the options say, told, recorded and drawn; what was seen until an error is
    recorded too."""
    chorus = [stage.reporter(voices, options["as_json"], options["plain"], options["quiet"])]
    recorded: Recorded[Whole, Ended] | None = None
    if options["record"] is not None:
        recorded = Recorded(options["record"])
        chorus.append(recorded)
    if options["plot"] is not None:
        chorus.append(Plotted(options["plot"], chart))
    save = str(options["save"]) if options["save"] is not None else None
    try:
        with listening() as interruption:
            return conduct(kind, partial(events, request), Chorus(chorus), finish, interruption, save, orders)
    finally:
        if recorded is not None:
            recorded.recorder.close()


def events(request: Request, inbox: Inbox) -> Iterator[Event]:
    """The run itself; numerics are imported only now, after everything that can be refused was refused."""
    from tuidl.train import loop

    return loop.run(request, inbox)


def asked(lesson: Lesson, options: Mapping[str, Any]) -> Request:
    """The request; UsageError for options that contradict each other or the lesson."""
    if options["as_json"] and options["plain"]:
        raise UsageError(tr("--json and --plain exclude each other; choose one"))
    lengths = [name for name in ("epochs", "steps", "quick") if options[name]]
    if len(lengths) > 1:
        raise UsageError(tr("--{one} and --{other} exclude each other; choose one", one=lengths[0], other=lengths[1]))
    experiment = options["experiment"] or lesson.headless
    if experiment not in lesson.experiments:
        raise no_experiment(lesson, experiment)
    if options["resume"] is not None and not options["resume"].is_file():
        raise UsageError(
            tr("--resume '{resume}': there is no such file; --save FILE makes one", resume=options["resume"])
        )
    knobs = settings(options["knobs"], lesson.knobs, lesson.id)
    seed = lesson.experiments[experiment].seed
    if options["seed"] is not None and isinstance(seed, KnobRef) and seed.name in knobs:
        raise UsageError(tr("--seed and --set {name} are the same thing; choose one", name=seed.name))
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
        race=racing.contestants(options["race"], lesson, experiment, knobs),
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
            raise UsageError(
                tr(
                    "--{seen} and --{name} name the same file '{path}'; give each its own",
                    seen=seen[path.absolute()],
                    name=name,
                    path=path,
                )
            )
        seen[path.absolute()] = name
        if name == "plot" and path.suffix.lower() not in SUFFIXES:
            raise UsageError(
                tr("--plot '{path}': the name must end in {suffixes}", path=path, suffixes=" or ".join(SUFFIXES))
            )
        destination.ready(f"--{name}", path)


def _finished(
    judged: Callable[[Lesson, Ended], Ended], open_goals: tuple[GoalResult, ...], lesson: Lesson,
    options: Mapping[str, Any], again: str, outcome: Ended,
) -> Ended:  # fmt: skip
    """Judge the goals, and say how to go on."""
    if outcome.saved:
        outcome = replace(outcome, resume=again)
    ended = judged(lesson, outcome)
    if options["quick"] and ended.judged:
        return replace(outcome, goals=open_goals, judged=False, why=tr("--quick trains too short for them"))
    return ended


RACED = ("race", "seeds", "set", "experiment", "seed")  # a saved race knows them


def _again(options: Mapping[str, Any], typed: str, known: Sequence[str] = ()) -> str:
    """The command that goes on from the saved state with the same settings, but those that it knows."""
    words = ["tuidl", "run", typed, "--headless"]
    for name in ("experiment", "epochs", "steps", "seed", "threads", "data"):
        if options[name] is not None and name not in known:
            value = options[name]
            words += [f"--{name}", f"{value:.12g}" if isinstance(value, float) else str(value)]
    if options["device"] != "auto":
        words += ["--device", options["device"]]
    for setting in () if "set" in known else options["knobs"]:
        words += ["--set", setting]
    words += ["--quick"] if options["quick"] else []
    return shlex.join([*words, "--resume", str(options["save"]), "--save", str(options["save"])])
