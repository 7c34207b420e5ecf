"""The tests of a code step: cases, what the solution answers, and known mistakes. Only for a process of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tuidl.course.folder import inside, text_of
from tuidl.course.spec import CodeSpec
from tuidl.errors import LessonError
from tuidl.exercise import source, values
from tuidl.exercise.comparison import difference
from tuidl.language import tr

MOST = 2000  # cases


@dataclass
class Cases:
    """What the function is tried on. ``mistakes``: what each known wrong function answers, and the sentence for it."""

    names: list[str]
    given: list[tuple[Any, ...]]
    expected: list[Any]
    tolerance: float
    arguments: tuple[str, ...]
    mistakes: list[tuple[list[Any], str]] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, spec: CodeSpec, lesson: str, seed: int = 0) -> "Cases":
        """Read the files of a code step and work everything out. LessonError, one sentence, for files that cannot be
        used."""
        solution, tests = (text_of(inside(folder, name, lesson), lesson) for name in (spec.solution, spec.tests))
        where = f"lesson '{lesson}': " + tr("{tests}", tests=spec.tests)
        try:
            arguments = source.arguments_of(solution, spec.function)
            room = _carried_out(tests, spec.tests)
            reference = _carried_out(solution, spec.solution)[spec.function]
            tolerance = float(room["TOLERANCE"])
            names: list[str] = []
            given: list[tuple[Any, ...]] = []
            for name, case in room["cases"](np.random.default_rng(seed)):
                if len(names) >= MOST:
                    raise LessonError(tr("{where}: gives more than {most} cases", where=where, most=MOST))
                names.append(str(name))
                given.append(tuple(values.plain(value) for value in case))
            made = cls(names, given, [], tolerance, arguments)
            made.expected = list(made.answers(reference))
            for wrong, sentence in room["MISTAKES"]:
                made.mistakes.append((list(made.answers(wrong)), str(sentence)))
        except LessonError:
            raise
        except Exception as error:
            raise LessonError(
                tr("{where}: cannot be used: {name}: {error}", where=where, name=type(error).__name__, error=error)
            ) from None
        if not names:
            raise LessonError(tr("{where}: gives no case", where=where))
        return made

    def answers(self, function: Callable[..., Any]) -> Iterator[Any]:
        """What a function of the lesson answers to each case; an exception counts as an answer of its own kind."""
        for case in self.given:
            try:
                with np.errstate(all="ignore"):
                    yield values.plain(function(*values.plain(case)))
            except Exception as error:
                yield f"{type(error).__name__}"

    def agree(self, answers: list[Any], others: list[Any]) -> bool:
        """Whether two lists of answers are the same on every case."""
        return all(difference(a, b, self.tolerance) is None for a, b in zip(answers, others, strict=True))

    def mistake(self, answers: list[Any]) -> str:
        """The sentence of the first known mistake that answers like this; empty if none does."""
        return next((said for wrong, said in self.mistakes if self.agree(wrong, answers)), "")


def _carried_out(text: str, name: str) -> dict[str, Any]:
    room: dict[str, Any] = {"__name__": "exercise", "__file__": name}
    exec(compile(text, name, "exec", dont_inherit=True), room)
    return room
