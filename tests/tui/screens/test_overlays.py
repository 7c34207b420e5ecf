"""Help, the end of a lesson and predictions in a small terminal."""

from dataclasses import replace

import pytest
from textual.app import App
from textual.screen import Screen

from tests.tui.lessons import neuron, walk_at
from tuidl import paths
from tuidl.course.calibration import NONE
from tuidl.course.glossary import Glossary
from tuidl.course.load import read
from tuidl.course.milestone import Milestone, Taught
from tuidl.course.spec import Ask, Choice
from tuidl.tui import guide
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.theme import register
from tuidl.tui.screens.asking import drawn_steps
from tuidl.tui.screens.finished import Finished
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.milestone import MilestoneScreen
from tuidl.tui.screens.predict import Predict


class Over(App[None]):
    def __init__(self, screen: Screen):
        super().__init__()
        register(self)
        self.theme = "tuidl-dark"
        self.over, self.answer = screen, []

    async def on_mount(self) -> None:
        await self.push_screen(self.over, self.answer.append)


def words(app: Over) -> str:
    return app.over.query_one(Canvas).picture().text()


@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
async def test_help_scrolls_and_closes(size):
    lesson = neuron()
    sections = Glossary.of(lesson).sections(lesson.pages["02-inside.md"])
    app = Over(Help("lesson", (*guide.LESSON, guide.MARKS), sections, lesson.id))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "run or pause" in words(app)
        assert "left right  turn it" in words(app)
        seen = words(app)
        for _ in range(30):
            await pilot.press("down")
            seen += words(app)
        assert "the run doctor" in seen
        assert "words on this page" in seen
        assert next(iter(lesson.terms)) in seen
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not app.over


@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
async def test_help_finds_a_word_that_an_earlier_lesson_taught(size):
    lesson = read(paths.shipped("lessons") / "1-12-schedules")
    app = Over(Help("lesson", guide.LESSON, Glossary.of(lesson).sections(lesson.pages["01-shake.md"]), lesson.id))
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash", *"epoch")
        said = " ".join(words(app).split())
        assert "epoch Once through all training examples." in said
        assert "1.7 Gradient descent" in said
        assert "run or pause" not in said
        await pilot.press(*"xq?")
        assert app.screen is app.over
        assert "no word answers to that" in words(app)
        await pilot.press("backspace", "backspace", "backspace", "backspace", "enter")
        assert "Once through" in words(app)
        await pilot.press("escape")
        assert "run or pause" in words(app)
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is not app.over


async def test_the_end_of_a_part_leads_to_what_it_taught():
    walk = walk_at("recap")
    walk.leave()
    for state in walk.states.values():
        state.done = True
    app = Over(Finished(walk, "2.1 Convolution", "Part 1, Foundations"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "✔ Part 1, Foundations, is done." in words(app)
        assert "m the whole part" in words(app)
        assert "esc stay here" in words(app)
        await pilot.press("m")
        await pilot.pause()
        assert app.answer == ["milestone"]


@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
async def test_a_milestone_scrolls_turns_and_closes(size):
    taught = Taught(
        "1.1", "One neuron", 720.0, ("say what a neuron computes",) * 30, (("By hand", "98 %"),), ("neuron",)
    )
    found = [Milestone(part, title, 1.8e9, (taught,), NONE) for part, title in ((1, "Foundations"), (2, "Seeing"))]
    app = Over(MilestoneScreen(tuple(found)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Part 2: Seeing" in words(app)
        await pilot.press("left")
        assert "Part 1: Foundations" in words(app)
        for _ in range(12):
            await pilot.press("down")
        assert "neuron() 1.1" in words(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not app.over


async def test_a_finished_lesson_says_what_was_learnt():
    walk = walk_at("recap")
    walk.leave()
    walk.states["hand"].best = 0.985
    app = Over(Finished(walk, "1.2 Hidden layers"))
    async with app.run_test(size=(100, 32)) as pilot:
        await pilot.pause()
        said = words(app)
        assert "lesson done" in said
        assert "9 of 9 steps" in said
        assert walk.lesson.objectives[0][:30] in said
        assert "98.5 %" in said
        assert "n 1.2 Hidden layers" in said
        await pilot.press("n")
        await pilot.pause()
    assert app.answer == ["next"]


async def test_steps_left_out_are_named():
    walk = walk_at("recap")
    walk.leave()
    walk.states["write"].done = False
    app = Over(Finished(walk))
    async with app.run_test(size=(100, 32)) as pilot:
        await pilot.pause()
        assert "end of the lesson" in words(app)
        assert "write:" in words(app)
        await pilot.press("n")
        await pilot.pause()
    assert app.answer == ["home"]


CHOICES = tuple(
    Choice(str(i), f"answer number {i}", "because of it", curve=((0, 1.0), (10, float(i)))) for i in range(4)
)


@pytest.mark.parametrize("kind", ["shape", "choice"])
async def test_every_kind_of_question_fits_the_floor(kind):
    asks = (
        Ask("a", kind, "Which way will it go, in the end?", "loss", CHOICES),
        Ask("b", "band", "How many?", "accuracy", edges=(0, 0.5, 0.9, 1)),
    )
    app = Over(Predict(asks, "step 1 of 9", 10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for i in range(4):
            assert f"number {i}" in words(app).replace("\n", " ") or f"{i + 1} " in words(app)
        assert "under 50 %" in words(app)
        assert "once chosen" in words(app)
        assert app.over.answers.sure is None
        await pilot.press("tab", "tab", "tab")
        assert app.over.answers.sure == 0.7
        row = next(y for y, line in enumerate(words(app).splitlines()) if "how sure" in line)
        column = words(app).splitlines()[row].index("90 %")
        await pilot.click("#box", offset=(column, row))
        assert app.over.answers.sure == 0.9
        await pilot.press("2", "right" if kind == "choice" else "up", "enter")
        await pilot.pause()
    assert [answer.given for answer in app.answer] == [{"a": "1", "b": "0" if kind == "choice" else "2"}]


async def test_there_are_as_many_numbers_as_answers():
    app = Over(Predict((Ask("a", "choice", "How many?", "accuracy", CHOICES),), "step 1 of 9", 10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(str(len(CHOICES) + 1))
        assert app.over.answers.chosen == {}
        digits = {key for key, bound in app.screen.active_bindings.items() if "pick" in bound.binding.action}
        assert digits == {str(n) for n in range(1, len(CHOICES) + 1)}
        await pilot.press(str(len(CHOICES)))
        assert app.over.answers.chosen == {"a": len(CHOICES) - 1}


async def test_a_question_without_pictures_takes_no_more_room_than_its_words():
    app = Over(Predict((Ask("a", "choice", "How many?", "accuracy", CHOICES),), "step 1 of 9", 10))
    async with app.run_test(size=(140, 42)) as pilot:
        await pilot.pause()
        lines = words(app).splitlines()
        assert len(lines) == 14
        assert "Nothing is at stake" in lines[-5]
        assert "commit and run" in "".join(lines[-3:]) or "once chosen" in "".join(lines[-3:])


CURVES = (
    Choice("falls", "falls", when="loss < 0.2", curve=((0, 1.0), (20, 0.2), (100, 0.0))),
    Choice("stays", "stays", when="loss >= 0.2", curve=((0, 1.0), (100, 1.0))),
)


async def test_curves_fill_the_room_that_is_left():
    asks = (
        Ask("a", "choice", "How many?", "accuracy", CHOICES),
        Ask("b", "shape", "Which way?", "loss", CURVES),
    )
    app = Over(Predict(asks, "step 1 of 9", 100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = words(app).splitlines()
    top = next(place for place, row in enumerate(rows) if "╭" in row and place > 3)
    bottom = next(place for place, row in enumerate(rows) if "╰" in row and place > top)
    assert bottom - top > 8
    left = [row.split("│")[2] for row in rows[top + 1 : bottom]]
    drawn = [place for place, cell in enumerate(left) if any("\u2800" < char <= "\u28ff" for char in cell)]
    assert drawn[-1] - drawn[0] >= 4


async def test_curves_span_the_run_that_is_not_there_yet():
    step = replace(neuron().step("corners"), steps=None)
    assert drawn_steps(step, 0) == 300
    assert drawn_steps(step, 40) == 40
    assert drawn_steps(neuron().step("corners"), 40) == 300
    assert drawn_steps(replace(step, ask=()), 0) == 1


async def test_only_answers_that_digits_choose_have_numbers():
    asks = (Ask("a", "choice", "How many?", "accuracy", CHOICES), Ask("b", "choice", "And then?", "accuracy", CHOICES))
    app = Over(Predict(asks, "step 1 of 9", 10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        first, _, second = words(app).partition("And then?")
        assert f"2 {CHOICES[1].label}" in first
        assert f"○ {CHOICES[1].label}" in second
        assert f"2 {CHOICES[1].label}" not in second
        await pilot.press("2")
        assert app.over.answers.chosen == {"a": 1}
