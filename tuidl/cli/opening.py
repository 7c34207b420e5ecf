"""How ``tuidl run`` opens a lesson on the screen: the options as the screen takes them, refused before it is drawn."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tuidl.cli.named import no_experiment
from tuidl.cli.setting import settings
from tuidl.course.showing import showing
from tuidl.course.spec import KnobRef, Lesson
from tuidl.errors import CheckpointError, UsageError
from tuidl.language import later, tr
from tuidl.session.request import Request

if TYPE_CHECKING:
    from tuidl.tui.asked import Asked

SHELL = {  # options of the shell alone, and what the screen does instead
    "race": later("on the screen t makes a twin of the run"),
    "seeds": later("on the screen S runs several seeds at once"),
    "quick": later("on the screen a run is as long as --steps or --epochs says"),
    "as_json": later("the screen writes nothing"),
    "quiet": later("the screen writes nothing"),
    "save": later("on the screen a run that is left half way is kept by itself"),
    "record": later("on the screen there may be many runs"),
    "plot": later("on the screen the curves are drawn live"),
}


def plain(context: click.Context, options: Mapping[str, Any]) -> bool:
    """Whether lines of text are wanted in place of screens: said here, or to tuidl itself."""
    return bool(options["plain"] or (context.parent is not None and context.parent.params.get("plain")))


def refuse_shell(context: click.Context) -> None:
    """UsageError for the first option on the line that only the shell has."""
    for parameter in context.command.params:
        name = str(parameter.name)
        if context.get_parameter_source(name) is not click.core.ParameterSource.COMMANDLINE:
            continue
        if name in SHELL:
            raise UsageError(tr("{option} needs --headless; {why}", option=parameter.opts[0], why=tr(SHELL[name])))


def asked(lesson: Lesson, options: Mapping[str, Any]) -> "Asked":
    """What the screen is asked for. UsageError, DataError or CheckpointError for what cannot be."""
    from tuidl.tui.asked import Asked

    if options["epochs"] is not None and options["steps"] is not None:
        raise UsageError(tr("--epochs and --steps exclude each other; choose one"))
    knobs = settings(options["knobs"], lesson.knobs, lesson.id)
    experiment, data, around = options["experiment"], options["data"], dict(knobs)
    if experiment is not None and experiment not in lesson.experiments:
        raise no_experiment(lesson, experiment)
    raced = False
    if options["resume"] is not None:
        request = Request(str(lesson.folder), experiment, seed=options["seed"], steps=options["steps"])
        saved, raced = _saved(lesson, options["resume"], request)
        experiment, data, around = saved.experiment, data or saved.data, {**saved.knobs, **knobs}
    step = ""
    if experiment is not None or data is not None:
        experiment = experiment or lesson.headless
        step = showing(lesson, experiment, around)
        if not step:
            raise UsageError(
                tr(
                    "--experiment {experiment} needs --headless; no step of '{id}' shows it",
                    experiment=experiment,
                    id=lesson.id,
                )
            )
    for name in {experiment} if experiment else lesson.experiments:
        seed = lesson.experiments[name].seed
        if options["seed"] is not None and isinstance(seed, KnobRef) and seed.name in knobs:
            raise UsageError(tr("--seed and --set {name} are the same thing; choose one", name=seed.name))
    if data is not None:
        data = _checked(Request(str(lesson.folder), experiment, knobs, seed=options["seed"], data=data), lesson)
    return Asked(
        knobs=knobs,
        seed=options["seed"],
        data=data,
        device=options["device"],
        threads=options["threads"],
        steps=options["steps"],
        epochs=options["epochs"],
        step=step,
        resume=options["resume"].expanduser().absolute() if options["resume"] is not None else None,
        raced=raced,
    )


def told(lesson: Lesson, asked: "Asked") -> "Asked":
    """The same, for a lesson that is told as text. UsageError for a race that no step is."""
    if asked.raced and not lesson.experiments[lesson.step(asked.step).experiment].race:
        raise UsageError(tr("--plain tells one run: a saved race goes on with --headless, or on the screen"))
    return asked


def _saved(lesson: Lesson, path: Path, request: Request) -> tuple[Request, bool]:
    """What the saved run was asked for, with its knobs (of a race those of its first run), and whether it is a race;
    CheckpointError where it contradicts what is asked now."""
    from dataclasses import replace

    from tuidl.train.race import saved as files

    if not path.is_file():
        raise UsageError(tr("--resume '{path}': there is no such file; --headless --save FILE makes one", path=path))
    saved = files.read(path)
    if saved.lesson != lesson.id:
        raise CheckpointError(
            tr("the saved run is of {lesson}, not of {id}: open that lesson", lesson=saved.lesson, id=lesson.id)
        )
    files.agree(saved, request)
    raced = isinstance(saved, files.SavedRace)
    first = saved.lanes[0] if isinstance(saved, files.SavedRace) else saved
    return replace(saved.request, knobs=dict(first.knobs)), raced


def _checked(request: Request, lesson: Lesson) -> str | None:
    """The data as the run will find them from wherever it starts; None for the experiment's own. DataError if they
    cannot be used."""
    from tuidl.train import plan

    if not plan.make(request, lesson, {}).own_data:
        return None
    name = str(request.data)
    path = Path(name).expanduser()
    return str(path.resolve()) if name not in lesson.data and path.exists() else name
