"""Every lesson is pleasant to read in the smallest window: all of a page is seen after turning it once."""

import pytest

from tests.tui.fakes import FakeSession
from tests.tui.lessons import LessonApp
from tuidl.course import library, load
from tuidl.course.walk import Walk
from tuidl.tui.pagebox import PageBox

LESSONS = [card.folder for card in library.cards() if card.folder.parent == library.roots()[-1]]


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
async def test_no_page_is_turned_more_than_once(folder) -> None:
    lesson = load.read(folder)
    app = LessonApp(Walk(lesson), lambda request: FakeSession(request, [], lambda command: []))  # nothing happens
    long = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        box = app.lesson_screen.query_one(PageBox)
        for step in lesson.steps:
            await app.lesson_screen.enter(step.id)
            app.lesson_screen.redraw()
            assert box.prose
            assert box.top == 0
            app.lesson_screen.action_page(1)
            once = box.top
            app.lesson_screen.action_page(1)
            if box.top != once:
                long[step.page] = len(box.prose)
    assert long == {}
