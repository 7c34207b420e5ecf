"""Which further values a lesson speaks of: nothing else is worked out at an evaluation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tuidl.course.spec import Lesson, Step
from tuidl.course.vocabulary import LAYER_VALUES

_BIGRAM = re.compile(r"\bbigram\b")
_NAIVE = re.compile(r"\bnaive\b")
_PER_LAYER = re.compile(rf"\b({'|'.join(LAYER_VALUES)})\[\s*(\w+)\s*\]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of layers, by the value wanted of them; whether the marks that need no net are wanted."""

    signal: frozenset[str] = frozenset()
    gradient: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()
    dead: frozenset[str] = frozenset()
    weight: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()
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
    """``signal[...]`` and the other values of layers, ``bigram``, ``naive``: in all checks and texts."""
    texts = [*lesson.measures.values(), *(goal.check for goal in lesson.goals)]
    texts += [text for step in lesson.steps for text in _sentences(step) if text]
    found: dict[str, set[str]] = {value: set() for value in LAYER_VALUES}
    for text in texts:
        for value, layer in _PER_LAYER.findall(text):
            found[value].add(layer)
    layers = {value: frozenset(names) for value, names in found.items()}
    bigram, naive = (any(word.search(text) for text in texts) for word in (_BIGRAM, _NAIVE))
    return Wanted(**layers, bigram=bigram, naive=naive)
