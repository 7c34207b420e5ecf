"""What checks, sums and explanations speak of must exist: values, layers, knobs, earlier steps, contestants."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tuidl.course import check, quote, vocabulary
from tuidl.course.spec import Contestant, Experiment, KnobRef, LayerSpec, Lesson, Step
from tuidl.course.tree import Name, names
from tuidl.errors import LessonError, suggest, unknown
from tuidl.language import tr


def layers(lesson: Lesson, experiment: Experiment) -> tuple[str, ...]:
    """The names of all layers the experiment, or one of those it races, can have, repeated ones at their greatest
    depth."""
    if experiment.race:
        raced = [lesson.experiments[contestant.experiment] for contestant in experiment.contestants]
        return tuple(dict.fromkeys(name for each in raced for name in layers(lesson, each)))
    return tuple(name for layer in experiment.layers for name in named(lesson, layer))


def named(lesson: Lesson, layer: LayerSpec) -> tuple[str, ...]:
    """The names of the layers that a description makes, of repeated ones as many as there can be."""
    count = layer.repeat
    if isinstance(count, KnobRef):
        knob = lesson.knobs.get(count.name)
        count = int(knob.range[1]) if knob and knob.range else 1
    if count is None:
        return (layer.name,)
    return tuple(f"{layer.name}{i}" for i in range(1, min(count, vocabulary.DEEPEST) + 1))


def all_layers(lesson: Lesson) -> tuple[str, ...]:
    """The layer names of all experiments, each once."""
    return tuple(dict.fromkeys(name for e in lesson.experiments.values() for name in layers(lesson, e)))


def runs(steps: Iterable[Step]) -> list[str]:
    """The ids of those steps whose end result can be quoted."""
    return [step.id for step in steps if step.kind in vocabulary.RUNNING]


def known(what: str, word: str, among: Iterable[str]) -> Iterator[str]:
    """One sentence if the word is none of them."""
    among = list(among)
    if word not in among:
        yield unknown(what, word, among)


def checked(lesson: Lesson, where: str, text: str, step: Step | None, told: bool = False) -> Iterator[str]:
    """One sentence for each name in a check that means nothing."""
    yield from _expression(lesson, where, lambda: list(names(check.parse(text))), step, told)


def sums(lesson: Lesson, where: str, text: str, step: Step | None) -> Iterator[str]:
    """One sentence for each name in a sum that means nothing."""
    yield from _expression(lesson, where, lambda: list(names(check.parse_sum(text))), step, False)


def template(lesson: Lesson, where: str, text: str, step: Step) -> Iterator[str]:
    """One sentence for each name in an explanation that means nothing."""
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
        return next(known("knob", name.word, lesson.knobs), "")
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
            return tr("'fault.{word}' belongs to a repair step", word=name.word)
    elif name.scope:
        earlier = lesson.steps[: lesson.steps.index(step)] if step else ()
        if name.scope not in runs(earlier):
            return tr(
                "'{scope}.{word}' quotes no earlier step with a run{hint}",
                scope=name.scope,
                word=name.word,
                hint=suggest(name.scope, runs(earlier)),
            )
        quoted = next(s for s in earlier if s.id == name.scope)
        experiment = lesson.experiments.get(quoted.experiment)
        if name.rival:
            contestant = _contestant(lesson, name.rival, experiment) if experiment else None
            if contestant is None:
                racing = [other.name for other in experiment.contestants] if experiment else []
                return next(known(f"contestant of '{name.scope}'", name.rival, racing))
            experiment = lesson.experiments[contestant.experiment]
    if name.layer:
        if name.word not in vocabulary.LAYER_VALUES:
            return next(known("value", name.word, vocabulary.LAYER_VALUES))
        return next(known("layer", name.layer, layers(lesson, experiment) if experiment else all_layers(lesson)), "")
    if name.word in vocabulary.LAYER_VALUES:
        return tr(
            "'{word}' needs a layer, as in '{word}[{layer}]'",
            word=name.word,
            layer=(all_layers(lesson) or ("h1",))[0],
        )
    if name.word in vocabulary.TOLD and not told:
        return tr("'{word}' can be told in an explanation but not checked", word=name.word)
    words = [*vocabulary.VALUES, *lesson.measures, *(k.name for k in lesson.knobs.values() if k.tensor)]
    return next(known("value", name.word, [*words, *(vocabulary.TOLD if told else ())]), "")


def circles(lesson: Lesson) -> Iterator[str]:
    """Measures may use measures written above them: so none can use itself."""
    above: list[str] = []
    for name, text in lesson.measures.items():
        try:
            used = [n.word for n in names(check.parse_sum(text)) if not n.layer and not n.scope]
        except LessonError:
            continue
        for word in used:
            if word in lesson.measures and word not in above:
                yield f"measure '{name}': " + tr("uses '{word}', which must stand above it", word=word)
        above.append(name)
