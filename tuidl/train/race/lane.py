"""A lane: one run of a race. How far it goes at once is the race's business."""

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from tuidl.commands import Command, Rewind
from tuidl.course.spec import Lesson
from tuidl.events import Event
from tuidl.train.checkpoint import Checkpoint
from tuidl.train.pace import Pace
from tuidl.train.plan import Plan
from tuidl.train.progress import Progress
from tuidl.train.race.entries import Entry
from tuidl.train.run import Run


class Shared(Pace):
    """The pace of one of ``runs``: the race says how many steps, and pictures get their part of what one run may."""

    def __init__(self, asked: str | None, live: bool, runs: int) -> None:
        super().__init__(asked, live)
        self._runs = runs

    def steps(self) -> int:
        """As many as the race lets it take."""
        return 1 << 62

    def took(self, steps: int, seconds: float) -> None:
        """The race keeps the time."""

    def drew(self, panel: str, seconds: float, panels: int = 1) -> None:
        """All runs together take no more time for pictures than one alone."""
        super().drew(panel, seconds, panels * self._runs)


class Lane:
    """A run with its place in the race."""

    def __init__(self, entry: Entry, lesson: Lesson, pace: Shared, like: Plan | None, memory: int) -> None:
        self.contestant, self.seed = entry.contestant, entry.seed
        self._run = Run(entry.request, lesson, pace, entry.saved, like, memory)

    @property
    def now(self) -> Progress:
        """The run on its way."""
        return self._run.now

    @property
    def plan(self) -> Plan:
        """What it runs."""
        return self._run.now.plan

    @property
    def bytes(self) -> int:
        """The memory its network takes."""
        return self._run.now.experiment.bytes

    @property
    def step(self) -> int:
        """Training steps done."""
        return self._run.now.step

    @property
    def weights(self) -> dict[str, NDArray[Any]]:
        """What it has learnt, by name."""
        return self._run.now.experiment.weights()

    @property
    def playing(self) -> bool:
        """Whether it has further to go."""
        return self._run.now.playing

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last step that it can be taken to."""
        timeline = self._run.now.timeline
        return timeline.first, timeline.along.end

    def checkpoint(self) -> Checkpoint:
        """All that is needed to go on from here."""
        return self._run.checkpoint()

    def begin(self) -> Iterator[Event]:
        """Stand at step 0."""
        return self._run.begin()

    def obey(self, command: Command) -> Iterator[Event]:
        """Do what is asked."""
        return self._run.obey(command)

    def back(self, step: int) -> Iterator[Event]:
        """Stand at a step again; where it had ended by then, at its end. What stands there as it ended is left so.

        What left the numbers stands at its last step that was kept, and is over only beyond it.
        """
        (first, last), over = self.reach, self._run.now.over
        aim = min(max(step, first), last)
        if aim < last or self.step != last or over is None or (over == "diverged" and step <= last):
            yield from self._run.obey(Rewind(aim))

    def advance(self, most: int) -> Iterator[Event]:
        """One piece of training, not beyond that step."""
        return self._run.advance(most)

    def stop(self) -> Iterator[Event]:
        """Say that it is over, unless that was said."""
        if self._run.now.over is None:
            yield self._run.now.ended("stopped")
