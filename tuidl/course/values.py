"""What the names in checks and explanations stand for: this run, the lesson's measures, knobs, earlier steps' runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from tuidl.commands import KnobValue
from tuidl.course import check
from tuidl.course.check import Value, parse_sum
from tuidl.course.outcome import Outcome
from tuidl.course.spec import Lesson
from tuidl.course.tree import Check, Name

NOBODY: dict[str, Outcome] = {}


@dataclass(frozen=True, slots=True)
class Names:
    """Looks names up at one evaluation of a run (the last, unless ``place`` says another). A ``check.Look``."""

    run: Outcome
    measures: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, KnobValue] = field(default_factory=dict)
    earlier: Mapping[str, Outcome] = field(default_factory=dict)  # by step id; "fault": the faulty run of a repair step
    reached: int | None = None
    place: int = -1

    @classmethod
    def of(
        cls, lesson: Lesson, run: Outcome, earlier: Mapping[str, Outcome] = NOBODY, reached: int | None = None
    ) -> "Names":
        """The names of this lesson, at the end of this run."""
        return cls(run, lesson.measures, lesson.defaults(), earlier, reached)

    def at(self, place: int) -> "Names":
        """The same at another evaluation, by index."""
        return replace(self, place=place)

    def __call__(self, name: Name, extreme: str = "") -> Value:
        """The value, or its largest or smallest finite one so far (``extreme`` "max", "min"); None: there is none."""
        if name.scope == "knob":
            return (self.defaults if name.default else {**self.defaults, **self.run.knobs}).get(name.word)
        if name.scope in self.run.rivals:
            rival = self.run.rivals[name.scope]
            now = rival.place(self.run.evaluations[self.place][0]) if self.run.evaluations else -1
            there = replace(self, run=rival, place=now, reached=None)
            return there(replace(name, scope=""), extreme) if now >= 0 else None
        if name.scope:
            if name.scope not in self.earlier:
                return None
            there = replace(self, run=self.earlier[name.scope], place=-1, reached=None)
            return there(replace(name, scope=name.rival, rival=""), extreme)
        if not self.run.evaluations:
            return None
        last = self.place % len(self.run.evaluations)
        if extreme:
            every = [self._at(name, place) for place in range(last + 1)]
            numbers = [number for number in every if number is not None and isfinite(number)]
            return (max if extreme == "max" else min)(numbers, default=None)
        if name.at is None:
            return self._at(name, last)
        place = self.run.place(name.at)
        reached = self.run.evaluations[last][0] >= name.at
        return self._at(name, place) if reached and place >= 0 else None

    def _at(self, name: Name, place: int) -> float | None:
        if name.word == "reached" and not name.layer:
            return None if self.reached is None else float(self.reached)
        if name.word == "nan_at" and not name.layer:
            return None if self.run.nan_at is None else float(self.run.nan_at)
        if name.word in self.measures and not name.layer:
            above = dict(self.measures)
            text = above.pop(name.word)  # a measure cannot use itself
            return check.value(parse_sum(text), replace(self, measures=above, place=place))
        return self.run.number(f"{name.word}[{name.layer}]" if name.layer else name.word, place)


def met_at(goal: Check, names: Names) -> int | None:
    """The first evaluated step at which the check held (up to its ``within``); None: not met. Met once, stays met."""
    for place, (step, _) in enumerate(names.run.evaluations):
        if goal.within is not None and step > goal.within:
            return None
        if check.holds(goal, names.at(place)):
            return step
    return None
