"""What was missed is asked again over a real progress store: the deck moves, the lesson stays as it was."""

import time

from tests.course.test_deck import predicted, quizzed
from tests.tui.test_app import SIZE, course, opened, settle  # noqa: F401 - course is a fixture
from tests.tui.watching import until
from tuidl.course.deck import DAY
from tuidl.course.progress import Progress
from tuidl.tui.canvas import Canvas
from tuidl.tui.question import Answers
from tuidl.tui.screens.home import Home
from tuidl.tui.screens.predict import Predict
from tuidl.tui.screens.quiz import Quiz
from tuidl.tui.screens.result import Result
from tuidl.tui.screens.review import ReviewScreen


def missed(progress: Progress, monkeypatch, days: float) -> None:
    """A quiz question and a prediction, some days ago."""
    with monkeypatch.context() as patch:
        patch.setattr(progress, "_clock", lambda: time.time() - days * DAY)
        progress.save(predicted("half", "0"))
        progress.save(quizzed((0, True), (1, False)))


async def test_nothing_is_due_before_its_day(course, monkeypatch):  # noqa: F811
    missed(course, monkeypatch, 0)
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert (app.screen.shelf.due.now, app.screen.shelf.due.waiting) == (0, 2)
        await pilot.press("v")
        await settle(pilot)
        assert app.screen.note == "nothing to review today; the next in 1 day"


async def test_a_quiz_question_and_a_prediction_come_back(course, monkeypatch):  # noqa: F811
    missed(course, monkeypatch, 2)
    before = course.export()["steps"]
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert app.screen.shelf.due.text == "2 to review"
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Predict))
        screen = app.screen_stack[-2]
        assert isinstance(screen, ReviewScreen)
        assert [ask.id for ask in app.screen.answers.asks] == ["curve"]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert screen.asks_first
        await pilot.press("n")
        assert screen.study.note == "predict and run first: space"
        screen.study.predict(Answers(screen.walk.step.ask, {"curve": 0}))
        await until(pilot, lambda: screen.right)
        assert screen.right == {"curve": True}
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Quiz))
        await pilot.press("1", "2", "3")
        await until(pilot, lambda: app.screen.right)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.note)
        assert "of 2 right. Nothing to review today" in app.screen.note
    deck = {card.question: card for card in course.deck()}
    assert deck["curve"].box == 1
    assert deck["1"].box in (0, 1)
    assert course.export()["steps"] == before


async def test_two_questions_of_one_step_are_asked_together(course, monkeypatch):  # noqa: F811
    with monkeypatch.context() as patch:
        patch.setattr(course, "_clock", lambda: time.time() - 2 * DAY)
        course.save(predicted("half", "2"))
    app, _ = opened(course)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Predict))
        screen = app.screen_stack[-2]
        head = screen.query_one("#head", Canvas).picture().text()
        assert "review 1–2 of 2   1.1 One neuron" in head
        await pilot.press("1", "down", "down", "enter")  # the first curve, the second band
        await until(pilot, lambda: screen.right)
        assert screen.right == {"curve": True, "right": False}
        await until(pilot, lambda: isinstance(app.screen, Result))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.note)
        assert app.screen.note.startswith("1 of 2 right.")


async def test_a_card_that_is_left_stays_due(course, monkeypatch):  # noqa: F811
    missed(course, monkeypatch, 2)
    kept = course.deck()
    app, _ = opened(course)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Predict))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.note)
        assert app.screen.note == "2 to review."
    assert course.deck() == kept
