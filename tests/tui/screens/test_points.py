"""Drawing points, with runs that answer from memory."""

import pytest
from textual.widgets import Input

from tests.tui.fakes import FakeSession
from tests.tui.screens.drawing import plane_app
from tuidl.commands import Keep, Pause, Play, Reset, Teach
from tuidl.tui import guide, keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.points import PointsScreen

SIZE = (140, 42)


async def settle(pilot) -> None:
    for _ in range(4):
        await pilot.pause()
    if isinstance(pilot.app.screen, PointsScreen):
        for _ in range(4):
            pilot.app.screen.look()
            await pilot.pause()


async def opened(pilot) -> PointsScreen:
    await settle(pilot)
    await pilot.press("d")
    await settle(pilot)
    assert isinstance(pilot.app.screen, PointsScreen)
    return pilot.app.screen


def words(screen: PointsScreen, part: str) -> str:
    return screen.query_one(f"#{part}", Canvas).picture().text()


def taught(session: FakeSession) -> list[Teach]:
    return [command for command in session.sent if isinstance(command, Teach)]


async def test_it_begins_with_the_lesson_s_points_in_a_run_of_its_own():
    app, runs = plane_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        assert len(runs.opened) == 2
        assert Play() in runs.last.sent
        assert screen.dots.now
        assert f"{len(screen.dots.now)} in all" in words(screen, "points")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert runs.last.closed
        assert not runs.live.closed
        assert not any(isinstance(command, Teach | Reset) for command in runs.live.sent)


async def test_clicks_and_keys_put_points_and_the_run_learns_them():
    app, runs = plane_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert "no points are left" in screen.note
        assert isinstance(runs.last.sent[-1], Pause)
        await pilot.click("#plane", offset=(30, 12))
        await pilot.press("2")
        await pilot.click("#plane", offset=(50, 20))
        await settle(pilot)
        assert [dot[2] for dot in screen.dots.now] == [0, 1]
        assert taught(runs.last)[-1].points == screen.dots.now
        await pilot.press("right", "right", "space", "tab", "down", "enter")
        await settle(pilot)
        assert [dot[2] for dot in screen.dots.now] == [0, 1, 1, 0]
        await pilot.click("#plane", offset=(50, 20), button=3)
        await settle(pilot)
        assert [dot[2] for dot in screen.dots.now] in ([0, 0], [0, 1, 0], [0])
        await pilot.press("u")
        await settle(pilot)
        assert len(screen.dots.now) == 4
        assert taught(runs.last)[-1].points == screen.dots.now


@pytest.mark.parametrize("size", [(80, 24), SIZE])
async def test_a_long_sentence_is_read_to_its_end(size):
    app, _ = plane_app()
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        screen.say(
            "a sentence of two rows and more in a narrow column, and of more than one below: all of it says so: stop"
        )
        await settle(pilot)
        assert ("stop" in words(screen, "points")) is (size == SIZE)
        assert ("all of it says so: stop" in " ".join(words(screen, "keys").split())) is (size != SIZE)
        assert "boundary follows" in " ".join(words(screen, "points").split()) or size == SIZE


async def test_points_become_a_data_set():
    app, runs = plane_app()
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        runs.refuses = "there is a data set 'moons' already: take another name"
        await pilot.press("ctrl+s")
        await pilot.pause()
        app.screen.query_one(Input).value = "moons"
        await pilot.press("enter")
        await settle(pilot)
        assert screen.note == runs.refuses
        runs.refuses = ""
        await pilot.press("ctrl+s", "enter")
        await settle(pilot)
        kept = next(command for command in reversed(runs.last.sent) if isinstance(command, Keep))
        assert kept.shape == (2,)
        assert set(kept.labels) == {"blue", "orange"}
        assert "kept as 'my-drawings'" in screen.note
        await pilot.press("o")
        await settle(pilot)
        assert app.data == "my-drawings"


async def test_points_stay_while_the_lesson_is_open_until_the_lesson_s_are_wanted():
    app, _ = plane_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        first = len(screen.dots.now)
        await pilot.press("n", "space")
        await pilot.press("escape")
        screen = await opened(pilot)
        assert len(screen.dots.now) == 1
        await pilot.press("l")
        await settle(pilot)
        assert len(app.screen.dots.now) == first
        for size in ((60, 20), (300, 100), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)


def test_the_help_knows_every_key():
    told = " ".join(f"{key} {text}" for _, rows in guide.POINTS for key, text in rows)
    for binding in keymap.POINTS:
        for key in binding.key.split(","):
            if key in "123456789" or key in ("delete", "escape", "q", "question_mark", "up", "down", "left", "right"):
                continue
            assert {"full_stop": "."}.get(key, key.replace("ctrl+", "^")) in told, key
