"""The command palette, where keys come faster than its list."""

import pytest
from textual.command import CommandList
from textual.events import Key

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import FOLDER, neuron_run
from tuidl.tui.app import TuidlApp
from tuidl.tui.palette import Palette
from tuidl.tui.screens.small import Small


@pytest.mark.parametrize("key", ["pagedown", "pageup", "home", "end", "down", "enter"])
async def test_a_key_for_a_list_that_is_not_laid_out_yet(key):
    """Found by wandering: commands were found, and their list not shown yet."""
    app = TuidlApp("dark")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+p")
        found = app.screen.query_one(CommandList)
        while not found.option_count:
            await pilot.pause()
        options = list(found.options)
        found.display = False
        await pilot.pause()
        found.clear_options()
        found.add_options(options)
        found.highlighted = 0
        app.post_message(Key(key, None))
        await pilot.pause()
        if isinstance(app.screen, Palette):
            await pilot.press("escape")
        assert not isinstance(app.screen, Palette)


async def test_there_is_one_palette_also_under_the_sentence_of_a_window_too_small():
    app = TuidlApp("dark", str(FOLDER), None, FakeRuns(neuron_run()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, Palette)
        app.push_screen(Small())
        await pilot.resize_terminal(20, 6)
        assert isinstance(app.screen, Small)
        for key in ("ctrl+p", "f1", "ctrl+e"):
            await pilot.press(key)
            assert isinstance(app.screen, Small)
        await pilot.resize_terminal(80, 24)
        assert isinstance(app.screen, Palette)


async def test_pages_are_turned_in_a_list_that_is_there():
    app = TuidlApp("dark")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        found = app.screen.query_one(CommandList)
        while not found.highlighted and found.highlighted != 0:
            await pilot.pause()
        await pilot.press("pagedown")
        assert found.highlighted
        await pilot.press("pageup")
        assert found.highlighted == 0
