"""What the screens look like, as pictures. Change them on purpose: `pytest --snapshot-update`, then look at each."""

import pytest

from tests.recordings import runs
from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tests.tui.scoped import scoped_app
from tests.tui.screens.test_home import HomeApp

SIZES = [(80, 24), (140, 40)]


def lesson(step: str = "watch", ink: str = "dark") -> LessonApp:
    walk = walk_at(step)
    return LessonApp(walk, FakeRuns(neuron_run(), **walk.lesson.settings(walk.step)), ink)


async def settle(pilot) -> None:
    for _ in range(4):
        await pilot.pause()
    pilot.app.lesson_screen.redraw()
    await pilot.pause()


def pressing(*keys: str):
    async def before(pilot) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
        await settle(pilot)

    return before


def looking(*keys: str):
    async def before(pilot) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
            pilot.app.screen.look()
        await settle(pilot)

    return before


@pytest.mark.parametrize("size", SIZES)
def test_a_lesson_met(snap_compare, size):
    assert snap_compare(lesson(), terminal_size=size, run_before=pressing("space"))


@pytest.mark.parametrize("ink", ["light", "ansi"])
def test_a_lesson_in_other_colours(snap_compare, ink):
    assert snap_compare(lesson(ink=ink), terminal_size=(140, 40), run_before=pressing("space"))


@pytest.mark.parametrize("size", SIZES)
def test_a_prediction(snap_compare, size):
    assert snap_compare(lesson("corners"), terminal_size=size, run_before=pressing("space", "2", "up"))


@pytest.mark.parametrize("size", SIZES)
def test_how_it_came_out(snap_compare, size):
    assert snap_compare(lesson("corners"), terminal_size=size, run_before=pressing("space", "3", "up", "enter"))


def test_knobs_and_a_zoomed_panel(snap_compare):
    assert snap_compare(lesson("hand"), terminal_size=(120, 36), run_before=pressing("down", "1"))


@pytest.mark.parametrize("size", SIZES)
def test_the_microscope(snap_compare, size):
    app, _ = scoped_app()
    keys = ("s", "end", *("comma",) * 4, "tab", "down", "right")
    assert snap_compare(app, terminal_size=size, run_before=looking(*keys))


@pytest.mark.parametrize("ink", ["light", "ansi", "mono"])
def test_the_microscope_in_other_colours(snap_compare, ink):
    app, _ = scoped_app(ink=ink)
    assert snap_compare(app, terminal_size=(140, 40), run_before=looking("s", "tab", "down", "right"))


@pytest.mark.parametrize(("fresh", "size"), [(True, (120, 36)), (False, (120, 36)), (False, (80, 24))])
def test_home(snap_compare, fresh, size):
    async def before(pilot) -> None:
        await pilot.pause()
        await pilot.press(*([] if fresh else ["down", "right"]))
        await pilot.pause()

    runs.cnn()
    assert snap_compare(HomeApp(fresh), terminal_size=size, run_before=before)
