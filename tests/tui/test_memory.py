"""What was closed is gone: screens and panels leave nothing behind, however often they are opened."""

import gc
from collections import Counter

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import FOLDER, neuron, neuron_run
from tuidl.tui.app import TuidlApp
from tuidl.tui.canvas import Canvas
from tuidl.tui.panels.panel import Panel

PATIENCE = 200


async def alive(pilot: Pilot, *keys: str) -> Counter[str]:
    """Widgets and drawn rows that are left after the keys."""
    await pilot.press(*keys)
    await pilot.pause()
    gc.collect()
    kinds = (Panel, Canvas, Strip)
    return Counter(kind.__name__ for thing in gc.get_objects() for kind in kinds if issubclass(type(thing), kind))


@pytest.mark.parametrize(
    "keys", [("question_mark", "escape"), ("n", "b"), ("1", "escape"), ("ctrl+p", "escape")], ids=" ".join
)
async def test_opening_and_closing_leaves_nothing_behind(keys):
    told = neuron()
    runs = FakeRuns(neuron_run(), **told.settings(told.steps[0]))
    app = TuidlApp("dark", str(FOLDER), None, runs, lambda path: runs(None))
    async with app.run_test(size=(120, 36)) as pilot:
        await alive(pilot, "space", *keys)
        once = await alive(pilot, *keys)
        again = await alive(pilot, *(8 * keys))
        assert once["Panel"] > 1
        most = {"Panel": once["Panel"], "Canvas": once["Canvas"]}
        most["Strip"] = once["Strip"] + 279  # a screen's rows more, not one for each time
        for _ in range(PATIENCE):  # what was closed last goes a little later
            if all(again[kind] <= most[kind] for kind in most):
                break
            again = await alive(pilot)
        assert {kind: again[kind] for kind in most if again[kind] > most[kind]} == {}
