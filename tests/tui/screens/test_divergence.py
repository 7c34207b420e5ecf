"""A run whose loss leaves the numbers, in a real training process: what the learner reads, and how they go on."""

import asyncio
import shutil
from pathlib import Path

from tests.tui.lessons import FOLDER, LessonApp
from tests.tui.watching import PATIENCE, done, words
from tuidl.course import load
from tuidl.course.spec import Lesson
from tuidl.course.walk import Walk
from tuidl.session.process import ProcessSession
from tuidl.signals import Boundary
from tuidl.tui.asked import Asked
from tuidl.tui.screens.lesson import LessonScreen


class WatchedApp(LessonApp):
    """Knows when a run is over."""

    over: asyncio.Event

    def on_lesson_screen_ran(self, message: LessonScreen.Ran) -> None:
        super().on_lesson_screen_ran(message)
        self.over.set()


def steep(folder: Path) -> Lesson:
    """The neuron without its squeeze: squared errors have no ceiling, so a rate that is too high has no end."""
    shutil.copytree(FOLDER, folder)
    text = (folder / "lesson.toml").read_text()
    text = text.replace('"binary-cross-entropy"', '"mean-squared-error"').replace('"sigmoid"', '"linear"', 1)
    (folder / "lesson.toml").write_text(text)
    return load.read(folder)


async def test_it_stops_explains_keeps_the_last_weights_and_goes_on(tmp_path: Path) -> None:
    asked = Asked(knobs={"rate": 3.0}, device="reference")
    app = WatchedApp(Walk(steep(tmp_path / "1-01-neuron")), ProcessSession, asked=asked)
    app.over = asyncio.Event()
    async with app.run_test(size=(140, 42)) as pilot:
        await pilot.press("space")
        await asyncio.wait_for(app.over.wait(), PATIENCE)
        await done(pilot)
        screen = app.lesson_screen
        view = screen.study.lab.view
        assert view.diverged is not None
        assert view.diverged.kept == view.diverged.step - 2
        page = " ".join(words(screen, "#page").split())
        assert f"the run stopped at step {view.diverged.step}" in page
        assert f"The weights of step {view.diverged.kept} are kept. Try: turn rate from 3.0 to 0.3 or less" in page
        assert "✖ diverged" in words(screen, "#head")
        plane = view.signals["boundary"]
        assert isinstance(plane, Boundary)
        assert 255 not in plane.answer.levels  # not one answer of the kept weights is NaN

        app.over.clear()
        await pilot.press("left", "left", "r", "space")  # 1.0, then 0.3
        await asyncio.wait_for(app.over.wait(), PATIENCE)
        await done(pilot)
        view = screen.study.lab.view
        assert view.knobs["rate"] == 0.3
        assert view.diverged is None
        assert view.step == view.budget
        assert screen.walk.state.done
        page = " ".join(words(screen, "#page").split())
        assert "the run stopped" not in page
        assert "goal met" in page
