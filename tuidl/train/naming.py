"""Which further values a lesson speaks of: nothing else is worked out at an evaluation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tuidl.course.spec import Lesson, Step

_BIGRAM = re.compile(r"\bbigram\b")
_NAIVE = re.compile(r"\bnaive\b")
_PER_LAYER = re.compile(r"\b(signal|gradient|distinct)\[\s*(\w+)\s*\]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of layers, by the value wanted of them; whether the marks that need no net are wanted."""

    signal: frozenset[str] = frozenset()
    gradient: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()
    bigram: bool = False
    naive: bool = False


def _sentences(step: Step) -> Iterator[str | None]:
    yield from (step.check, step.score)
    for explanation in step.explain:
        yield from (explanation.say, explanation.when)
    for ask in step.ask:
        yield ask.value
        yield from (choice.when for choice in ask.choices)


def wanted(lesson: Lesson) -> Wanted:
    """``signal[...]``, ``gradient[...]``, ``distinct[...]``, ``bigram``, ``naive``: in all checks and texts."""
    texts = [*lesson.measures.values(), *(goal.check for goal in lesson.goals)]
    texts += [text for step in lesson.steps for text in _sentences(step) if text]
    found: dict[str, set[str]] = {"signal": set(), "gradient": set(), "distinct": set()}
    for text in texts:
        for value, layer in _PER_LAYER.findall(text):
            found[value].add(layer)
    layers = {value: frozenset(names) for value, names in found.items()}
    bigram, naive = (any(word.search(text) for text in texts) for word in (_BIGRAM, _NAIVE))
    return Wanted(**layers, bigram=bigram, naive=naive)
