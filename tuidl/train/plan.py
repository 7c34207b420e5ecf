"""Plan: what a request means for its lesson: which experiment, knobs, seed, data, how long."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from tuidl import data
from tuidl.commands import KnobValue
from tuidl.course.spec import Experiment, KnobRef, Lesson
from tuidl.data import DataSet, drawn
from tuidl.errors import DataError, LessonError, UsageError, suggest
from tuidl.exercise.plugs import NONE, Plugs
from tuidl.language import tr
from tuidl.session.request import Request
from tuidl.train import knobs


@dataclass(frozen=True, slots=True)
class Plan:
    """A run, decided: every value settled."""

    lesson: Lesson
    experiment: Experiment
    knobs: Mapping[str, KnobValue]
    seed: int
    data: DataSet
    batch: int
    rate: float
    steps: int  # the budget
    evaluate_every: int
    pace: str
    stride: int
    device: str
    threads: int | None
    own_data: bool = False  # others than those the experiment was written for: its numbers speak of nothing here
    plugs: Plugs = NONE  # functions that somebody wrote, and their places in the network


def experiment_of(lesson: Lesson, name: str | None) -> Experiment:
    """The experiment asked for, else the one of ``[headless]``. UsageError if there is none of that name."""
    chosen = name or lesson.headless
    if chosen not in lesson.experiments:
        raise UsageError(
            tr(
                "{id} has no experiment '{chosen}'{hint}",
                id=lesson.id,
                chosen=chosen,
                hint=suggest(chosen, lesson.experiments),
            )
        )
    return lesson.experiments[chosen]


def knobs_of(request: Request, lesson: Lesson, turned: Mapping[str, KnobValue]) -> dict[str, KnobValue]:
    """All knobs: defaults, then the request's, then ``turned``; the request's seed is the seed knob's value."""
    experiment = experiment_of(lesson, request.experiment)
    given = dict(request.knobs)
    if request.seed is not None and isinstance(experiment.seed, KnobRef):
        given[experiment.seed.name] = request.seed
    return knobs.settings(lesson, {**given, **turned})


def make(request: Request, lesson: Lesson, turned: Mapping[str, KnobValue], last: "Plan | None" = None) -> Plan:
    """Settle everything; the data of ``last`` are kept if they would be the same.

    UsageError for an unknown experiment or knob value, DataError for data that cannot be loaded.
    """
    experiment = experiment_of(lesson, request.experiment)
    values = knobs_of(request, lesson, turned)
    if request.seed is not None and not isinstance(experiment.seed, KnobRef):
        seed = request.seed
    else:
        seed = int(knobs.settled(experiment.seed, values))
    examples = _load(request, lesson, experiment, values, seed, last)
    if examples.n == 0:
        raise LessonError(tr("{id}: data '{name}' hold no training examples", id=lesson.id, name=examples.name))
    batch = _batch(experiment, values, examples)
    if request.steps is not None:
        steps = request.steps
    elif request.epochs is not None:
        steps = ceil(request.epochs * examples.n / batch)
    else:
        steps = int(knobs.settled(experiment.steps, values))
    return Plan(
        lesson=lesson,
        experiment=experiment,
        knobs=values,
        seed=seed,
        data=examples,
        batch=batch,
        rate=float(knobs.settled(experiment.rate, values)),
        steps=max(steps, 0),
        evaluate_every=max(request.evaluate_every or _pauses(request, lesson, experiment, examples.n / batch), 1),
        pace=experiment.pace,
        stride=experiment.stride,
        device=request.device,
        threads=request.threads,
        own_data=request.data not in (None, knobs.settled(experiment.data, values)),
        plugs=_plugs(request, lesson, last),
    )


def over(before: Plan, values: Mapping[str, KnobValue], points: tuple[tuple[float, float, int], ...]) -> Plan:
    """The same with its knobs as they are now, over other points. DataError for points that cannot be used."""
    examples = drawn.taught(before.data, points)
    return replace(before, knobs=dict(values), data=examples, batch=_batch(before.experiment, values, examples))


def _batch(experiment: Experiment, values: Mapping[str, KnobValue], examples: DataSet) -> int:
    """Examples of a training step, never more than there are."""
    asked = knobs.settled(experiment.batch, values)
    return examples.n if asked == "all" else max(1, min(int(asked), examples.n))


def _plugs(request: Request, lesson: Lesson, last: "Plan | None") -> Plugs:
    """The written functions; those of ``last`` if they are the same."""
    if last is not None and last.plugs.written == request.code:
        return last.plugs
    return Plugs.of(lesson, request.code)


def _pauses(request: Request, lesson: Lesson, experiment: Experiment, epoch: float) -> int:
    """Steps between evaluations: the lesson's, but with data it was not written for at most 20 in an ``epoch``, which
    may have held out a hundred times as many examples."""
    foreign = request.data is not None and request.data not in lesson.data
    return max(experiment.evaluate_every, ceil(epoch / 20)) if foreign else experiment.evaluate_every


def _load(
    request: Request,
    lesson: Lesson,
    experiment: Experiment,
    values: Mapping[str, KnobValue],
    seed: int,
    last: Plan | None,
) -> DataSet:
    source, options, stand_in = _source(request, lesson, experiment, values)
    if last is not None and last.seed == seed and last.lesson.folder == lesson.folder:
        before = _source(request, last.lesson, last.experiment, last.knobs)
        if before == (source, options, stand_in):
            return last.data
    return data.load(source, options, seed, lesson.folder, stand_in)


def _source(
    request: Request, lesson: Lesson, experiment: Experiment, values: Mapping[str, KnobValue]
) -> tuple[str, dict[str, Any], bool]:
    """Where the data come from, with which options, and whether those were written for other data."""
    if request.data in lesson.data:
        spec = lesson.data[str(request.data)]
    else:
        name = str(knobs.settled(experiment.data, values))
        if name not in lesson.data:
            hint = suggest(name, lesson.data)
            raise LessonError(
                tr(
                    "{id}: experiment '{experiment}': there are no data '{data}'{hint}",
                    id=lesson.id,
                    experiment=experiment.name,
                    data=name,
                    hint=hint,
                )
            )
        spec = lesson.data[name]
    options: dict[str, Any] = dict(knobs.settled(spec.options, values))
    if spec.classes:
        options["classes"] = list(spec.classes)
    if spec.label:
        options["label"] = spec.label
    if request.data is None or request.data in lesson.data:
        return spec.source, options, False
    try:
        path = Path(request.data).expanduser()
        return (str(path.resolve()) if path.exists() else request.data), options, True
    except (OSError, RuntimeError) as error:  # a name too long for any file; somebody who has no home
        reason = getattr(error, "strerror", None) or error
        raise DataError(tr("data '{data}' cannot be read: {reason}", data=request.data[:40], reason=reason)) from error
