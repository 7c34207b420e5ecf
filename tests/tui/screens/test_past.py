"""The page of everything that was done, on a made-up past."""

from dataclasses import replace

from textual.app import App

from tests.tui.screens.test_home import shelf
from tuidl.course.calibration import Score
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.home.past import Guess, Past, scroll, spent, totals
from tuidl.tui.home.shelf import Part, Run, Shelf
from tuidl.tui.screens.past import PastScreen


def past(many: int = 2) -> Past:
    told = shelf()
    parts = []
    for part in told.parts:
        entries = [
            replace(entry, when="today", finished=3, steps=9, spent=75) if entry.state == "started" else entry
            for entry in part.entries
        ]
        entries = [
            replace(entry, when="Sunday", finished=9, steps=9, spent=12) if entry.state == "done" else entry
            for entry in entries
        ]
        parts.append(Part(part.number, part.title, tuple(entries)))
    runs = [
        Run("lesson-mlp", "1.2", "mlp", f"val accuracy {k} %", "goal 98 %", k > 90, "Monday", "moons")
        for k in range(many)
    ]
    own = Run("lesson-mlp", "1.2", "mlp", "val accuracy 99 %", "", False, "today", "iris", judged=False, data="fruit")
    return Past(
        Shelf(tuple(parts), "lesson-cnn", minutes=112),
        (
            Guess("2.2", "cnn", "Which way?", "down to zero", "stops high up", "today"),
            Guess("1.2", "mlp", "How many?", "nearly all", "nearly all", "Sunday"),
            Guess("1.2", "mlp", "Which way?", "up", "", "Sunday"),
        ),
        (own, *runs),
        Score(3, 1, 2, 0.7, 0.5, 0.29),
        (("1.2", "mlp", Score(2, 1, 1, 0.9, 1.0, 0.01)), ("2.2", "cnn", Score(1, 0))),
    )


class PastApp(App[None]):
    def __init__(self, told: Past, ink: str = "dark"):
        super().__init__(ansi_color=True if ink in ("ansi", "mono") else None)
        register(self)
        self.theme = PREFIX + ink
        self.told, self.opened = told, []

    async def on_mount(self) -> None:
        await self.push_screen(PastScreen(lambda: self.told), self.opened.append)


def words(app: App, name: str) -> str:
    return app.screen.query_one(name, Canvas).picture().text()


async def test_everything_stands_with_its_numbers():
    app = PastApp(past())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert "1 of 43 lessons done   12 steps   1 h 52 min" in words(app, "#head")
        cnn, mlp = words(app, "#lessons").splitlines()[2], words(app, "#lessons").splitlines()[1]
        for word in ("2.2", "◐ cnn", "3 of 9", "1 h 15 min", "★ 96.8 %", "today"):
            assert word in cnn
        assert "✔ mlp" in mlp
        runs = words(app, "#runs")
        assert "your data fruit" in runs.splitlines()[1]
        assert "met" not in runs.splitlines()[1]
        assert "not met" in runs.splitlines()[2]
        guesses = words(app, "#guesses")
        assert "1 of 3 right" in guesses
        assert "70 % sure, 50 % right, Brier 0.29" in guesses
        assert "1.2  mlp       1 of 2 right Brier 0.01" in guesses
        assert "2.2  cnn       0 of 1 right" in guesses
        assert "“down to zero”, it was “stops high up”" in guesses
        assert "✔ 1.2 mlp" in guesses
        assert "“up”, it was “something else”" in " ".join(guesses.split())


async def test_nothing_yet_says_what_will_stand_there():
    app = PastApp(Past(shelf(fresh=True)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "nothing yet" in words(app, "#lessons")
        assert "no runs yet" in words(app, "#runs")
        assert "none yet" in words(app, "#guesses")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.opened == []
        await pilot.press("p")
        await pilot.pause()
        assert app.opened == [None]


async def test_enter_opens_a_lesson_or_a_run_at_its_step():
    for keys, wanted in (
        ((), ("lesson-mlp", "")),
        (("down",), ("lesson-cnn", "")),
        (("down", "down"), ("lesson-mlp", "iris")),
        (("end",), ("lesson-mlp", "moons")),
    ):
        app = PastApp(past(40))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            if keys == ("end",):
                assert "val accuracy 39 %" in words(app, "#runs")  # it scrolled along
            await pilot.press("enter")
            await pilot.pause()
            assert app.opened == [wanted]


async def test_a_click_chooses_and_a_second_one_opens():
    app = PastApp(past())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.click("#runs", offset=(10, 1))
        await pilot.pause()
        assert (app.screen.cursor, app.opened) == (2, [])
        await pilot.click("#runs", offset=(10, 20))
        await pilot.click("#guesses", offset=(10, 3))
        assert app.screen.cursor == 2
        await pilot.click("#runs", offset=(10, 1))
        await pilot.pause()
        assert app.opened == [("lesson-mlp", "iris")]


async def test_a_narrow_page_says_a_prediction_on_one_line():
    app = PastApp(past())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        line = next(line for line in words(app, "#guesses").splitlines() if "cnn" in line)
        assert "“down to zero”, it was “stops high up”" in line


def test_hours_and_scrolling():
    assert (spent(0), spent(59), spent(60), spent(112)) == ("0 min", "59 min", "1 h 0 min", "1 h 52 min")
    assert totals(Past(shelf(fresh=True))) == "0 of 43 lessons done   0 steps   0 min"
    for at in range(40):
        first = scroll(40, 7, at)
        assert first <= at < first + 7
        assert 0 <= first <= 33
    assert scroll(3, 7, 2) == scroll(40, 7, None) == 0
