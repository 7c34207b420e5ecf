"""Drawing while a race stands: every contestant is asked, or learns the points, and is seen beside the others."""

from tests.recordings import runs as recorded
from tests.tui.lessons import LessonApp, walk_at
from tests.tui.raced import RacedRuns
from tests.tui.screens import test_points
from tests.tui.screens.drawing import FOLDER, DrawnRuns, PlaneRuns
from tests.tui.screens.test_draw import opened, settle, words
from tuidl.commands import Keep, Only, Play, Sketch, Teach
from tuidl.course import load
from tuidl.events import Probed, Raced
from tuidl.tui.screens.points import PointsScreen


class RacedDrawn(RacedRuns, DrawnRuns):
    """A race of nets that read images."""


class RacedPlanes(RacedRuns, PlaneRuns):
    """A race of nets that read the plane."""


def drawn_race() -> tuple[LessonApp, RacedDrawn]:
    lesson = load.read(FOLDER)
    walk = walk_at(lesson.steps[0].id, lesson)
    found = RacedDrawn(recorded.cnn(), **lesson.settings(walk.step))
    return LessonApp(walk, found), found


async def test_the_bars_of_all_stand_beside_one_another():
    app, runs = drawn_race()
    async with app.run_test(size=(140, 42)) as pilot:
        await settle(pilot)
        await pilot.press("t")
        screen = await opened(pilot)
        await pilot.press("space", "enter", "right", "right")
        await settle(pilot)
        asked = [c for c in runs.last.sent if isinstance(c, Only) and isinstance(c.order, Sketch)]
        assert {only.contestant for only in asked} == {0, 1}
        newest = [next(c.order for c in reversed(asked) if c.contestant == k) for k in (0, 1)]
        assert [order.pixels for order in newest] == [screen.easel.pixels] * 2
        assert [bool(order.layer) for order in newest] == [False, True]  # the maps are those of the one in hand
        said = words(screen, "says").splitlines()
        assert "● as it is" in said[1]
        assert "◆ twin" in said[1]
        assert sum(line.count("82") for line in said) == 2
        assert "saliency ◆" in words(screen, "why")
        await pilot.press("1")
        await settle(pilot)
        assert "saliency ●" in words(screen, "why")
        assert "maps ● conv1" in words(screen, "maps")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert sum(line.count("82") for line in words(screen, "says").splitlines()) == 2


async def test_a_drawing_is_kept_once():
    app, runs = drawn_race()
    async with app.run_test(size=(140, 42)) as pilot:
        await settle(pilot)
        await pilot.press("t")
        await opened(pilot)
        for label in "3537":
            await pilot.press("space", "k", label, "enter")
            await settle(pilot)
        await pilot.press("ctrl+s", "enter")
        await settle(pilot)
        (kept,) = (c for c in runs.last.sent if isinstance(c, Only) and isinstance(c.order, Keep))
        assert kept.contestant == 1
        assert "kept as" in words(app.screen, "album")


async def test_a_net_that_has_not_answered_leaves_its_column_empty():
    app, runs = drawn_race()
    runs.answers = False
    async with app.run_test(size=(140, 42)) as pilot:
        await settle(pilot)
        await pilot.press("t")
        screen = await opened(pilot)
        runs.answers = True
        asked = next(c.order for c in runs.last.sent if isinstance(c, Only) and isinstance(c.order, Sketch))
        (told,) = runs.answer(asked)
        assert isinstance(told, Probed)
        runs.last.tell(Raced(1, 0, told))
        await settle(pilot)
        assert words(screen, "says").count("82") == 1


async def test_points_are_learnt_by_all_in_a_race_of_its_own_and_every_plane_is_shown():
    walk = walk_at("watch")
    runs = RacedPlanes(recorded.neuron(), **walk.lesson.settings(walk.step))
    app = LessonApp(walk, runs)
    async with app.run_test(size=(140, 42)) as pilot:
        await test_points.settle(pilot)
        await pilot.press("t", "right")
        await test_points.settle(pilot)
        sets = [one.set for one in app.lesson_screen.contest.again().contestants]
        screen = await test_points.opened(pilot)
        assert [one.set for one in runs.last.request.race] == sets
        assert runs.last.request.seeds == 1
        assert Play() in runs.last.sent
        plane = test_points.words(screen, "plane")
        assert "● " in plane
        assert "◆ " in plane
        before = len(screen.dots.now)
        places = screen._places()
        assert len(places) == 2
        rect = places[1]
        await pilot.click("#plane", offset=(rect.x + rect.width // 2, rect.y + rect.height // 2))
        await test_points.settle(pilot)
        assert len(screen.dots.now) == before + 1
        assert [c for c in runs.last.sent if isinstance(c, Teach)][-1] == Teach(screen.dots.now)
        assert test_points.words(screen, "points").count("wrong") == 2
        await pilot.resize_terminal(80, 24)
        await test_points.settle(pilot)
        assert len(screen._places()) in (1, 2)
        hand = screen.hand
        await pilot.press("v")
        assert screen.hand != hand
        await pilot.press("escape")
        await test_points.settle(pilot)
        assert not isinstance(app.screen, PointsScreen)
        assert app.lesson_screen.contest is not None
