"""A sandbox that is being built and the run that was made of it: whether they agree, the lesson, the state to share."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from tuidl.course.spec import Lesson
from tuidl.errors import UsageError
from tuidl.events import Event, KnobTurned, RunStarted
from tuidl.language import tr
from tuidl.sandbox import keeping, panels, skeleton
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import Sandbox
from tuidl.sandbox.dials import dials, turned
from tuidl.sandbox.journey import Journey
from tuidl.sandbox.lesson import lesson
from tuidl.tui.sandbox.bench import Bench


class Project:
    """``bench``: what is edited; ``applied``: the sandbox that the run is of; ``journey``: that run."""

    bench: Bench
    applied: Sandbox
    journey: Journey
    chosen: tuple[str, ...] = ()  # panels, once somebody has chosen some

    def begin_project(self, shared: Shared) -> None:
        """The run is of what the bench has."""
        self.bench, self.applied, self.journey = Bench(shared.sandbox), shared.sandbox, Journey()

    @property
    def stale(self) -> bool:
        """Whether the run is of another sandbox than the one on the bench."""
        return self.bench.sandbox != self.applied

    def made(self) -> Lesson:
        """The lesson that trains what is on the bench, in a folder of its own. LessonError if that cannot be."""
        sizes = self.bench.sizes
        data = sizes.data if sizes is not None else None
        fit = panels.fitting(self.bench.sandbox, data)
        found = lesson(self.bench.sandbox, data, panels=tuple(name for name in self.chosen if name in fit))
        return replace(found, folder=keeping.folder(found))

    def follow(self, event: Event) -> None:
        """Follow the run, for its code; knobs that were turned are those of the sandbox from now on."""
        self.journey.see(event)
        if isinstance(event, KnobTurned):
            self._turned({event.name: event.value})
        elif isinstance(event, RunStarted):
            self._turned(dict(event.knobs))

    def _turned(self, values: dict[str, Any]) -> None:
        same = not self.stale
        self.applied = turned(self.applied, values, dials(self.applied))
        if same:
            self.bench.sandbox = self.applied
            if self.bench.sizes is not None:  # no knob changes a size
                self.bench.measured = self.applied

    def shared(self) -> Shared:
        """What a code says: the run as it stands, or the sandbox alone where that was changed since."""
        return Shared(self.bench.sandbox) if self.stale else self.journey.shared(self.applied)

    @property
    def unsaved(self) -> str:
        """Why it cannot be saved as a lesson now; empty if it can."""
        sizes = self.bench.sizes
        known = sizes is not None and sizes.data is not None and self.bench.current
        return self.bench.fault or ("" if known else tr("measuring: try again in a moment"))

    def save_lesson(self, name: str, place: Path) -> str:
        """Write it as a lesson to begin with, a folder in ``place``; the sentence that says so.

        UsageError, LessonError: one sentence, and nothing is written.
        """
        sizes = self.bench.sizes
        if self.unsaved or sizes is None or sizes.data is None:
            raise UsageError(self.unsaved)
        folder = skeleton.save(self.bench.sandbox, sizes.data, name, place)
        return tr("saved: 'tuidl lesson check {name}' reads it, in {place}", name=folder.name, place=place)


def place() -> Path:
    """Where lessons are saved: the first folder of TUIDL_LESSONS, else the one that tuidl was started in."""
    given = os.environ.get("TUIDL_LESSONS", "").partition(os.pathsep)[0]
    return Path(given).expanduser() if given else Path.cwd()


def naming(place: Path) -> str:
    """What a lesson may be called, and where it comes to lie."""
    return tr("A name for the lesson: small letters, digits and '-'. It becomes a folder in {place}.", place=place)
