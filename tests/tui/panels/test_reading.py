"""Every panel reads a value, by keys and by mouse, in large panels and in the smallest."""

import numpy as np
import pytest

from tests.recordings import runs
from tests.tui.panels.alone import RUNS, One, text
from tuidl.signals import Sample
from tuidl.train.probes.quantise import field
from tuidl.tui.grid import kind
from tuidl.tui.panels import PANELS, make


@pytest.mark.parametrize("size", [(74, 26), (36, 12), (24, 8)])
@pytest.mark.parametrize("kind_of", sorted(PANELS.keys() - {"apart"}))
async def test_every_panel_reads_a_value_by_keys_and_by_mouse(kind_of, size):
    run, name = next((run, name) for run, names in RUNS.items() for name in names if kind(name) == kind_of)
    panel = make(name)
    assert panel.directions
    async with One(panel).run_test(size=size) as pilot:
        panel.show(getattr(runs, run)())
        panel.focus()
        await pilot.press("right" if panel.directions == "x" else "down")
        if panel.cursor is None:  # there the first step to the side asks for another example
            await pilot.press("down")
        assert panel.cursor is not None
        by_keys = text(panel).splitlines()[-1].strip("╰─╯ ")
        assert by_keys
        assert any(char.isdigit() for char in by_keys) or name == "text"
        panel.cursor = None
        data, inside = panel.shown(), panel.inside
        spots = [
            (column, row)
            for row in range(inside.height)
            for column in range(inside.width)
            if panel.spot(data, column, row) is not None
        ]
        assert spots
        column, row = spots[len(spots) // 2]
        await pilot.hover(panel, offset=(column + 2, row + 1))
        assert text(panel).splitlines()[-1].strip("╰─╯ ")


def test_a_sample_says_its_true_size():
    pixels = [[0.0] * 28 for _ in range(28)]
    for row in range(10, 18):
        pixels[row][10:18] = [1.0] * 8
    panel = make("sample")
    picture = field(np.array(pixels), 0.0, 1.0)
    assert panel.heading(Sample(0, 1, ("no", "yes"), (0.5, 0.5), 0.7, picture)) == (
        "sample 0",
        "true yes · 10×10 of 28×28 px",
    )
