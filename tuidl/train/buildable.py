"""Whether the networks of a lesson can be built: what `tuidl lesson check` finds without training a step."""

from collections.abc import Iterator, Mapping

from tuidl.commands import KnobValue
from tuidl.course.spec import Knob, Lesson
from tuidl.errors import DataError, TuidlError
from tuidl.language import tr
from tuidl.session.request import Request
from tuidl.train import assemble, form, knobs, plan


def mistakes(lesson: Lesson) -> Iterator[str]:
    """One sentence for each way in which data and layers do not fit, as steps open and at the ends of their knobs."""
    broken: set[str] = set()
    tried: set[tuple[object, ...]] = set()
    for where, experiment, values in (run for opening in _openings(lesson) for run in _runs(lesson, *opening)):
        key = (experiment, tuple(sorted(values.items())))
        if experiment not in lesson.experiments or experiment in broken or key in tried:
            continue
        tried.add(key)
        fault = _fault(lesson, experiment, values)
        if fault:
            broken.add(experiment)  # the rest would say the same once more
            yield f"{where}{fault}"


def _openings(lesson: Lesson) -> Iterator[tuple[str, str, Mapping[str, KnobValue]]]:
    """Where, which experiment, with which knobs: defaults first, then steps, then what a learner can turn in them."""
    for name in lesson.experiments:
        yield "", name, lesson.defaults()
    for step in lesson.steps:
        yield f"step '{step.id}': ", step.experiment, lesson.settings(step)
        for knob in (lesson.knobs[name] for name in step.knobs if name in lesson.knobs):
            for value in _ends(knob):
                where = f"step '{step.id}': " + tr("with {knob} = {value}", knob=knob.name, value=value) + ": "
                yield where, step.experiment, {**lesson.settings(step), knob.name: value}


def _runs(
    lesson: Lesson, where: str, experiment: str, values: Mapping[str, KnobValue]
) -> Iterator[tuple[str, str, Mapping[str, KnobValue]]]:
    """What is trained: the experiment itself, or every contestant of a race."""
    named = lesson.experiments.get(experiment)
    if named is None or not named.race:
        yield where, experiment, values
        return
    for one in named.contestants:
        yield (
            f"{where}contestant '{one.name}' of '{experiment}': ",
            one.experiment,
            {**values, **one.set},
        )


def _ends(knob: Knob) -> tuple[KnobValue, ...]:
    if knob.type == "bool":
        return (False, True)
    if knob.type == "choice":
        return knob.choices
    return tuple(int(end) if knob.type == "int" else end for end in knob.range or ())


def _fault(lesson: Lesson, experiment: str, values: Mapping[str, KnobValue]) -> str:
    """Why it cannot be built; empty if it can."""
    try:
        request = Request(str(lesson.folder), experiment, dict(values), device="reference")
        assemble.build(form.settled(plan.make(request, lesson, {})))
    except DataError as error:
        name = str(knobs.settled(lesson.experiments[experiment].data, values))
        source = tr("data set '{source}'", source=lesson.data[name].source)
        return f"data '{name}': {str(error).removeprefix(f'{source}: ')}"
    except TuidlError as error:
        text = str(error).removeprefix(f"{lesson.id}, ").removeprefix(f"{lesson.id}: ")
        return (
            text
            if text.startswith("experiment ")
            else tr("experiment '{experiment}': {text}", experiment=experiment, text=text)
        )
    return ""
