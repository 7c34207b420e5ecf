"""Keys that are written in a panel can be clicked, and settings turned with the wheel."""

from dataclasses import replace

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from tests.recordings import runs
from tests.tui.panels.alone import RUNS, One, text
from tuidl.tui.panels import Panel, make
from tuidl.view import RunView


def place(panel: Panel, words: str) -> tuple[int, int]:
    """Column and row where words stand."""
    return next((line.index(words), y) for y, line in enumerate(text(panel).splitlines()) if words in line)


async def roll(panel: Panel, spot: tuple[int, int], by: int) -> None:
    kind = MouseScrollDown if by > 0 else MouseScrollUp
    await panel._on_message(kind(panel, *spot, 0, by, 0, False, False, False, *spot))


async def test_the_settings_of_a_sliding_filter_are_clicked_and_turned_with_the_wheel():
    panel, whole = make("kernel:conv1"), runs.cnn().signals["kernel:conv1"]
    app = One(panel)
    async with app.run_test(size=(45, 21)) as pilot:
        signal = replace(whole, pixels=whole.pixels * 2, kernels=tuple(k * 2 for k in whole.kernels))
        panel.show(RunView(signals={"kernel:conv1": signal}))
        panel.blur()
        await pilot.pause()
        for before, after in (
            ("k filter 1 of 8", "k filter 2 of 8"),
            ("z stride 1", "z stride 2"),
            ("o padding valid", "o padding same"),
            ("i dilation 1", "i dilation 2"),
            ("c channel 1 of 2", "c channel 2 of 2"),
        ):
            x, y = place(panel, before)
            await pilot.click(panel, offset=(x + len(before) - 1, y))  # the first gives the focus too
            assert after in text(panel)
            spot = place(panel, after)
            await roll(panel, spot, -1)
            assert before in text(panel)
            await roll(panel, place(panel, before), 1)
            assert after in text(panel)
        assert app.heard == []  # no window was chosen
        await roll(panel, place(panel, "z stride 2"), 1)
        await roll(panel, place(panel, "z stride 3"), 1)
        assert "z stride 1" in text(panel)


async def test_what_a_layer_does_can_be_returned_to():
    panel, whole = make("kernel:conv1"), runs.cnn().signals["kernel:conv1"]
    async with One(panel).run_test(size=(60, 30)) as pilot:
        panel.show(RunView(signals={"kernel:conv1": replace(whole, padding="2", stride=4)}))
        panel.focus()
        await pilot.press("o", "z")
        assert "z stride 1 · o padding valid" in text(panel)
        await pilot.press("o", "o", "z", "z", "z")
        assert "z stride 4 · o padding 2" in text(panel)
        panel.show(RunView(signals={"kernel:conv1": replace(whole, padding="1", stride=5)}))  # another layer there
        await pilot.press("o", "z")
        assert "z stride 5 · o padding 1" in text(panel)


async def test_a_click_on_the_image_holds_the_window_there_where_not_all_of_it_fits():
    panel = make("kernel:conv1")
    async with One(panel).run_test(size=(45, 21)) as pilot:
        panel.show(runs.cnn())
        await pilot.hover(panel, offset=(19, 8))  # pixel 7, 8 shall lie in its middle
        assert panel.cursor == (6, 7)
        assert "out[6,7]" in text(panel).splitlines()[-1]
        await pilot.click(panel, offset=(19, 8))
        assert panel.cursor == (6, 7)
        assert pilot.app.heard[-1].value == (6.0, 7.0)


FEET = {  # words in the bottom edge -> what a click on them changes
    "loss": ("m mean", "mean ×4"),
    "weight-histogram:h20": ("l log count", "─ log count ─╮"),
    "histograms": ("l log axis", "|output| · log"),
    "lossof": ("g slope", "pull of the loss"),
    "distance:rnn": ("l linear axis", "l log axis"),
}


@pytest.mark.parametrize("name", FEET)
async def test_keys_in_the_bottom_edge_can_be_clicked(name):
    words, changed = FEET[name]
    run = next(run for run, names in RUNS.items() if name in names)
    panel = make(name)
    app = One(panel)
    async with app.run_test(size=(60, 22)) as pilot:
        panel.show(getattr(runs, run)())
        panel.focus()
        await pilot.pause()
        (x, y), before = place(panel, words), text(panel)
        assert changed not in before
        await pilot.hover(panel, offset=(x + 2, y))
        await pilot.click(panel, offset=(x + 2, y))
        assert text(panel) != before
        assert changed in text(panel)


async def test_arrows_in_the_bottom_edge_can_be_clicked_once_they_are_written():
    panel = make("signal")
    async with One(panel).run_test(size=(60, 22)) as pilot:
        panel.show(runs.deep())
        panel.blur()
        await pilot.pause()
        spot = (60 - 2 - len("↓ read values "), 21)
        await pilot.click(panel, offset=spot)  # nothing was written there before
        assert panel.has_focus
        assert panel.cursor is None
        assert place(panel, "↓ read values") == spot
        await pilot.hover(panel, offset=spot)
        await pilot.click(panel, offset=spot)
        assert panel.cursor == 0
