"""Which knobs an experiment depends on."""

from collections.abc import Iterator, Mapping
from typing import Any

from tuidl.course import vocabulary
from tuidl.course.spec import Experiment, KnobRef, Lesson


def referred(value: Any) -> Iterator[str]:
    """The knobs that stand anywhere in what a lesson declares."""
    if isinstance(value, KnobRef):
        yield value.name
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from referred(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from referred(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from referred(getattr(value, name))


def knobs(lesson: Lesson, experiment: Experiment) -> set[str]:
    """Those that can make a difference to it: its own, those of its data and schedules, numbers of its network."""
    parts: list[Any] = [experiment]
    for given, declared in ((experiment.data, lesson.data), (experiment.schedule, lesson.schedules)):
        chosen = lesson.knobs[given.name].choices if isinstance(given, KnobRef) else (given or "",)
        parts += [declared[name] for name in chosen if name in declared]
    layers = {layer.name for layer in experiment.layers}
    numbers = {name for name, knob in lesson.knobs.items() if (knob.tensor or "").partition(".")[0] in layers}
    return {*referred(parts), *numbers, *vocabulary.DRAWN}
