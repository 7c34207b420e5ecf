"""Somebody who presses, clicks and resizes without looking: every act drawn from a seed, over the whole app.

Runs are the recordings of the shipped lessons, played at once; now and then one fails, diverges or dies of itself. The
same seed draws alike, so what a wanderer finds can most often be found again: what is pressed depends on what is bound
where it has got to.
"""

import asyncio
import gc
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from textual.app import App
from textual.events import Key, MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.geometry import Size
from textual.pilot import Pilot

from tests.tui.fakes import FakeSession, InlineMeasure
from tests.tui.raced import RacedRuns
from tests.tui.scoped import ScopedRuns
from tests.tui.screens.drawing import DrawnRuns, PlaneRuns
from tuidl.commands import Command, Compare
from tuidl.course import library, load
from tuidl.course.progress import Progress
from tuidl.course.spec import Lesson
from tuidl.course.written import Written
from tuidl.errors import TuidlError
from tuidl.events import Compared, Diagnosis, Diverged, Event, Failed, KernelCompiled
from tuidl.exercise.judgement import Judgement
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import start
from tuidl.session import recording
from tuidl.session.request import Request
from tuidl.tui import keymap
from tuidl.tui.app import TuidlApp
from tuidl.tui.asked import Asked
from tuidl.tui.drawing.ink import INKS
from tuidl.view import RunView

SIZES = ((80, 24), (100, 30), (120, 36), (140, 42), (160, 50), (200, 60), (300, 100), (110, 24), (80, 60))
TOO_SMALL = ((79, 24), (20, 6))
SCOPED = ("tanh", "relu")
STAND_IN = "1-02-mlp"  # its recording stands for the run of a sandbox
DEEP = 3  # screens: home and a lesson under something that lies over it
LEAVES = ("q", "ctrl+q", "ctrl+c")  # drawn by themselves, and seldom
BOUND = sorted(
    {
        key
        for binding in (
            *keymap.HOME,
            *keymap.LESSON,
            *keymap.SANDBOX,
            *keymap.MICROSCOPE,
            *keymap.PAST,
            *keymap.DRAW,
            *keymap.POINTS,
        )
        for key in getattr(binding, "key", "").split(",")
        if key not in LEAVES
    }
)
OTHERS = (
    *("s", "s", "exclamation_mark", "e", "comma", "f", "space", "ctrl+t", "f3", "full_stop", "t", "g"),
    *("q", "ctrl+p", "f1", "a", "i", "z", "ctrl+a", "ctrl+z", "delete", "f5", "ctrl+s", "shift+left", "shift+right"),
    *("1", "2", "9", "0", "minus", "plus", "comma", "space", "enter", "escape", "up", "down"),
)
CHARACTERS = {
    **{"space": " ", "full_stop": ".", "equals_sign": "=", "slash": "/", "question_mark": "?", "minus": "-"},
    **{"plus": "+", "comma": ","},
}


@cache
def recorded(lesson: Path) -> RunView:
    """The end of the lesson's own recording."""
    view = RunView()
    for envelope in recording.read(lesson / "demo.jsonl").envelopes:
        view.apply(envelope.event)
    return view


class Answering(ScopedRuns):
    """Runs that can be taken apart, taken back and compared; the network in the microscope is one of the tests'."""

    def answer(self, command: Command) -> list[Event]:
        """See FakeRuns."""
        if isinstance(command, Compare):
            step = self.view.step // 2
            return [Compared(1, 0, step, (), {"loss": step}, (("out", 0.25),))]
        return super().answer(command)


class Any(RacedRuns, Answering):
    """Runs of any net."""


class Images(DrawnRuns, RacedRuns, Answering):
    """Runs of a net that reads images: what is drawn is answered."""


class Plane(PlaneRuns, RacedRuns, Answering):
    """Runs of a net that reads the plane."""


async def judge(lesson: Lesson, written: Written) -> Judgement:
    """A judgement that depends on nothing but the length of what was written."""
    if len(written.text) % 3 == 0:
        return Judgement("agrees", "all agree", 9, 9)
    if len(written.text) % 3 == 1:
        raise TuidlError("the check broke down; what you wrote is kept, try it once more")
    return Judgement("differs", "case 'one' differs", 1, 9, ("zero",), "one", (("x", "1"),), "2", "3", line=3)


class Weather:
    """Opens the runs of any lesson; ``strike`` lets something happen in one of those that are open."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.open: list[FakeSession] = []

    def __call__(self, request: Request) -> FakeSession:
        if self.chance.random() < 0.02:
            raise TuidlError("the training process could not be started: try again")
        lesson = load.read(Path(request.lesson))
        step = next(iter(lesson.steps))
        knobs = lesson.settings(step) | request.knobs
        told = Path(request.lesson) if lesson.demo is not None else library.roots()[0] / STAND_IN
        view = recorded(told)
        kind = Images if "filters:conv1" in view.signals else Plane if "boundary" in view.signals else Any
        session = kind(self.chance.choice(SCOPED), view, **knobs)(request)
        self.open = [each for each in self.open if not each.closed] + [session]
        return session

    def strike(self) -> str:
        """Something that the learner has not asked for."""
        if not self.open:
            return "calm"
        session, step = self.chance.choice(self.open), self.chance.randrange(2000)
        event = self.chance.choice(
            (
                Diverged(step, "the loss became NaN", max(step - 1, 0)),
                Failed("the training process was ended by the system"),
                KernelCompiled("conv2d.forward", 2, 7, {"seconds": 0.4}),
                Diagnosis(
                    "rate", "warn", "The loss jumps.", step, "loss", "Try 0.01.", (("rate", 0.01), ("init", "he"))
                ),
                Diagnosis("dead units", "warn", "Half of them are dead.", step, "histogram:conv1"),
                None,
            )
        )
        if event is None:
            session.die()
        else:
            session.tell(event)
        return type(event).__name__


@dataclass
class Stalls:
    """How long the loop was busy with one thing, as a learner waits for it: milliseconds, worst first."""

    limit: float = 250.0
    found: list[tuple[float, str]] = field(default_factory=list)

    @contextmanager
    def during(self, what: Callable[[], str]) -> Iterator[None]:
        """Watch the loop while something is done; ``what`` names it afterwards."""
        worst, last, loop = 0.0, time.perf_counter(), asyncio.get_running_loop()

        def beat() -> None:
            nonlocal worst, last, handle
            now = time.perf_counter()
            worst, last = max(worst, now - last - 0.01), now
            handle = loop.call_later(0.01, beat)

        handle = loop.call_later(0.01, beat)
        try:
            yield
        finally:
            handle.cancel()
            worst = 1000 * max(worst, time.perf_counter() - last - 0.01)
            if worst > self.limit:
                self.found.append((worst, what()))


class Wanderer:
    """``acts`` random acts over one app after the other: leaving is an act too."""

    def __init__(self, seed: int, home: Path) -> None:
        self.chance = random.Random(seed)
        self.home = home
        self.done: deque[str] = deque(maxlen=40)  # what was done last, for whoever has to find out why
        self.screens: Counter[str] = Counter()
        self.stalls = Stalls()

    async def wander(self, acts: int) -> None:
        """Go on until that many acts were done. What the app raises is raised, with the acts that led there."""
        left = acts
        while left > 0:
            left = await self._life(left)

    async def _life(self, acts: int) -> int:
        """From one start of the program to its end; how many acts are left."""
        weather = Weather(self.chance)
        ink, lesson, step, written = self.chance.choice(sorted(INKS)), None, "", []
        if self.chance.random() < 0.8:
            lesson = str(self.chance.choice(sorted(library.roots()[0].glob("*/lesson.toml"))).parent)
            steps = load.read(Path(lesson)).steps
            written = [step for step in steps if step.kind == "code"] if self.chance.random() < 0.3 else []
            step = self.chance.choice(written or steps).id
        self.done.append(f"start {Path(lesson or 'home').name} {step} in {ink}")
        with Progress.open(self.home / "progress.db") as progress:
            recordings = lambda path: weather(Request(str(path.parent)))  # noqa: E731
            sandbox = Shared(start()) if lesson is None and self.chance.random() < 0.5 else None
            app = TuidlApp(
                ink,
                lesson,
                progress,
                weather,
                recordings,
                Asked(step=step),
                judge=judge,
                sandbox=sandbox,
                measure=InlineMeasure,
                saves=self.home / "saved",
            )
            try:
                async with app.run_test(size=self.chance.choice(SIZES)) as pilot:
                    if written:
                        app.post_message(Key("e", "e"))
                    while acts > 0 and app.is_running and not app._exit:
                        acts, place = acts - 1, type(app.screen).__name__
                        with self.stalls.during(lambda place=place: f"{self.done[-1]} on {place}"):
                            self.done.append(await self.act(pilot, weather))
                        self.screens[type(app.screen).__name__] += 1
            except Exception as error:
                error.add_note("after: " + "; ".join(self.done))
                raise
        gc.collect()  # one program after the other: in between the process would have ended
        return acts

    async def act(self, pilot: Pilot[None], weather: Weather) -> str:
        """One act, and everything that follows from it at once; its name."""
        chance, app = self.chance, pilot.app
        kind = chance.choices(
            ("bound", "other", "click", "drag", "wheel", "resize", "strike"), (60, 14, 14, 4, 2, 4, 2)
        )[0]
        first, second = (self._place(app.size) for _ in range(2))
        name = kind
        if kind in ("bound", "other"):
            here = self._here(app) if kind == "bound" and chance.random() < 0.5 else ()
            key = chance.choice(here or (BOUND if kind == "bound" else OTHERS))
            if len(app.screen_stack) > DEEP and chance.random() < 0.2:  # or most of the time is spent in the help
                key = "escape"
            app.post_message(Key(key, _character(key)))
            name = f"key {key}"
        elif kind == "click":
            self._mouse(app, (MouseDown, first), (MouseUp, first))
            name = f"click {first}"
        elif kind == "drag":
            self._mouse(app, (MouseDown, first), (MouseMove, second), (MouseUp, second))
            name = f"drag {first} to {second}"
        elif kind == "wheel":
            self._mouse(app, (chance.choice((MouseScrollUp, MouseScrollDown)), first))
            name = f"wheel {first}"
        elif kind == "resize":
            size = chance.choice(TOO_SMALL if chance.random() < 0.1 else SIZES)
            await pilot.resize_terminal(*size)
            name = f"resize {size}"
        else:
            name = f"strike {weather.strike()}"
        for _ in range(2):
            await pilot.pause(0)
        return name

    @staticmethod
    def _here(app: App[None]) -> Sequence[str]:
        """The keys of what has the focus, of its screen and of the app."""
        return sorted(key for key in app.screen.active_bindings if key not in LEAVES)

    def _place(self, size: Size) -> tuple[int, int]:
        return self.chance.randrange(max(size.width, 1)), self.chance.randrange(max(size.height, 1))

    @staticmethod
    def _mouse(app: App[None], *moves: tuple[type[MouseEvent], tuple[int, int]]) -> None:
        """Mouse reports as the terminal sends them: clicks are made of them by the app."""
        for report, (x, y) in moves:
            button = 0 if report is MouseMove else 1
            app.post_message(report(None, x, y, 0, 0, button, False, False, False, x, y))


def _character(key: str) -> str | None:
    return key if len(key) == 1 else CHARACTERS.get(key)
