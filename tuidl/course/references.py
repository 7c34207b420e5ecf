"""What a lesson refers to must exist: experiments, data, knobs, layers, panels, earlier steps, values in checks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tuidl import paths
from tuidl.commands import KnobValue
from tuidl.course import dependence, expressions, plugs, vocabulary
from tuidl.course.declarations import misfit
from tuidl.course.folder import inside
from tuidl.course.spec import Experiment, KnobRef, Lesson, Step
from tuidl.course.table import shown
from tuidl.errors import LessonError, suggest
from tuidl.language import listed, tr

TENSOR = re.compile(r"([a-z_][a-z0-9_]*)\.(weight|bias)\[(\d+(?:,\d+)*)\]")
_FILE = re.compile(r"lesson\.py:[a-z_][a-z0-9_]*")


def mistakes(lesson: Lesson) -> Iterator[str]:
    """One sentence, without the lesson's name, for each reference that leads nowhere."""
    for entry in lesson.data.values():
        if "/" in entry.source or "." in entry.source:
            if not _FILE.fullmatch(entry.source):
                yield from _file(lesson, f"data '{entry.name}'", entry.source)
        else:
            if not _brought(entry.source):
                yield from expressions.known(f"data '{entry.name}': source", entry.source, vocabulary.SOURCES)
        yield from _refs(lesson, f"data '{entry.name}'", entry.options)
    for schedule in lesson.schedules.values():
        yield from _refs(lesson, f"schedule '{schedule.name}'", schedule.options)
    for experiment in lesson.experiments.values():
        yield from _experiment(lesson, experiment)
    for knob in lesson.knobs.values():
        if knob.tensor is not None:
            match = TENSOR.fullmatch(knob.tensor)
            if match is None:
                told = tr("tensor '{tensor}' must look like 'LAYER.weight[0,0]'", tensor=knob.tensor)
                yield f"knob '{knob.name}': {told}"
            else:
                yield from expressions.known(f"knob '{knob.name}': layer", match[1], expressions.all_layers(lesson))
    for name, panel in lesson.panels.items():
        yield from _panel("[panels]", name, expressions.all_layers(lesson))
        yield from _two_weights(lesson, f"[panels.{name}]", panel.options.get("weights"))
        called = panel.options.get("names", ("", ""))
        if (
            not isinstance(called, list | tuple)
            or len(called) != 2
            or not all(isinstance(text, str) for text in called)
        ):
            yield f"[panels.{name}]: " + tr("names must be two texts like ['w₁', 'w₂']")
    for name, text in lesson.measures.items():
        if name in (*vocabulary.VALUES, *vocabulary.TOLD, *lesson.knobs):
            yield f"measure '{name}' " + tr("has the name of a value that already exists")
        yield from expressions.sums(lesson, f"measure '{name}'", text, None)
    yield from expressions.circles(lesson)
    yield from expressions.known("[headless]: experiment", lesson.headless, lesson.experiments)
    for goal in lesson.goals:
        yield from expressions.checked(lesson, "[headless]: goal", goal.check, None)
    if lesson.demo is not None:
        for key, step_id in (("plays", lesson.demo.plays), ("picture", lesson.demo.picture)):
            yield from expressions.known(f"[demo]: {key}: step", step_id, [step.id for step in lesson.steps])
    for place, step in enumerate(lesson.steps):
        yield from _step(lesson, step, lesson.steps[:place])


def _brought(source: str) -> bool:
    """Whether it is a set that was imported here."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", source)) and (paths.data() / source).is_dir()


def _file(lesson: Lesson, where: str, name: str) -> Iterator[str]:
    try:
        if not inside(lesson.folder, name, lesson.slug).is_file():
            yield f"{where}: " + tr("file '{name}' is missing in the lesson folder", name=name)
    except LessonError as error:
        yield f"{where}: {str(error).partition(': ')[2]}"


def _panel(where: str, panel: str, known: tuple[str, ...]) -> Iterator[str]:
    every = [name for name, layered in vocabulary.PANELS.items() if not layered]
    every += [f"{name}:{layer}" for name, layered in vocabulary.PANELS.items() if layered for layer in known]
    if panel not in every:
        yield f"{where}: " + tr("panel '{panel}' is unknown{hint}", panel=panel, hint=suggest(panel, every))


def _two_weights(lesson: Lesson, where: str, told: Any) -> Iterator[str]:
    """What a panel over two weights is told to look at."""
    if told is None:
        return
    if not isinstance(told, list | tuple) or len(told) != 2 or not all(isinstance(text, str) for text in told):
        yield f"{where}: " + tr("weights must be two texts like 'LAYER.weight[0,0]'")
        return
    for text in told:
        match = TENSOR.fullmatch(text)
        if match is None:
            yield f"{where}: " + tr("'{text}' must look like 'LAYER.weight[0,0]'", text=text)
        else:
            yield from expressions.known(f"{where}: layer", match[1], expressions.all_layers(lesson))


def _experiment(lesson: Lesson, experiment: Experiment) -> Iterator[str]:
    where = f"experiment '{experiment.name}'"
    if experiment.race:
        yield from _race(lesson, experiment, where)
        return
    yield from _word(lesson, f"{where}: data", experiment.data, lesson.data)
    yield from _word(lesson, f"{where}: optimiser", experiment.optimiser, vocabulary.OPTIMISERS)
    for key, types in (("rate", ("float",)), ("batch", ("int",)), ("steps", ("int",)), ("seed", ("int",))):
        yield from _typed(lesson, f"{where}: {key}", getattr(experiment, key), types)
    yield from _word(lesson, f"{where}: schedule", experiment.schedule, lesson.schedules)
    yield from _refs(lesson, f"{where}: stopping", experiment.stopping)
    yield from _refs(lesson, where, experiment.options)
    for layer in experiment.layers:
        here = f"{where}, layer '{layer.name}'"
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", layer.name):
            yield f"{here}: " + tr("a layer's name has small letters, digits and '_' only")
        yield from _refs(lesson, here, layer.options)
        for key, known in (("activation", vocabulary.ACTIVATIONS), ("init", vocabulary.INITS)):
            yield from _word(lesson, f"{here}: {key}", layer.options.get(key), known)
        if layer.type == "augment":
            for key in vocabulary.AUGMENTATIONS:
                chance = ("bool",) if key.startswith("flip") else ()
                yield from _typed(lesson, f"{here}: {key}", layer.options.get(key), ("float", "int", *chance))
        yield from _typed(lesson, f"{here}: repeat", layer.repeat, ("int",))
        depth = layer.repeat
        if isinstance(depth, KnobRef) and (knob := lesson.knobs.get(depth.name)) and knob.range:
            depth = int(knob.range[1])
        if isinstance(depth, int) and depth > vocabulary.DEEPEST:
            yield f"{here}: " + tr(
                "repeat may be at most {most}, not {depth}",
                most=vocabulary.DEEPEST,
                depth=depth,
            )
    every = expressions.layers(lesson, experiment)
    for name in dict.fromkeys(name for name in every if every.count(name) > 1):
        yield f"{where}: " + tr("two layers are called '{name}'", name=name)


def _race(lesson: Lesson, race: Experiment, where: str) -> Iterator[str]:
    """Contestants that can be told apart, by name and by what they run."""
    yield from _typed(lesson, f"{where}: steps", race.steps, ("int",))
    least = 2 if race.seeds == 1 else 1
    if not least <= len(race.contestants) <= vocabulary.CONTESTANTS:
        yield f"{where}: " + tr(
            "there are {count} contestants; {least} to {most} can race",
            count=len(race.contestants),
            least=least,
            most=vocabulary.CONTESTANTS,
        )
    if race.seeds > vocabulary.SEEDS:
        yield f"{where}: " + tr(
            "seeds = {seeds}; at most {most}",
            seeds=race.seeds,
            most=vocabulary.SEEDS,
        )
    taken = [step.id for step in lesson.steps]
    runs: dict[tuple[Any, ...], str] = {}
    for contestant in race.contestants:
        here = f"{where}, contestant '{contestant.name}'"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", contestant.name) or contestant.name in ("fault", "knob", "max", "min"):
            yield f"{here}: " + tr("a name has small letters, digits and '_' only, and is no word of a check")
        if contestant.name in taken:
            yield f"{here}: " + tr("a step or another contestant has the same name")
        taken.append(contestant.name)
        yield from _set(lesson, f"{here}: set", contestant.set)
        known = dependence.knobs(lesson, lesson.experiments[contestant.experiment])
        for name in contestant.set:
            if name in lesson.knobs and name not in known:
                yield f"{here}: " + tr(
                    "set: nothing in '{experiment}' depends on the knob '{name}'",
                    experiment=contestant.experiment,
                    name=name,
                )
        settings = sorted({**lesson.defaults(), **contestant.set}.items())
        run = (contestant.experiment, *settings, *contestant.functions)
        if other := runs.get(run):
            yield f"{here}: " + tr("it is the same run as '{other}'; set another knob", other=other)
        runs.setdefault(run, contestant.name)


def _word(lesson: Lesson, where: str, value: Any, known: Iterable[str]) -> Iterator[str]:
    """A word, or a choice knob all of whose choices must be such words."""
    known = list(known)
    if isinstance(value, str):
        yield from expressions.known(where, value, known)
    elif isinstance(value, KnobRef):
        yield from _typed(lesson, where, value, ("choice",))
        knob = lesson.knobs.get(value.name)
        for choice in knob.choices if knob else ():
            yield from expressions.known(f"{where}: choice of knob '{value.name}'", choice, known)


def _typed(lesson: Lesson, where: str, value: Any, types: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, KnobRef):
        knob = lesson.knobs.get(value.name)
        if knob is None:
            yield from expressions.known(f"{where}: knob", value.name, lesson.knobs)
        elif knob.type not in types:
            yield f"{where}: " + tr(
                "knob '{name}' is of type {type}, and {types} is needed",
                name=value.name,
                type=knob.type,
                types=listed(types, tr("or")),
            )


def _refs(lesson: Lesson, where: str, value: Any) -> Iterator[str]:
    if isinstance(value, KnobRef):
        yield from expressions.known(f"{where}: knob", value.name, lesson.knobs)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _refs(lesson, where, item)
    elif isinstance(value, list):
        for item in value:
            yield from _refs(lesson, where, item)


# ---- steps ------------------------------------------------------------------------------------------------------


def _step(lesson: Lesson, step: Step, earlier: tuple[Step, ...]) -> Iterator[str]:
    where = f"step '{step.id}'"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", step.id) or step.id in ("fault", "knob"):
        yield f"{where}: " + tr("an id has small letters, digits and '_' only, and is neither 'fault' nor 'knob'")
    if step.id in [other.id for other in earlier]:
        yield f"{where}: " + tr("another step has the same id")
    yield from expressions.known(f"{where}: experiment", step.experiment, lesson.experiments)
    if step.experiment not in lesson.experiments:
        return
    known = expressions.layers(lesson, lesson.experiments[step.experiment])
    for panel in step.panels:
        yield from _panel(where, panel, known)
    for knob in step.knobs:
        yield from expressions.known(f"{where}: knob", knob, lesson.knobs)
    for pointed in step.point:
        kind, _, name = pointed.partition(":")
        if kind not in ("panel", "knob") or not name:
            yield f"{where}: " + tr("point '{pointed}' must be 'panel:NAME' or 'knob:NAME'", pointed=pointed)
        elif name not in (step.panels if kind == "panel" else step.knobs):
            shows = step.panels if kind == "panel" else step.knobs
            yield f"{where}: " + tr(
                "points at {kind} '{name}', which it does not show{hint}",
                kind=kind,
                name=name,
                hint=suggest(name, shows),
            )
    for key, values in _settings(step):
        yield from _set(lesson, f"{where}: {key}", values)
    if step.start is not None and step.start not in expressions.runs(earlier):
        yield f"{where}: " + tr(
            "start '{start}' is no earlier step with a run{hint}",
            start=step.start,
            hint=suggest(step.start, expressions.runs(earlier)),
        )
    for name in step.best:
        if name not in expressions.runs(earlier):
            yield f"{where}: " + tr(
                "best '{name}' is no earlier step with a run{hint}",
                name=name,
                hint=suggest(name, expressions.runs(earlier)),
            )
    if step.check is not None:
        yield from expressions.checked(lesson, f"{where}: check", step.check, step)
    for explanation in step.explain:
        if explanation.when is not None:
            yield from expressions.checked(lesson, f"{where}: explanation: when", explanation.when, step, told=True)
        yield from expressions.template(lesson, f"{where}: explanation", explanation.say, step)
    if step.score is not None:
        yield from expressions.sums(lesson, f"{where}: score", step.score, step)
    for ask in step.ask:
        if ask.value:
            yield from expressions.sums(lesson, f"{where}: question '{ask.id}': value", ask.value, step)
        for choice in ask.choices:
            if choice.when is not None:
                yield from expressions.checked(lesson, f"{where}: choice '{choice.id}': when", choice.when, step)
    if step.code is not None:
        for key in ("file", "solution", "tests"):
            yield from _file(lesson, f"step '{step.id}': code", getattr(step.code, key))
        faults = plugs.mistakes(lesson, step, step.code.plug, known)
        yield from (f"step '{step.id}': code: {text}" for text in faults)


def _settings(step: Step) -> Iterator[tuple[str, Mapping[str, KnobValue]]]:
    yield "set", step.set
    yield "solution", step.solution
    if step.repair is not None:
        yield "fault", step.repair.fault
        for key, alternatives in (("mends", step.repair.mends), ("decoys", step.repair.decoys)):
            for values in alternatives:
                yield key, values


def _set(lesson: Lesson, where: str, values: Mapping[str, KnobValue]) -> Iterator[str]:
    for name, value in values.items():
        if name not in lesson.knobs:
            yield from expressions.known(f"{where}: knob", name, lesson.knobs)
        elif reason := misfit(lesson.knobs[name], value):
            yield f"{where}: {name} = {shown(value)} {reason}"
