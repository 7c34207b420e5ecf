"""What came of a run: its goals, its numbers, its exit code."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

from tuidl.course.check import parse
from tuidl.course.outcome import Outcome as Kept
from tuidl.course.spec import Lesson
from tuidl.course.values import Names, met_at
from tuidl.errors import Exit
from tuidl.language import later, tr
from tuidl.race import RaceView
from tuidl.view import RunView

SAID = (
    *(later("loss"), later("accuracy"), later("exact"), later("error")),
    *(later("val loss"), later("val accuracy"), later("val exact"), later("val error")),
    *(later("test loss"), later("test accuracy"), later("test exact"), later("test error")),
)
MEASURED = tuple(name.replace(" ", "_") for name in SAID)

Reason = Literal["budget", "early", "stopped", "diverged", "interrupted", "unread"]
Whole = TypeVar("Whole", RunView, RaceView)  # what events are folded into


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal and whether this run met it; ``met`` is None when it was not judged."""

    text: str
    check: str
    met: bool | None
    step: int | None = None  # where it was met


@dataclass(frozen=True, slots=True)
class Conclusion(Generic[Whole]):
    """What is told at the end of a run, and of a race as a whole."""

    view: Whole
    reason: Reason
    goals: tuple[GoalResult, ...] = ()
    judged: bool = True
    why: str = ""  # why the goals were not judged
    saved: str | None = None  # where the state lies
    resume: str | None = None  # the command that goes on from there
    time: Mapping[str, float] = field(default_factory=dict)

    @property
    def broken(self) -> Exit | None:
        """The exit code of what did not come to its end: nobody read on, or it was interrupted."""
        if self.reason == "unread":
            return Exit.PIPE
        if self.reason == "interrupted":
            return Exit.RESUMABLE if self.saved else Exit.INTERRUPTED
        return None


@dataclass(frozen=True, slots=True)
class Outcome(Conclusion[RunView]):
    """Everything that is told at the end of a run."""

    @classmethod
    def of(cls, view: RunView, reason: Reason) -> "Outcome":
        """What came of a run, before anything of it is judged."""
        return cls(view, reason, saved=view.saved.path if view.saved else None, time=timing(view))

    @property
    def code(self) -> Exit:
        """The exit code: interrupted before diverged before goals."""
        if self.broken is not None:
            return self.broken
        if self.reason == "diverged":
            return Exit.MET if self.goals and all(goal.met for goal in self.goals) else Exit.MISSED
        return Exit.MISSED if any(goal.met is False for goal in self.goals) else Exit.MET

    @property
    def values(self) -> dict[str, float]:
        """The values at the end: those of the last evaluation."""
        if self.view.evaluations:
            return dict(self.view.evaluations[-1][1])
        return dict(self.view.ended.values) if self.view.ended else {}

    @property
    def evaluated(self) -> int | None:
        """The step after which those values were measured: a run that was interrupted may have trained on since."""
        if self.view.evaluations:
            return self.view.evaluations[-1][0]
        return self.view.ended.step if self.view.ended else None


def timing(view: RunView) -> dict[str, float]:
    """Seconds spent training and on kernels, and the speed: all that differs between two equal runs."""
    examples = (view.step - view.first + 1) * (view.started.batch if view.started else 0)
    return {
        "training_seconds": view.seconds,
        "kernel_seconds": view.preparing,
        "samples_per_second": examples / view.seconds if view.seconds > 0 else 0.0,
        "threads": float(view.started.threads) if view.started else 0.0,
    }


def closed(lesson: Lesson, outcome: Outcome) -> Outcome:
    """The outcome of a run that came to its end: its goals with their verdicts, or why they speak of another run."""
    started = outcome.view.started
    if started is not None and started.experiment != lesson.headless:
        return replace(
            outcome, judged=False, why=tr("they are those of the experiment '{headless}'", headless=lesson.headless)
        )
    if started is not None and started.own_data:
        why = tr("they were written for the lesson's own data")
        return replace(outcome, goals=unjudged(lesson), judged=False, why=why)
    return replace(outcome, goals=judged(lesson, outcome.view))


def judged(lesson: Lesson, view: RunView) -> tuple[GoalResult, ...]:
    """Each goal of the lesson with its verdict on this run."""
    return judged_by(lesson, Kept.of(view))


def judged_by(lesson: Lesson, run: Kept) -> tuple[GoalResult, ...]:
    """The same of a run, or a race, as checks see it."""
    names = Names.of(lesson, run)
    steps = [met_at(parse(goal.check), names) for goal in lesson.goals]
    return tuple(
        GoalResult(goal.text, goal.check, step is not None, step)
        for goal, step in zip(lesson.goals, steps, strict=True)
    )


def unjudged(lesson: Lesson) -> tuple[GoalResult, ...]:
    """The goals with their verdicts left open."""
    return tuple(GoalResult(goal.text, goal.check, None) for goal in lesson.goals)


def finished(lesson: Lesson, outcome: Outcome) -> Outcome:
    """The outcome of any run: its goals with their verdicts, or why they are not judged."""
    ended = closed(lesson, outcome)
    if ended.judged and outcome.reason in ("interrupted", "unread", "stopped"):
        return replace(outcome, goals=unjudged(lesson), judged=False, why=tr("the run did not come to its end"))
    return ended
