"""Which per-layer values a lesson speaks of: nothing else is worked out at an evaluation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tuidl.course.spec import Lesson, Step

_PER_LAYER = re.compile(r"\b(signal|gradient|distinct)\[\s*(\w+)\s*\]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of layers, by the value wanted of them."""

    signal: frozenset[str] = frozenset()
    gradient: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()


def _sentences(step: Step) -> Iterator[str | None]:
    yield from (step.check, step.score)
    for explanation in step.explain:
        yield from (explanation.say, explanation.when)
    for ask in step.ask:
        yield ask.value
        yield from (choice.when for choice in ask.choices)


def wanted(lesson: Lesson) -> Wanted:
    """All ``signal[...]``, ``gradient[...]`` and ``distinct[...]`` in checks, measures, goals and explanations."""
    texts = [*lesson.measures.values(), *(goal.check for goal in lesson.goals)]
    texts += [text for step in lesson.steps for text in _sentences(step) if text]
    found: dict[str, set[str]] = {"signal": set(), "gradient": set(), "distinct": set()}
    for text in texts:
        for value, layer in _PER_LAYER.findall(text):
            found[value].add(layer)
    return Wanted(**{value: frozenset(layers) for value, layers in found.items()})
