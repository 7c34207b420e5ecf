"""A race of functions written in other lessons: they go into its request, and it is told whose they are."""

from tests.tui.fakes import FakeSession
from tests.tui.lessons import LessonApp
from tuidl import paths
from tuidl.course import load
from tuidl.course.walk import Walk
from tuidl.course.written import Written
from tuidl.session.request import Request
from tuidl.tui.pagebox import PageBox

FOLDER = paths.shipped("lessons") / "1-13-complete"
RELU = Written("write", "def relu(z):\n    return 0.5 * (z + abs(z))\n", "lesson-activations")


def text(box: PageBox) -> str:
    return " ".join(box.picture().text().split())


async def test_the_race_is_asked_for_with_what_was_written_and_the_page_says_so():
    asked: list[Request] = []

    def runs(request: Request) -> FakeSession:
        asked.append(request)
        return FakeSession(request, [], lambda command: [])

    walk = Walk(load.read(FOLDER), lent=(RELU,))
    walk.states["write"].agreed = "mine"
    app = LessonApp(walk, runs)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await app.lesson_screen.enter("own")
        app.lesson_screen.redraw()
        assert asked[-1].code == (RELU, Written("write", "mine", "lesson-complete"))
        assert asked[-1].race[0].functions == ()
        assert len(asked[-1].race[1].functions) == 8
        assert Request.from_json(asked[-1].to_json()) == asked[-1]
        said = text(app.lesson_screen.query_one(PageBox))
        assert "Yours: relu (1.3), step (1.13)." in said
        assert "dense (1.4)" in said
        await app.lesson_screen.enter("stuck")
        app.lesson_screen.redraw()
        assert asked[-1].code == ()
        assert "Yours:" not in text(app.lesson_screen.query_one(PageBox))
