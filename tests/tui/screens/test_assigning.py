"""A weight in a panel is given another value: asked for in a box, by key and by mouse, where that makes sense."""

import pytest

from tests.tui.lessons import app_at
from tests.tui.watching import SIZE, commands, done, until, words
from tuidl.commands import Assign
from tuidl.tui import assigning
from tuidl.tui.panels.network import NetworkPanel
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.weight import Number, step
from tuidl.tui.screens.prompt import Prompt


def network(app) -> NetworkPanel:
    return next(panel for panel in app.lesson_screen.panels if isinstance(panel, NetworkPanel))


async def pointed(pilot, *keys: str) -> None:
    """A run that is paused, with the cursor in the network."""
    await done(pilot)
    await pilot.press("space")
    await done(pilot)
    network(pilot.app).focus()
    await pilot.press(*keys)
    await done(pilot)


async def test_a_link_is_walked_to_and_typed():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await pointed(pilot, "right", "right", "]", "]")
        assert "weight −2.8200" in network(app)._cells.text().splitlines()[-1]
        await pilot.press("=")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press(*["backspace"] * 12, *"abc", "enter")
        assert isinstance(app.screen, Prompt)  # that is no number
        await pilot.press(*["backspace"] * 3, *"-1.25", "enter")
        await until(pilot, lambda: not isinstance(app.screen, Prompt))
        assert commands(runs, Assign) == [Assign("neuron.weight[1,0]", -1.25)]
        await done(pilot)
        assert "−1.25" in app.lesson_screen.study.note


async def test_plus_and_minus_nudge_the_weight_under_the_cursor_live():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await pointed(pilot, "right", "right", "]", "]")
        await pilot.press("+", "+", "-", "-", "-")  # faster than the run answers
        await done(pilot)
        moved = commands(runs, Assign)
        assert {command.place for command in moved} == {"neuron.weight[1,0]"}
        assert [command.value for command in moved] == pytest.approx([-2.62, -2.42, -2.62, -2.82, -3.02])
        assert "−2.82 → −3.02" in app.lesson_screen.study.note
        assert not app.lesson_screen.study.lab.typing
        await pilot.press("escape", "-")
        await done(pilot)
        assert len(commands(runs, Assign)) == 5


def test_a_key_moves_a_weight_by_a_part_of_the_largest():
    assert [step(size) for size in (4.0, -4.0, 0.3, 1000.0, 0.0, float("inf"))] == [0.1, 0.1, 0.01, 20.0, 0.1, 0.1]


async def test_escape_changes_nothing():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await pointed(pilot, "right", "right", "[", "=")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        assert "neuron.bias[0]" in app.screen._about
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Prompt))
        assert commands(runs, Assign) == []


async def test_a_second_click_on_a_link_asks_too():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await pointed(pilot)
        panel = network(app)
        data = panel.shown()
        spots = [
            (column, row)
            for row in range(panel.inside.height)
            for column in range(panel.inside.width)
            if len(panel.spot(data, column, row) or ()) == 3
        ]
        column, row = spots[len(spots) // 2]
        await pilot.hover(panel, offset=(column + 2, row + 1))
        assert "weight" in panel._cells.text().splitlines()[-1]
        await pilot.click(panel, offset=(column + 2, row + 1), times=2)
        await until(pilot, lambda: isinstance(app.screen, Prompt))


async def test_where_a_guess_is_wanted_first_weights_stay():
    app, runs = app_at("corners")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        panel = app.lesson_screen.panels[0]
        panel.post_message(Panel.Assigning(Number("weight", "neuron.weight[0,0]", 1.0)))
        await done(pilot)
        assert not isinstance(app.screen, Prompt)
        assert "weights stay as they are" in app.lesson_screen.study.note
        assert commands(runs, Assign) == []
        assert words(app.lesson_screen, "#page")


async def test_without_a_number_under_the_cursor_the_key_is_the_knobs():
    app, _ = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await pointed(pilot)
        await pilot.press("=")
        await done(pilot)
        assert app.lesson_screen.study.lab.typing


@pytest.mark.parametrize(("line", "value"), [("0.5", 0.5), ("−2", -2.0), ("1,5", 1.5), ("1e-3", 1e-3)])
def test_numbers(line, value):
    assert assigning.wrong(line) == ""
    assert assigning.parsed(line) == value


@pytest.mark.parametrize("line", ["", "x", "nan", "inf", "1e300", "1 2"])
def test_no_numbers(line):
    assert assigning.wrong(line)
