"""Grids side by side: what is said where."""

from dataclasses import replace

import pytest

from tests.recordings import runs
from tests.tui.panels.alone import One, text
from tuidl.tui.panels import make
from tuidl.view import RunView

NOTES = [
    ("gates:rnn", "rnn", "8 units · 0 shut, 1 open"),
    ("attention:rnn", "rnn", "row asks column"),
    ("maps:conv1", "cnn", "on sample 3"),
]


@pytest.mark.parametrize(("name", "run", "note"), NOTES)
@pytest.mark.parametrize("size", [(45, 21), (100, 38)])
async def test_what_the_numbers_mean_is_said_once(name, run, note, size):
    panel, whole = make(name), getattr(runs, run)().signals[name]
    noted = replace(whole, note=note)
    async with One(panel).run_test(size=size) as pilot:
        panel.show(RunView(signals={name: noted}))
        await pilot.pause()
        for fact in note.split(" · "):
            assert text(panel).count(fact) == 1
