"""The whole app over a made-up run and a real progress store."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.fakes import FakeRuns, InlineMeasure
from tests.tui.lessons import FOLDER, neuron, neuron_run
from tests.tui.watching import PATIENCE, until
from tuidl.commands import Save
from tuidl.course.progress import Progress
from tuidl.course.record import RunRecord
from tuidl.errors import UsageError
from tuidl.sandbox import keeping
from tuidl.tui import app as module
from tuidl.tui.app import TuidlApp
from tuidl.tui.asked import Asked
from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.finished import Finished
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.home import Home
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.past import PastScreen
from tuidl.tui.screens.sandbox import SandboxScreen

SIZE = (120, 36)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """One lesson, whatever else is shipped, and a store of its own."""
    shutil.copytree(FOLDER, tmp_path / "lessons" / "1-01-neuron")
    monkeypatch.setattr(module.library, "roots", lambda: (tmp_path / "lessons",))
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    with Progress.open() as progress:
        yield progress


def opened(progress, lesson=None, ink="dark") -> tuple[TuidlApp, FakeRuns]:
    told = neuron()
    runs = FakeRuns(neuron_run(), **told.settings(told.steps[0]))
    return TuidlApp(ink, lesson, progress, runs, lambda path: runs(None)), runs


async def settle(pilot) -> None:
    for _ in range(5):
        await pilot.pause()


async def test_from_the_first_start_to_a_goal_that_is_kept(course):
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, Home)
        assert app.screen.shelf.fresh
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        await pilot.press("space")
        await settle(pilot)
        app.screen.redraw()
        await pilot.pause()
        assert "saved" in app.screen.query_one("#page", Canvas).picture().text()
        await pilot.press("q")
        await settle(pilot)
        assert isinstance(app.screen, Home)
        assert "Continue" in app.screen.query_one("#now", Canvas).picture().text()
        assert "neuron" in app.screen.query_one("#runs", Canvas).picture().text()
        assert app.screen.shelf.entry("lesson-neuron").state == "started"
    assert course.walk(neuron()).states["watch"].done
    assert course.runs()[0].met
    assert course.runs()[0].goal == "goal 95 %"


async def test_a_lesson_by_name_and_a_name_that_is_none(course):
    app, _ = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await app.open_lesson("neurn")
        await settle(pilot)
        assert isinstance(app.screen, Home)
        assert len(app._notifications) == 1
    with pytest.raises(UsageError, match="neurn"):
        module.library.find("neurn")


async def test_the_end_saves_the_walk_and_the_run(course):
    app, runs = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("h", "full_stop")
        await settle(pilot)
        await app.end(143)
    assert app.return_code == 143
    assert any(isinstance(command, Save) for command in runs.opened[0].sent)
    assert runs.opened[0].closed
    assert course.walk(neuron()).states["watch"].hints == 1


async def test_a_run_that_never_answers_does_not_hold_the_end_up(course, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    app, runs = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("full_stop")
        await settle(pilot)
        runs.opened[0]._script = lambda command: []
        await asyncio.wait_for(app.end(129), PATIENCE)
    assert app.return_code == 129


async def test_without_a_store_nothing_is_called_saved(course):
    app, _ = opened(None, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("space")
        await settle(pilot)
        app.screen.redraw()
        assert "saved" not in app.screen.query_one("#page", Canvas).picture().text()
        await pilot.press("q")
        await settle(pilot)
        assert "not saved" in app.screen.query_one("#head", Canvas).picture().text()


async def test_the_progress_page_opens_what_is_chosen_there(course):
    app, _ = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("space")
        await settle(pilot)
        await pilot.press("q")
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert isinstance(app.screen, PastScreen)
        assert "neuron" in app.screen.query_one("#lessons", Canvas).picture().text()
        assert "goal 95 %" in app.screen.query_one("#runs", Canvas).picture().text()
        await pilot.press("question_mark")
        await settle(pilot)
        assert "choose a lesson or a run" in app.screen.query_one(Canvas).picture().text()
        await pilot.press("escape", "end", "enter")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.walk.step.id == "watch"


async def test_a_run_of_the_shell_is_among_the_last_runs_and_opens(course):
    run = RunRecord("lesson-neuron", "corners", "neuron", 0, 150, {}, {"accuracy": 0.97}, "shell, 1 of 1 goals", True)
    course.add_run(run)
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        text = app.screen.query_one("#runs", Canvas).picture().text()
        assert "accuracy 97 %" in text
        assert "shell, 1 of 1 goals" in text
        await pilot.click("#runs", offset=(4, 2))
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.walk.step.id == "corners"


async def test_what_was_asked_for_holds_each_time_the_lesson_opens(course):
    told = neuron()
    asked = Asked(data="moons", seed=3, step="corners", resume=Path("mine.npz"))
    runs = FakeRuns(neuron_run(), **told.settings(told.steps[0]))
    app = TuidlApp("dark", "neuron", course, runs, asked=asked)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert app.screen.walk.step.id == "corners"
        assert (runs.last.request.data, runs.last.request.resume) == ("moons", "mine.npz")
        await pilot.press("space")
        await settle(pilot)
        await pilot.press("q")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert (runs.last.request.data, runs.last.request.resume) == ("moons", None)
        assert app.screen.walk.step.id == "watch"
    assert course.lessons() == {}  # nothing is kept of data that are not the lesson's
    assert course.runs()[0].data == neuron_run().started.data


async def test_the_end_of_a_lesson_on_own_data_keeps_nothing(course):
    told = neuron()
    runs = FakeRuns(neuron_run(), **told.settings(told.steps[0]))
    app = TuidlApp("dark", "neuron", course, runs, asked=Asked(data="moons", step="recap"))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, Finished)
        await app.end(0)
    assert course.lessons() == {}


async def test_help_knows_where_it_is(course):
    app, _ = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, Help)
        assert "run or pause" in app.screen.query_one(Canvas).picture().text()
        await pilot.press("escape", "q", "question_mark")
        await settle(pilot)
        assert "continue where you left" in app.screen.query_one(Canvas).picture().text()


async def test_the_palette_lists_every_action_and_the_themes(course):
    app, _ = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        screen = app.screen
        titles = [command.title for command in app.get_system_commands(screen)]
        for title in (
            "Run or pause",
            "Hint",
            "Next step",
            "Turn the knob up",
            "Theme: light",
            "Theme: no colour",
            "Quit",
        ):
            assert title in titles
        hint = next(command for command in app.get_system_commands(screen) if command.title == "Hint")
        hint.callback()
        await settle(pilot)
        assert screen.walk.state.hints == 1


@pytest.mark.parametrize("name", ["light", "ansi", "mono", "dark"])
async def test_themes_change_while_it_runs(course, name):
    app, _ = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.change_theme(name)
        await settle(pilot)
        assert app.theme == f"tuidl-{name}"
        assert app.screen.query_one("#page", Canvas).picture().ink.name == name


async def test_the_end_of_the_lesson_offers_what_comes_next(course):
    lesson = neuron()
    walk = course.walk(lesson)
    for state in walk.states.values():
        state.done = True
    walk.open("recap")
    course.save(walk)
    app, _ = opened(course, "neuron")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, Finished)
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, Home)
        assert app.screen.shelf.entry("lesson-neuron").state == "done"


def test_the_screen_needs_no_numerics():
    heavy = ("numpy", "numba", "tuidl.nn", "tuidl.train")
    code = f"import sys, tuidl.tui.app; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


TOO_SMALL = "tuidl needs 80×24 characters and has 20×5: enlarge the window or press q."


@pytest.mark.parametrize("keys", [(), ("p",), ("enter",)])
async def test_a_window_too_small_is_one_sentence_and_grows(course, keys):
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        screen = app.screen
        await pilot.resize_terminal(20, 5)
        await settle(pilot)
        assert " ".join(app.screen.query(Canvas).first().picture().text().split()) == TOO_SMALL
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert app.screen is screen
        assert "tuidl needs" not in app.screen.query(Canvas).first().picture().text()


@pytest.mark.parametrize("lesson", [None, "neuron"])
async def test_q_leaves_a_window_too_small(course, lesson):
    app, _ = opened(course, lesson)
    async with app.run_test(size=(20, 5)) as pilot:
        await settle(pilot)
        assert " ".join(app.screen.query(Canvas).first().picture().text().split()) == TOO_SMALL
        await pilot.press("q")
        await settle(pilot)
    assert app.return_code == 0


async def test_the_sandbox_opens_from_home_and_is_kept(course):
    def offered(app: TuidlApp) -> list[str]:
        return [command.title for command in app.get_system_commands(app.screen)]

    app, _ = opened(course)
    app._measure = InlineMeasure
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert "Sandbox: any data, any layers, any knob" in offered(app)
        await pilot.press("f")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, SandboxScreen)
        assert "Save as a lesson to begin with" in offered(app)
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        await pilot.press("escape", "d")
        assert len(screen.bench.sandbox.layers) == 4
        await until(pilot, lambda: (kept := keeping.recalled()) is not None and len(kept.sandbox.layers) == 4)
        kept = keeping.recalled()
        assert kept.sandbox == screen.bench.sandbox
        await pilot.press("q")
        await settle(pilot)
        assert isinstance(app.screen, Home)
        await pilot.press("f")
        await settle(pilot)
        assert app.screen.bench.sandbox == kept.sandbox
    assert course.walk(neuron()).states["watch"].opened is False
