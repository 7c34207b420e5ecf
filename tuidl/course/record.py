"""What the progress store tells of: a lesson, a prediction that was judged, a run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tuidl.commands import KnobValue


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far a learner is in a lesson. Times are seconds since 1970; ``done`` is None until every step is."""

    lesson: str
    step: str  # where they are
    started: float
    visited: float
    done: float | None
    seconds: float  # spent in it
    steps_done: tuple[str, ...]
    best: Mapping[str, float]  # step -> best score


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction that was judged. ``sure``: how likely the learner called it to come out, 0 to 1; None: not said."""

    lesson: str
    step: str
    question: str
    chosen: str
    right: str
    at: float
    sure: float | None = None

    @property
    def hit(self) -> bool:
        """Whether it was right; where the run made no answer right, none is."""
        return bool(self.chosen) and self.chosen == self.right


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run, for "your last runs": ``step`` is where it can be seen, empty where no step trains its experiment."""

    lesson: str
    step: str
    experiment: str
    seed: int
    steps: int
    knobs: dict[str, KnobValue]
    values: dict[str, float]
    goal: str = ""
    met: bool | None = None
    at: float = 0.0
    data: str = ""  # the name of the data where they were not the lesson's own
    curve: tuple[float, ...] = ()  # the loss at steps evenly spread over the run


def run(text: str) -> RunRecord:
    """A run from its JSON. ValueError or TypeError for what is none."""
    told = RunRecord(**json.loads(text))
    words, numbers = (told.lesson, told.step, told.experiment, told.goal, told.data), (told.seed, told.steps, told.at)
    if not (
        all(isinstance(word, str) for word in words)
        and all(isinstance(number, int | float) for number in (*numbers, *told.values.values(), *told.curve))
        and all(isinstance(value, KnobValue) for value in told.knobs.values())
        and (told.met is None or isinstance(told.met, bool))
    ):
        raise ValueError("a run with values of another kind")
    return replace(told, curve=tuple(told.curve))
