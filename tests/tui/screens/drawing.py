"""Runs that answer what is drawn, from memory, and apps around them."""

from dataclasses import replace
from pathlib import Path

from tests.recordings import runs
from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tuidl.commands import Command, Keep, Play, Sketch, Teach
from tuidl.course import load
from tuidl.events import Diagnosis, Event, Kept, Probed, RunStarted, StateChanged
from tuidl.signals import Drawing, Field
from tuidl.view import RunView

FOLDER = Path(__file__).parents[3] / "lessons" / "2-02-cnn"
SIDE = 12
DIGITS = tuple("0123456789")


class DrawnRuns(FakeRuns):
    """Fake runs of a net that reads images: it says how much ink there is, and has ``maps`` of it in each layer.

    ``refuses``: why nothing is kept; ``before``: how many drawings were there already.
    """

    refuses = ""
    before = 0
    maps = 2
    answers = True

    def _started(self) -> RunStarted:
        reads = {"kind": "images", "shape": (SIDE, SIDE, 1), "classes": DIGITS, "data": "handwritten digits"}
        return replace(super()._started(), **reads)

    def answer(self, command: Command) -> list[Event]:
        """See FakeRuns."""
        match command:
            case Sketch(number, pixels, layer, centred) if self.answers:
                ink = min(9, int(sum(pixels) / 4))
                rows = [list(pixels[r * SIDE : (r + 1) * SIDE]) for r in range(SIDE)]
                slope = Field.of([[p - 0.5 for p in row] for row in rows], -1.0, 1.0)
                chances = tuple(0.82 if k == ink else 0.02 for k in range(10))
                maps = tuple(Field.of(rows[::way], 0.0, 1.0) for way in (1, -1) * (self.maps // 2)) if layer else ()
                moved = (1, -2) if centred else (0, 0)
                told = Drawing(number, DIGITS, chances, Field.of(rows, 0.0, 1.0), slope, moved, layer, maps)
                return [Probed("drawing", 0, told)]
            case Keep(name, _, examples, labels):
                if self.refuses:
                    return [Diagnosis("keep", "bad", self.refuses, 0)]
                return [Kept(name, self.before + len(examples), len(set(labels)), self.before)]
        return super().answer(command)


def drawn_app(ink: str = "dark") -> tuple[LessonApp, DrawnRuns]:
    """The lesson on convolutions with a run that answers."""
    lesson = load.read(FOLDER)
    walk = walk_at(lesson.steps[0].id, lesson)
    view: RunView = runs.cnn()
    found = DrawnRuns(view, **walk.lesson.settings(walk.step))
    return LessonApp(walk, found, ink), found


class PlaneRuns(FakeRuns):
    """Fake runs of a net that reads the plane."""

    refuses = ""

    def _started(self) -> RunStarted:
        return replace(super()._started(), kind="points", shape=(2,), classes=("blue", "orange"))

    def opening(self) -> list[Event]:
        return [*super().opening(), *self.plane()]

    def plane(self) -> list[Event]:
        """The picture of the plane, where the run has one."""
        signal = self.view.signals.get("boundary")
        return [Probed("boundary", 1, signal)] if signal is not None else []

    def answer(self, command: Command) -> list[Event]:
        """See FakeRuns."""
        match command:
            case Play():
                return [StateChanged("playing", 0)]
            case Teach():
                return self.plane()
            case Keep(name, _, examples, labels):
                if self.refuses:
                    return [Diagnosis("keep", "bad", self.refuses, 0)]
                return [Kept(name, len(examples), len(set(labels)))]
        return super().answer(command)


def plane_app(ink: str = "dark") -> tuple[LessonApp, PlaneRuns]:
    walk = walk_at("watch")
    runs = PlaneRuns(neuron_run(), **walk.lesson.settings(walk.step))
    return LessonApp(walk, runs, ink), runs
