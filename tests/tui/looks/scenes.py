"""Every screen in a state that says much, to be looked at and to be compared: one scene after the other.

``python -m tests.tui.looks.show FOLDER [SCENE ...]`` makes pictures of them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tests.recordings import runs
from tests.sandbox.made import IMAGES
from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron, neuron_run, walk_at
from tests.tui.looks.sandboxes import RICH, WRONG, Pictured
from tests.tui.raced import RacedRuns
from tests.tui.scoped import scoped_app
from tests.tui.screens.drawing import drawn_app, plane_app
from tests.tui.screens.test_home import HomeApp
from tests.tui.screens.test_past import PastApp, past
from tuidl.course.calibration import Score
from tuidl.course.milestone import Milestone, Taught
from tuidl.course.spec import Lesson
from tuidl.events import Compared, Diagnosis, Diverged, Envelope, Event, RunEnded, StepsEnded
from tuidl.exercise.judgement import Judgement
from tuidl.sandbox.description import parsed, start
from tuidl.session.recording import Recorder
from tuidl.session.replay import ReplaySession
from tuidl.tui.app import TuidlApp
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.palette import Palette
from tuidl.tui.panels import Panel
from tuidl.tui.screens.chooser import Chooser
from tuidl.tui.screens.comparison import Comparison
from tuidl.tui.screens.draw import DrawScreen
from tuidl.tui.screens.editor import Editor
from tuidl.tui.screens.export import ExportScreen
from tuidl.tui.screens.finished import Finished
from tuidl.tui.screens.form import Form
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.home import Home
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.microscope import MicroscopeScreen
from tuidl.tui.screens.milestone import MilestoneScreen
from tuidl.tui.screens.past import PastScreen
from tuidl.tui.screens.points import PointsScreen
from tuidl.tui.screens.predict import Predict
from tuidl.tui.screens.prompt import Prompt
from tuidl.tui.screens.quiz import Quiz
from tuidl.tui.screens.replay import ReplayScreen
from tuidl.tui.screens.result import Result
from tuidl.tui.screens.review import ReviewScreen
from tuidl.tui.screens.sandbox import SandboxScreen
from tuidl.tui.screens.sharing import Asked, Told
from tuidl.tui.screens.small import Small

Before = Callable[[Pilot[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """An app, and what is done in it until ``screen`` is on top. ``make`` is given an empty folder."""

    screen: type[Screen[Any]]
    make: Callable[[Path], App[Any]]
    before: Before
    step: str = ""  # the kind of a lesson's step


async def settle(pilot: Pilot[Any]) -> None:
    """Until a key is answered."""
    await pilot.pause()
    screen = pilot.app.screen
    if isinstance(screen, LessonScreen):
        screen.frame()
    elif hasattr(screen, "look"):
        screen.look()
    await pilot.pause()


async def rest(pilot: Pilot[Any]) -> None:
    """Until everything that follows by itself has followed, and every picture is that of now."""
    await settle(pilot)
    for box in pilot.app.screen.query("Input, TextArea"):
        box.cursor_blink = False
        box._cursor_visible = True  # it may have been away just now
    for under in pilot.app.screen_stack:
        for panel in under.query(Panel):
            panel.redraw(afresh=True)  # they keep their own pace
        for canvas in under.query(Canvas):
            canvas.redraw()
    await pilot.pause()


def pressing(*keys: str) -> Before:
    """Each key once the one before was answered."""

    async def before(pilot: Pilot[Any]) -> None:
        for _ in range(2):
            await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot)
        await rest(pilot)

    return before


def telling(*events: Event, before: tuple[str, ...] = ("space",), after: tuple[str, ...] = ()) -> Before:
    """The lesson's run says something between keys."""

    async def told(pilot: Pilot[Any]) -> None:
        await pressing(*before)(pilot)
        pilot.app.lesson_screen.study._open_run.live.tell(*events)
        await pressing(*after)(pilot)

    return told


def lesson(step: str, told: Lesson | None = None, view: Any = None, raced: bool = False) -> Callable[[Path], App[Any]]:
    """The model lesson at a step."""

    def make(_: Path) -> LessonApp:
        walk = walk_at(step, told)
        kind = RacedRuns if raced else FakeRuns
        return LessonApp(walk, kind(view or neuron_run(), **walk.lesson.settings(walk.step)))

    return make


def editing(_: Path) -> App[Any]:
    """A code step whose function answers wrong."""
    walk = walk_at("write")

    async def judge(*_: object) -> Judgement:
        return Judgement(
            "differs", "case 'only x1' differs", 3, 206, ("all zero", "only the bias"), "only x1",
            (("x1", "1.5"), ("x2", "0"), ("w1", "2"), ("w2", "0"), ("b", "0")), "0.9525741", "3",
            mistake="That is z. Now squeeze it: p = 1 / (1 + exp(-z)).",
        )  # fmt: skip

    return LessonApp(walk, FakeRuns(neuron_run(), **walk.lesson.settings(walk.step)), judge=judge)


class Over(App[None]):
    """One screen, with nothing or a lesson under it."""

    def __init__(self, over: Screen[Any]):
        super().__init__()
        register(self)
        self.theme = PREFIX + "dark"
        self.over = over

    async def on_mount(self) -> None:
        await self.push_screen(self.over)


def finished(_: Path) -> App[Any]:
    """All steps done, and one's own best."""
    walk = walk_at("recap")
    walk.leave()
    walk.states["hand"].best = 0.985
    return Over(Finished(walk, "1.2 Hidden layers"))


def reached(_: Path) -> App[Any]:
    """Two parts of the course are done."""
    told = neuron()
    best = (("By hand: 95 % right, no training.", "98.5 %"),)
    taught = Taught(told.number, told.title, 4500.0, told.objectives, best, ("neuron",))
    parts = ((1, "Foundations"), (2, "Seeing"))
    return Over(MilestoneScreen(tuple(Milestone(k, title, 1.8e9, (taught,), Score(3, 1)) for k, title in parts)))


def review(_: Path) -> App[Any]:
    """A prediction that was missed, asked again."""
    walk = walk_at("corners")
    return Over(ReviewScreen(walk, "review 1 of 2", FakeRuns(neuron_run(), **walk.lesson.settings(walk.step))))


def recorded(folder: Path) -> App[Any]:
    """A recorded run of the net on digits."""
    recorder = Recorder(folder / "run.rec")
    view = runs.neuron()
    events = [view.started, *FakeRuns(view).run(), RunEnded(view.step, "budget", {"loss": 0.05}, {})]
    for seq, event in enumerate(events):
        recorder.write(Envelope(seq, float(seq), event))
    recorder.close()

    class Replaying(Over):
        def __init__(self) -> None:
            super().__init__(ReplayScreen(ReplaySession(folder / "run.rec", float("inf"), stays=True), "run.rec"))

    return Replaying()


def whole(_: Path) -> App[Any]:
    """The program itself, at the model lesson."""
    told = neuron()
    fake = FakeRuns(neuron_run(), **told.settings(told.steps[0]))
    return TuidlApp("dark", "lesson-neuron", None, fake, lambda path: fake(None))  # type: ignore[arg-type]


@cache
def broken() -> Lesson:
    """The model lesson, whose second step is a training that fails."""
    told = neuron()
    steps = [replace(step, kind="repair") if step.id == "watch" else step for step in told.steps]
    return replace(told, steps=tuple(steps))


async def measured(pilot: Pilot[Any]) -> None:
    """Until the sandbox knows the sizes of what was built."""
    screen = pilot.app.sandbox
    for _ in range(500):
        await pilot.pause()
        asked = screen._near not in screen._looks and screen._looking
        if screen.bench.current and not screen._measuring and not asked and screen.study.lab.view.started is not None:
            break


def built(*keys: str) -> Before:
    """Keys in the sandbox."""

    async def before(pilot: Pilot[Any]) -> None:
        await measured(pilot)
        for key in keys:
            await pressing(key)(pilot)
            await measured(pilot)
        await rest(pilot)

    return before


async def arrived(pilot: Pilot[Any]) -> None:
    """Until a recording is over."""
    screen = pilot.app.screen
    for _ in range(500):
        await pilot.pause()
        await screen.frame()
        if screen.run.state == "ended":
            break
    await rest(pilot)


async def branched(pilot: Pilot[Any]) -> None:
    """A line of the run beside the one it left."""
    await pressing("space", "comma", *["shift+left"] * 11, "2")(pilot)
    steps = {"loss": tuple(0.55 - 0.004 * i for i in range(70))}
    pilot.app.lesson_screen.study._open_run.live.tell(StepsEnded(40, 1, steps, {"seconds": 0.1}))
    await rest(pilot)


async def shrunk(pilot: Pilot[Any]) -> None:
    """A terminal that is too small."""
    await rest(pilot)
    await pilot.resize_terminal(64, 18)
    await rest(pilot)


SAID = Diagnosis(
    "rate too high", "bad", "The loss climbs: 9.31 now, 0.52 at its best, 2.2 at the beginning. The rate 3 is too "
    "high.", 90, "loss", "Try 0.03.", (("rate", 0.03),),
)  # fmt: skip
KNOBS = (("w1", 2.5, -1.0), ("b", 0.5, 0.0))
COMPARED = Compared(1, 0, 144, KNOBS, {"loss": 141, "accuracy": 0}, (("neuron", 0.25), ("out", 0.04)))
DIGIT = ("d", "up", "up", "left", "enter", *("right",) * 3, *("down",) * 4, "escape", "left", "m")
IMAGE, PLANE = (lambda _: drawn_app()[0]), (lambda _: plane_app()[0])

SCENES: dict[str, Scene] = {
    "home": Scene(Home, lambda _: HomeApp(), pressing("down", "down", "right")),
    "home-first": Scene(Home, lambda _: HomeApp(True), pressing()),
    "past": Scene(PastScreen, lambda _: PastApp(past(9)), pressing("down", "down")),
    "run": Scene(LessonScreen, lesson("watch"), pressing("space"), "run"),
    "read": Scene(LessonScreen, lesson("inside"), pressing(), "read"),
    "tune": Scene(LessonScreen, lesson("hand"), pressing("down", "h"), "tune"),
    "single": Scene(LessonScreen, lesson("single"), pressing("full_stop", "full_stop")),
    "code": Scene(LessonScreen, lesson("write"), pressing(), "code"),
    "predict-step": Scene(LessonScreen, lesson("corners"), pressing(), "predict"),
    "repair": Scene(LessonScreen, lesson("watch", broken()), pressing(), "repair"),
    "quiz-step": Scene(LessonScreen, lesson("quiz"), pressing(), "quiz"),
    "recap": Scene(LessonScreen, lesson("recap"), pressing(), "recap"),
    "cnn": Scene(LessonScreen, IMAGE, pressing("space")),
    "doctor": Scene(LessonScreen, lesson("single"), telling(SAID, before=(), after=("exclamation_mark", "t"))),
    "diverged": Scene(LessonScreen, lesson("watch"), telling(Diverged(150, "the loss became NaN", 149))),
    "rewound": Scene(LessonScreen, lesson("hand"), pressing("space", "comma", *["shift+left"] * 6)),
    "branch": Scene(LessonScreen, lesson("watch"), branched),
    "race": Scene(LessonScreen, lesson("watch", raced=True), pressing("t", "right", *["t"] * 3, "space", "7")),
    "seeds": Scene(LessonScreen, lesson("watch", raced=True), pressing("t", "right", "S", "space", "4")),
    "review": Scene(ReviewScreen, review, pressing("escape")),
    "predict": Scene(Predict, lesson("corners"), pressing("space", "2", "up", "tab")),
    "result": Scene(Result, lesson("corners"), pressing("space", "3", "up", "tab", "enter")),
    "quiz": Scene(Quiz, lesson("quiz"), pressing("space", "2")),
    "comparison": Scene(Comparison, lesson("hand"), telling(COMPARED, before=("space", "comma", "shift+left"))),
    "microscope": Scene(
        MicroscopeScreen, lambda _: scoped_app()[0], pressing("s", "end", *("comma",) * 4, "tab", "down", "right")
    ),
    "draw": Scene(DrawScreen, IMAGE, pressing(*DIGIT)),
    "points": Scene(PointsScreen, PLANE, pressing("d", "space", *("right",) * 4, "tab", "space")),
    "prompt": Scene(Prompt, IMAGE, pressing("d", "space", "k", "7")),
    "editor": Scene(Editor, editing, pressing("e", "ctrl+s", "ctrl+t")),
    "sandbox": Scene(SandboxScreen, lambda _: Pictured(RICH), built("space", "down")),
    "sandbox-wrong": Scene(SandboxScreen, lambda _: Pictured(WRONG), built("down", "down")),
    "form": Scene(Form, lambda _: Pictured(parsed(IMAGES)), built("enter", "down", "1", "2")),
    "data": Scene(Chooser, lambda _: Pictured(start()), built("i", "down")),
    "panels": Scene(Chooser, lambda _: Pictured(start()), built("p", "down", "space")),
    "code-shared": Scene(Told, lambda _: Pictured(start()), built("y")),
    "code-asked": Scene(Asked, lambda _: Pictured(start()), built("o", "x", "y", "enter")),
    "replay": Scene(ReplayScreen, recorded, arrived),
    "help": Scene(Help, whole, pressing("f1")),
    "palette": Scene(Palette, whole, pressing("ctrl+p")),
    "export": Scene(ExportScreen, whole, pressing("ctrl+e")),
    "finished": Scene(Finished, finished, pressing()),
    "milestone": Scene(MilestoneScreen, reached, pressing("left")),
    "small": Scene(Small, lesson("watch"), shrunk),
}
