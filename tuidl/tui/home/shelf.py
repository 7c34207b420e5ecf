"""What the home screen knows: every lesson of the course with what the learner has done in it."""

from dataclasses import dataclass, field

from tuidl.course.deck import Due
from tuidl.course.library import own
from tuidl.language import later, tr
from tuidl.view import RunView

DONE, STARTED, NEW, LATER = later("done"), later("started"), later("new"), later("later")


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson. ``state``: done, started, new or later (not written yet)."""

    id: str
    number: str
    title: str = ""
    promise: str = ""
    minutes: int = 0
    needs: tuple[str, ...] = ()
    state: str = LATER
    step: int = 0  # where the learner stands, from 0
    steps: int = 0
    step_title: str = ""
    best: str = ""  # `96.8 % in 686 steps`
    when: str = ""  # `yesterday`
    finished: int = 0  # steps that are done
    spent: int = 0  # minutes

    @property
    def slug(self) -> str:
        """The id without ``lesson-``."""
        return self.id.removeprefix("lesson-")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the course."""

    number: int
    title: str
    entries: tuple[Entry, ...]

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(entry.state == DONE for entry in self.entries)

    @property
    def whole(self) -> bool:
        """Whether all of them are."""
        return self.done == len(self.entries)

    @property
    def later(self) -> bool:
        """Whether no lesson of it is written yet."""
        return all(entry.state == LATER for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was made: ``18 Nov``, ``96.8 %``, whether its goal was met."""

    lesson: str  # id
    number: str
    name: str
    best: str
    goal: str
    met: bool
    when: str
    step: str = ""  # id of the step it was made in
    judged: bool = True  # it had a goal
    data: str = ""  # the learner's own data it was trained on
    curve: tuple[float, ...] = ()  # its loss, at steps evenly spread over the run

    @property
    def about(self) -> str:
        """The goal, or the data where they were the learner's own."""
        return tr("your data {name}", name=self.data) if self.data else self.goal


@dataclass(frozen=True, slots=True)
class Shelf:
    """The whole course as the learner left it."""

    parts: tuple[Part, ...]
    current: str = ""  # id of the lesson to continue; empty on the very first start
    runs: tuple[Run, ...] = ()
    minutes: int = 0  # spent so far
    saved: bool = True  # the progress store could be read and written
    due: Due = field(default_factory=Due)  # what the review deck holds
    pictures: dict[str, RunView] = field(default_factory=dict)  # recorded runs by lesson id, when they were loaded

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All lessons in order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def written(self) -> tuple[Entry, ...]:
        """Those that can be opened."""
        return tuple(entry for entry in self.entries if entry.state != LATER)

    @property
    def fresh(self) -> bool:
        """Whether this is the very first start."""
        return not self.current and all(entry.state in (NEW, LATER) for entry in self.entries)

    @property
    def milestones(self) -> bool:
        """Whether a part of the course is done."""
        return any(part.whole and part.title != own() for part in self.parts)

    def entry(self, lesson: str) -> Entry | None:
        """The lesson of an id."""
        return next((entry for entry in self.entries if entry.id == lesson), None)

    def from_here(self, lesson: str) -> Entry | None:
        """The lesson of an id, or if it is not written yet the first one after it that is."""
        ids = [entry.id for entry in self.entries]
        ahead = self.entries[ids.index(lesson) :] if lesson in ids else ()
        return next((entry for entry in ahead if entry.state != LATER), None)

    def done_with(self, lesson: str) -> str:
        """The part of the course that is done and has this lesson: ``Part 1, Foundations``; else empty."""
        parts = (part for part in self.parts if part.whole and part.title != own())
        found = next((part for part in parts if any(entry.id == lesson for entry in part.entries)), None)
        return tr("Part {number}, {title}", number=found.number, title=found.title) if found is not None else ""

    @property
    def next(self) -> Entry | None:
        """What the top row opens: the current lesson, else the first that is not done, else the first."""
        here = self.entry(self.current) if self.current else None
        if here is not None and here.state == STARTED:
            return here
        written = self.written
        return next((e for e in written if e.state == STARTED), None) or next(
            (e for e in written if e.state == NEW), written[0] if written else None
        )
