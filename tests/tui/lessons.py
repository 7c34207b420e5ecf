"""The model lesson with a run that fits it, and an app around one lesson screen."""

from collections.abc import Callable
from math import exp
from pathlib import Path

from textual.app import App

from tests.recordings import runs
from tests.tui.fakes import FakeRuns
from tuidl.course import load
from tuidl.course.spec import Lesson
from tuidl.course.walk import Walk
from tuidl.events import Evaluated, Probed
from tuidl.series import Series
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.view import SMOOTHED, RunView

FOLDER = Path(__file__).parents[2] / "lessons" / "1-01-neuron"


def neuron() -> Lesson:
    return load.read(FOLDER)


def neuron_run(steps: int = 150, best: float = 0.97) -> RunView:
    """A run of the neuron that gets ``best`` right in the end."""
    view = RunView()
    told = runs.neuron(steps)
    assert told.started is not None
    view.apply(told.started)
    for step in range(0, steps + 1, 10):
        done = 1 - exp(-step / 30)
        values = {
            "loss": 2.2 - 2.1 * done,
            "accuracy": 0.1 + (best - 0.1) * done,
            "w1": -1.5 + 3 * done,
            "w2": 1.0,
            "b": 0.5,
        }
        view.apply(Evaluated(step, step, values, {}))
    view.steps["loss"] = Series([2.2 - 2.1 * (1 - exp(-step / 30)) for step in range(1, steps + 1)], steps / SMOOTHED)
    view.step = steps
    for name, signal in told.signals.items():
        view.apply(Probed(name, steps, signal))
    return view


class LessonApp(App[None]):
    """One lesson and nothing else; ``kept`` are the walks that were asked to be kept."""

    def __init__(
        self, walk: Walk, open_run: Callable[..., object], ink: str = "dark", saves: Path | None = None, **given
    ):
        super().__init__(ansi_color=True if ink in ("ansi", "mono") else None)
        register(self)
        self.theme = PREFIX + ink
        self.lesson_screen = LessonScreen(walk, open_run, saves=saves, **given)
        self.kept: list[str] = []
        self.ran: list[RunView] = []
        self.finished = False
        self.data = ""  # the data set that the lesson shall be opened on
        self.disk = True

    async def on_mount(self) -> None:
        await self.push_screen(self.lesson_screen)

    def on_lesson_screen_keep(self, message: LessonScreen.Keep) -> None:
        self.kept.append(message.walk.step.id)
        if self.disk:
            message.kept()

    def on_lesson_screen_on_data(self, message: LessonScreen.OnData) -> None:
        self.data = message.data

    def on_lesson_screen_ran(self, message: LessonScreen.Ran) -> None:
        self.ran.append(message.view)

    def on_lesson_screen_finished(self, message: LessonScreen.Finished) -> None:
        self.finished = True


def walk_at(step_id: str, lesson: Lesson | None = None) -> Walk:
    """A learner who has done everything before a step."""
    walk = Walk(lesson or neuron())
    for step in walk.lesson.steps:
        if step.id == step_id:
            break
        walk.states[step.id].done = walk.states[step.id].opened = True
    walk.open(step_id)
    return walk


def app_at(
    step_id: str = "watch",
    view: RunView | None = None,
    lesson: Lesson | None = None,
    **given,
) -> tuple[LessonApp, FakeRuns]:
    walk = walk_at(step_id, lesson)
    fake = FakeRuns(view or neuron_run(), **walk.lesson.settings(walk.step))
    return LessonApp(walk, fake, **given), fake
