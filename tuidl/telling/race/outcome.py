"""What came of a race: each contestant's numbers over its seeds, who is best, the exit code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from tuidl.commands import KnobValue
from tuidl.course.outcome import Outcome as Kept
from tuidl.course.outcome import median, middle
from tuidl.course.spec import Lesson
from tuidl.errors import Exit
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.telling.outcome import MEASURED, Conclusion, GoalResult, Reason, judged_by, unjudged
from tuidl.view import RunView


@dataclass(frozen=True, slots=True)
class Spread:
    """A value over the seeds of a contestant: the median, and the lowest and the highest that are numbers."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A contestant at the end. ``diverged``: seeds whose loss left the numbers; ``goals``: as its run, or the median of
    its runs, meets them."""

    name: str
    settings: Mapping[str, KnobValue]
    values: Mapping[str, Spread]
    step: int
    evaluated: int | None  # the step of those values
    samples: int
    seeds: int
    diverged: int
    goals: tuple[GoalResult, ...] = ()


@dataclass(frozen=True, slots=True)
class RaceOutcome(Conclusion[RaceView]):
    """Everything that is told at the end of a race. ``goals``: those of the race as a whole."""

    standings: tuple[Standing, ...] = ()

    @classmethod
    def of(cls, view: RaceView, reason: Reason) -> "RaceOutcome":
        """What came of a race, before anything of it is judged."""
        told = standings(view) if view.started is not None else ()
        saved = view.saved.path if view.saved else None
        return cls(view, reason, saved=saved, time=timing(view), standings=told)

    @property
    def code(self) -> Exit:
        """Goals of a race decide; those of a single run are met if a contestant meets all of them."""
        if self.broken is not None:
            return self.broken
        if self.goals:
            return Exit.MET if all(goal.met is not False for goal in self.goals) else Exit.MISSED
        if any(standing.goals for standing in self.standings):
            return Exit.MET if any(_all_met(standing.goals) for standing in self.standings) else Exit.MISSED
        return Exit.MISSED if all(standing.diverged == standing.seeds for standing in self.standings) else Exit.MET

    @property
    def measured(self) -> tuple[str, ...]:
        """The values that stand in the table."""
        return tuple(name for name in MEASURED if any(name in standing.values for standing in self.standings))

    def best(self, name: str) -> tuple[str, ...]:
        """The contestants whose value is best: the largest accuracy, the smallest of anything else. None alone is."""
        known = {s.name: s.values[name].middle for s in self.standings if name in s.values}
        finite = [value for value in known.values() if isfinite(value)]
        if not finite or len(self.standings) < 2:
            return ()
        top = max(finite) if name.endswith("accuracy") else min(finite)
        return tuple(called for called, value in known.items() if value == top)


def _all_met(goals: Sequence[GoalResult]) -> bool:
    return all(goal.met is not False for goal in goals)


def standings(view: RaceView, lesson: Lesson | None = None) -> tuple[Standing, ...]:
    """All contestants in order; with a lesson, how they do by its goals."""
    assert view.started is not None
    found = []
    for k, name in enumerate(view.names):
        runs = view.runs(k)
        kept = [Kept.of(run) for run in runs]
        values = [dict(one.evaluations[-1][1]) for one in kept if one.evaluations]
        first = runs[0]
        found.append(
            Standing(
                name=name,
                settings=dict(view.started.settings[k]),
                values={called: spread([v[called] for v in values if called in v]) for called in _names(values)},
                step=max(run.step for run in runs),
                evaluated=max((one.evaluations[-1][0] for one in kept if one.evaluations), default=None),
                samples=first.step * (first.started.batch if first.started else 0),
                seeds=len(runs),
                diverged=sum(run.diverged is not None for run in runs),
                goals=judged_by(lesson, middle(kept)) if lesson is not None else (),
            )
        )
    return tuple(found)


def _names(values: Sequence[Mapping[str, float]]) -> dict[str, None]:
    return dict.fromkeys(name for each in values for name in each)


def spread(numbers: Sequence[float]) -> Spread:
    """Median, lowest and highest; what is no number counts for the median alone."""
    finite = [value for value in numbers if isfinite(value)]
    nothing = float("nan")
    return Spread(median(numbers), min(finite, default=nothing), max(finite, default=nothing))


def band(runs: Sequence[RunView], name: str) -> tuple[list[int], list[float], list[float], list[float]]:
    """An evaluated value of all seeds: steps, medians, lowest, highest. A run counts until its end."""
    kept = [Kept.of(run) for run in runs]
    steps = sorted({step for one in kept for step, values in one.evaluations if name in values})
    found: tuple[list[int], list[float], list[float], list[float]] = (steps, [], [], [])
    for step in steps:
        there = [one.number(name, place) for one in kept if (place := one.place(step)) >= 0]
        told = spread([value for value in there if value is not None])
        for column, value in zip(found[1:], (told.middle, told.low, told.high), strict=True):
            column.append(value)
    return found


def timing(view: RaceView) -> dict[str, float]:
    """Seconds spent on all runs together and on kernels: all that differs between two equal races."""
    runs = view.lanes.values()
    return {
        "training_seconds": sum(run.seconds for run in runs),
        "kernel_seconds": sum(run.preparing for run in runs),
    }


def closed(lesson: Lesson, outcome: RaceOutcome) -> RaceOutcome:
    """The outcome of a race that came to its end: goals that speak of contestants are those of the race, others those
    of each contestant; or why they are not judged."""
    started, view = outcome.view.started, outcome.view
    if started is None or started.experiment not in lesson.experiments:
        return replace(outcome, judged=False, why=tr("the lesson does not know this race"))
    if any(run.started is not None and run.started.own_data for run in view.lanes.values()):
        return replace(outcome, judged=False, why=tr("they were written for the lesson's own data"))
    if started.experiment != lesson.headless:
        return replace(
            outcome, judged=False, why=tr("they are those of the experiment '{headless}'", headless=lesson.headless)
        )
    if lesson.experiments[started.experiment].race:
        return replace(outcome, goals=judged_by(lesson, Kept.of(view)))
    return replace(outcome, standings=standings(view, lesson))


def finished(lesson: Lesson, outcome: RaceOutcome) -> RaceOutcome:
    """The outcome of any race: its goals with their verdicts, or why they are not judged."""
    ended = closed(lesson, outcome)
    if ended.judged and outcome.reason != "budget":
        why = tr("the race did not come to its end")
        return replace(outcome, goals=unjudged(lesson), judged=False, why=why)
    return ended
