"""What the lesson screen asks: predictions, quizzes; and what it answers: hints."""

from dataclasses import replace

import pytest

from tests.tui.lessons import app_at
from tests.tui.panels.alone import text
from tests.tui.watching import SIZE, commands, done, words
from tuidl.commands import Play, Step
from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.predict import Predict
from tuidl.tui.screens.quiz import Quiz
from tuidl.tui.screens.result import Result


async def test_three_hints():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        for n in (1, 2, 3):
            await pilot.press("h")
            await done(pilot)
            assert f"hint {n} of 3" in words(app.lesson_screen, "#page")
        await pilot.press("h")
        await done(pilot)
        assert "no more hints" in words(app.lesson_screen, "#knobs")
        assert "no hint left" in words(app.lesson_screen, "#page")


async def test_a_prediction_comes_before_the_run_and_its_result_after():
    app, runs = app_at("corners")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, Predict)
        assert not commands(runs, Play)
        await pilot.press("enter")
        assert isinstance(app.screen, Predict)
        await pilot.press("3", "up", "enter")
        await done(pilot)
        assert commands(runs, Play)
        assert isinstance(app.screen, Result)
        said = app.screen.query_one(Canvas).picture().text()
        assert "you down, stops high up" in said
        assert "run 0.1" in said or "run 0.09" in said or "97" in said
        assert app.lesson_screen.panels[1].ghost
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "three"
        await pilot.press("backspace")
        await done(pilot)
        assert "predict" in words(app.lesson_screen, "#page")


async def test_panels_do_not_give_away_the_start_that_is_asked_about():
    app, _ = app_at("corners")
    walk = app.lesson_screen.walk
    asks = tuple(replace(ask, choices=tuple(_at_start(each) for each in ask.choices)) for ask in walk.step.ask)
    steps = tuple(replace(step, ask=asks) if step.id == "corners" else step for step in walk.lesson.steps)
    walk.lesson = replace(walk.lesson, steps=steps)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        panels = app.lesson_screen.panels
        assert all("your prediction comes first" in text(panel) for panel in panels)
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("3", "up", "enter")
        await done(pilot)
        assert not any("your prediction comes first" in text(panel) for panel in app.lesson_screen.panels)


def _at_start(choice):
    return replace(choice, when=choice.when.replace("loss", "loss@0"))


@pytest.mark.parametrize(("size", "drawn"), [((140, 40), True), ((100, 32), True), ((80, 24), False)])
async def test_the_curve_of_a_result_stands_wherever_there_is_room(size, drawn):
    app, _ = app_at("corners")
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        await pilot.press("space", "3", "up", "enter")
        await done(pilot)
        said = app.screen.query_one(Canvas).picture().text()
        assert "you down, stops high up" in said
        assert ("loss, log" in said, "l linear axis" in said) == (drawn, drawn)


async def test_escape_commits_nothing():
    app, runs = app_at("corners")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space", "1", "up", "escape")
        await done(pilot)
        assert app.screen is app.lesson_screen
        assert not app.lesson_screen.walk.state.chosen
        assert not commands(runs, Play)


@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_a_quiz_says_with_which_keys_a_case_is_tried_out(size):
    app, runs = app_at("quiz")
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        assert "r reset" in words(app.lesson_screen, "#keys")
        await pilot.press("full_stop")
        await done(pilot)
        assert Step(1) in runs.live.sent
        if size[0] > 100:
            assert ". step" in words(app.lesson_screen, "#keys")
            assert "s microscope" in words(app.lesson_screen, "#keys")


async def test_a_quiz_is_done_when_every_question_is_right():
    app, _ = app_at("quiz")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "quiz"
        await pilot.press("space")
        await pilot.pause()
        quiz = app.screen
        assert isinstance(quiz, Quiz)
        items = app.lesson_screen.walk.step.item
        for number, item in enumerate(items):
            order = quiz._order[number]
            wrong = next(i for i, place in enumerate(order) if not item.choices[place].right)
            right = next(i for i, place in enumerate(order) if item.choices[place].right)
            await pilot.press(str(wrong + 1))
            assert "not this one" in quiz.query_one(Canvas).picture().text()
            await pilot.press(str(right + 1))
            assert "✔ right" in quiz.query_one(Canvas).picture().text()
            await pilot.press("enter")
        await done(pilot)
        assert app.screen is app.lesson_screen
        assert app.lesson_screen.walk.state.done
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "recap"
