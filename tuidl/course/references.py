"""What a lesson refers to must exist: experiments, data, knobs, layers, panels, earlier steps, values in checks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tuidl import paths
from tuidl.commands import KnobValue
from tuidl.course import check, dependence, plugs, quote, vocabulary
from tuidl.course.declarations import misfit
from tuidl.course.folder import inside
from tuidl.course.spec import Contestant, Experiment, KnobRef, Lesson, Step
from tuidl.course.table import shown
from tuidl.course.tree import Name, names
from tuidl.errors import LessonError, suggest, unknown

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
                yield from _known(f"data '{entry.name}': source", entry.source, vocabulary.SOURCES)
        yield from _refs(lesson, f"data '{entry.name}'", entry.options)
    for schedule in lesson.schedules.values():
        yield from _refs(lesson, f"schedule '{schedule.name}'", schedule.options)
    for experiment in lesson.experiments.values():
        yield from _experiment(lesson, experiment)
    for knob in lesson.knobs.values():
        if knob.tensor is not None:
            match = TENSOR.fullmatch(knob.tensor)
            if match is None:
                yield f"knob '{knob.name}': tensor '{knob.tensor}' must look like 'LAYER.weight[0,0]'"
            else:
                yield from _known(f"knob '{knob.name}': layer", match[1], all_layers(lesson))
    for name, panel in lesson.panels.items():
        yield from _panel("[panels]", name, all_layers(lesson))
        yield from _two_weights(lesson, f"[panels.{name}]", panel.options.get("weights"))
    for name, text in lesson.measures.items():
        if name in (*vocabulary.VALUES, *vocabulary.TOLD, *lesson.knobs):
            yield f"measure '{name}' has the name of a value that already exists"
        yield from _sums(lesson, f"measure '{name}'", text, None)
    yield from _circles(lesson)
    yield from _known("[headless]: experiment", lesson.headless, lesson.experiments)
    for goal in lesson.goals:
        yield from _checked(lesson, "[headless]: goal", goal.check, None)
    if lesson.demo is not None:
        for key, step_id in (("plays", lesson.demo.plays), ("picture", lesson.demo.picture)):
            yield from _known(f"[demo]: {key}: step", step_id, [step.id for step in lesson.steps])
    for place, step in enumerate(lesson.steps):
        yield from _step(lesson, step, lesson.steps[:place])


def layers(lesson: Lesson, experiment: Experiment) -> tuple[str, ...]:
    """The names of all layers the experiment, or one of those it races, can have, repeated ones at their greatest
    depth."""
    if experiment.race:
        raced = [lesson.experiments[contestant.experiment] for contestant in experiment.contestants]
        return tuple(dict.fromkeys(name for each in raced for name in layers(lesson, each)))
    found: list[str] = []
    for layer in experiment.layers:
        count = layer.repeat
        if isinstance(count, KnobRef):
            knob = lesson.knobs.get(count.name)
            count = int(knob.range[1]) if knob and knob.range else 1
        if count is None:
            found.append(layer.name)
        else:
            found.extend(f"{layer.name}{i}" for i in range(1, min(count, vocabulary.DEEPEST) + 1))
    return tuple(found)


def all_layers(lesson: Lesson) -> tuple[str, ...]:
    """The layer names of all experiments, each once."""
    return tuple(dict.fromkeys(name for e in lesson.experiments.values() for name in layers(lesson, e)))


def runs(steps: Iterable[Step]) -> list[str]:
    """The ids of those steps whose end result can be quoted."""
    return [step.id for step in steps if step.kind in vocabulary.RUNNING]


def _brought(source: str) -> bool:
    """Whether it is a set that was imported here."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", source)) and (paths.data() / source).is_dir()


def _known(what: str, word: str, known: Iterable[str]) -> Iterator[str]:
    known = list(known)
    if word not in known:
        yield unknown(what, word, known)


def _file(lesson: Lesson, where: str, name: str) -> Iterator[str]:
    try:
        if not inside(lesson.folder, name, lesson.slug).is_file():
            yield f"{where}: file '{name}' is missing in the lesson folder"
    except LessonError as error:
        yield f"{where}: {str(error).partition(': ')[2]}"


def _panel(where: str, panel: str, known: tuple[str, ...]) -> Iterator[str]:
    every = [name for name, layered in vocabulary.PANELS.items() if not layered]
    every += [f"{name}:{layer}" for name, layered in vocabulary.PANELS.items() if layered for layer in known]
    if panel not in every:
        yield f"{where}: panel '{panel}' is unknown{suggest(panel, every)}"


def _two_weights(lesson: Lesson, where: str, told: Any) -> Iterator[str]:
    """What a panel over two weights is told to look at."""
    if told is None:
        return
    if not isinstance(told, list | tuple) or len(told) != 2 or not all(isinstance(text, str) for text in told):
        yield f"{where}: weights must be two texts like 'LAYER.weight[0,0]'"
        return
    for text in told:
        match = TENSOR.fullmatch(text)
        if match is None:
            yield f"{where}: '{text}' must look like 'LAYER.weight[0,0]'"
        else:
            yield from _known(f"{where}: layer", match[1], all_layers(lesson))


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
            yield f"{here}: a layer's name has small letters, digits and '_' only"
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
            yield f"{here}: repeat may be at most {vocabulary.DEEPEST}, not {depth}"
    every = layers(lesson, experiment)
    for name in dict.fromkeys(name for name in every if every.count(name) > 1):
        yield f"{where}: two layers are called '{name}'"


def _race(lesson: Lesson, race: Experiment, where: str) -> Iterator[str]:
    """Contestants that can be told apart, by name and by what they run."""
    yield from _typed(lesson, f"{where}: steps", race.steps, ("int",))
    least = 2 if race.seeds == 1 else 1
    if not least <= len(race.contestants) <= vocabulary.CONTESTANTS:
        yield f"{where}: there are {len(race.contestants)} contestants; {least} to {vocabulary.CONTESTANTS} can race"
    if race.seeds > vocabulary.SEEDS:
        yield f"{where}: seeds = {race.seeds}; at most {vocabulary.SEEDS}"
    taken = [step.id for step in lesson.steps]
    runs: dict[tuple[Any, ...], str] = {}
    for contestant in race.contestants:
        here = f"{where}, contestant '{contestant.name}'"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", contestant.name) or contestant.name in ("fault", "knob", "max", "min"):
            yield f"{here}: a name has small letters, digits and '_' only, and is no word of a check"
        if contestant.name in taken:
            yield f"{here}: a step or another contestant has the same name"
        taken.append(contestant.name)
        yield from _set(lesson, f"{here}: set", contestant.set)
        known = dependence.knobs(lesson, lesson.experiments[contestant.experiment])
        for name in contestant.set:
            if name in lesson.knobs and name not in known:
                yield f"{here}: set: nothing in '{contestant.experiment}' depends on the knob '{name}'"
        settings = sorted({**lesson.defaults(), **contestant.set}.items())
        run = (contestant.experiment, *settings, *contestant.functions)
        if other := runs.get(run):
            yield f"{here}: it is the same run as '{other}'; set another knob"
        runs.setdefault(run, contestant.name)


def _word(lesson: Lesson, where: str, value: Any, known: Iterable[str]) -> Iterator[str]:
    """A word, or a choice knob all of whose choices must be such words."""
    known = list(known)
    if isinstance(value, str):
        yield from _known(where, value, known)
    elif isinstance(value, KnobRef):
        yield from _typed(lesson, where, value, ("choice",))
        knob = lesson.knobs.get(value.name)
        for choice in knob.choices if knob else ():
            yield from _known(f"{where}: choice of knob '{value.name}'", choice, known)


def _typed(lesson: Lesson, where: str, value: Any, types: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, KnobRef):
        knob = lesson.knobs.get(value.name)
        if knob is None:
            yield from _known(f"{where}: knob", value.name, lesson.knobs)
        elif knob.type not in types:
            yield f"{where}: knob '{value.name}' is of type {knob.type}, and {' or '.join(types)} is needed"


def _refs(lesson: Lesson, where: str, value: Any) -> Iterator[str]:
    if isinstance(value, KnobRef):
        yield from _known(f"{where}: knob", value.name, lesson.knobs)
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
        yield f"{where}: an id has small letters, digits and '_' only, and is neither 'fault' nor 'knob'"
    if step.id in [other.id for other in earlier]:
        yield f"{where}: another step has the same id"
    yield from _known(f"{where}: experiment", step.experiment, lesson.experiments)
    if step.experiment not in lesson.experiments:
        return
    known = layers(lesson, lesson.experiments[step.experiment])
    for panel in step.panels:
        yield from _panel(where, panel, known)
    for knob in step.knobs:
        yield from _known(f"{where}: knob", knob, lesson.knobs)
    for pointed in step.point:
        kind, _, name = pointed.partition(":")
        if kind not in ("panel", "knob") or not name:
            yield f"{where}: point '{pointed}' must be 'panel:NAME' or 'knob:NAME'"
        elif name not in (step.panels if kind == "panel" else step.knobs):
            shows = step.panels if kind == "panel" else step.knobs
            yield f"{where}: points at {kind} '{name}', which it does not show{suggest(name, shows)}"
    for key, values in _settings(step):
        yield from _set(lesson, f"{where}: {key}", values)
    if step.start is not None and step.start not in runs(earlier):
        yield f"{where}: start '{step.start}' is no earlier step with a run{suggest(step.start, runs(earlier))}"
    for name in step.best:
        if name not in runs(earlier):
            yield f"{where}: best '{name}' is no earlier step with a run{suggest(name, runs(earlier))}"
    if step.check is not None:
        yield from _checked(lesson, f"{where}: check", step.check, step)
    for explanation in step.explain:
        if explanation.when is not None:
            yield from _checked(lesson, f"{where}: explanation: when", explanation.when, step, told=True)
        yield from _template(lesson, f"{where}: explanation", explanation.say, step)
    if step.score is not None:
        yield from _sums(lesson, f"{where}: score", step.score, step)
    for ask in step.ask:
        if ask.value:
            yield from _sums(lesson, f"{where}: question '{ask.id}': value", ask.value, step)
        for choice in ask.choices:
            if choice.when is not None:
                yield from _checked(lesson, f"{where}: choice '{choice.id}': when", choice.when, step)
    if step.code is not None:
        for key in ("file", "solution", "tests"):
            yield from _file(lesson, f"step '{step.id}': code", getattr(step.code, key))
        yield from (f"step '{step.id}': code: {text}" for text in plugs.mistakes(lesson, step, step.code.plug, known))


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
            yield from _known(f"{where}: knob", name, lesson.knobs)
        elif reason := misfit(lesson.knobs[name], value):
            yield f"{where}: {name} = {shown(value)} {reason}"


# ---- expressions ------------------------------------------------------------------------------------------------


def _checked(lesson: Lesson, where: str, text: str, step: Step | None, told: bool = False) -> Iterator[str]:
    yield from _expression(lesson, where, lambda: list(names(check.parse(text))), step, told)


def _sums(lesson: Lesson, where: str, text: str, step: Step | None) -> Iterator[str]:
    yield from _expression(lesson, where, lambda: list(names(check.parse_sum(text))), step, False)


def _template(lesson: Lesson, where: str, text: str, step: Step) -> Iterator[str]:
    yield from _expression(lesson, where, lambda: list(quote.names(text)), step, True)


def _expression(
    lesson: Lesson, where: str, found: Callable[[], list[Name]], step: Step | None, told: bool
) -> Iterator[str]:
    try:
        used = found()
    except LessonError as error:
        yield f"{where}: {error}"
        return
    for name in used:
        if reason := _unknown(lesson, name, step, told):
            yield f"{where}: {reason}"


def _contestant(lesson: Lesson, name: str, experiment: Experiment | None) -> Contestant | None:
    """The contestant of that name: of this race; of any, where something is said for all experiments."""
    races = lesson.experiments.values() if experiment is None else (experiment,)
    return next((found for race in races for found in race.contestants if found.name == name), None)


def _unknown(lesson: Lesson, name: Name, step: Step | None, told: bool, within: Experiment | None = None) -> str:
    """Why a name means nothing here; empty if it means something."""
    if name.scope == "knob":
        return next(_known("knob", name.word, lesson.knobs), "")
    experiment = lesson.experiments.get(step.experiment) if step else None
    if not name.rival and (contestant := _contestant(lesson, name.scope, experiment)):
        return _unknown(
            lesson,
            replace(name, scope=""),
            step,
            told and name.word == "nan_at",
            lesson.experiments[contestant.experiment],
        )
    experiment = within or experiment
    if name.scope == "fault":
        if step is None or step.kind != "repair":
            return f"'fault.{name.word}' belongs to a repair step"
    elif name.scope:
        earlier = lesson.steps[: lesson.steps.index(step)] if step else ()
        if name.scope not in runs(earlier):
            return f"'{name.scope}.{name.word}' quotes no earlier step with a run{suggest(name.scope, runs(earlier))}"
        quoted = next(s for s in earlier if s.id == name.scope)
        experiment = lesson.experiments.get(quoted.experiment)
        if name.rival:
            contestant = _contestant(lesson, name.rival, experiment) if experiment else None
            if contestant is None:
                racing = [other.name for other in experiment.contestants] if experiment else []
                return next(_known(f"contestant of '{name.scope}'", name.rival, racing))
            experiment = lesson.experiments[contestant.experiment]
    if name.layer:
        if name.word not in vocabulary.LAYER_VALUES:
            return next(_known("value", name.word, vocabulary.LAYER_VALUES))
        return next(_known("layer", name.layer, layers(lesson, experiment) if experiment else all_layers(lesson)), "")
    if name.word in vocabulary.LAYER_VALUES:
        return f"'{name.word}' needs a layer, as in '{name.word}[{(all_layers(lesson) or ('h1',))[0]}]'"
    if name.word in vocabulary.TOLD and not told:
        return f"'{name.word}' can be told in an explanation but not checked"
    known = [*vocabulary.VALUES, *lesson.measures, *(k.name for k in lesson.knobs.values() if k.tensor)]
    return next(_known("value", name.word, [*known, *(vocabulary.TOLD if told else ())]), "")


def _circles(lesson: Lesson) -> Iterator[str]:
    """Measures may use measures written above them: so none can use itself."""
    above: list[str] = []
    for name, text in lesson.measures.items():
        try:
            used = [n.word for n in names(check.parse_sum(text)) if not n.layer and not n.scope]
        except LessonError:
            continue
        for word in used:
            if word in lesson.measures and word not in above:
                yield f"measure '{name}': uses '{word}', which must stand above it"
        above.append(name)
