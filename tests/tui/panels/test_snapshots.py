"""What panels look like, as pictures. Change them on purpose: `pytest --snapshot-update`, then look at each."""

import pytest

from tests.tui.gallery import Gallery, sheet
from tuidl.tui.grid import kind
from tuidl.tui.panels import PANELS

LARGE, SMALL = (120, 40), (80, 24)
SHEETS = [
    ("functions", "dark", LARGE), ("functions", "light", SMALL), ("functions", "ansi", SMALL),
    ("shares", "dark", SMALL),
    ("slides", "dark", LARGE), ("slides", "light", LARGE), ("slides", "mono", LARGE), ("planes", "dark", LARGE),
    ("planes", "ansi", SMALL), ("surface", "dark", SMALL), ("grids", "dark", LARGE),
    ("grids", "mono", SMALL), ("maps", "light", SMALL), ("words", "dark", SMALL),
    ("surface", "light", SMALL), ("surface", "mono", SMALL),
]  # fmt: skip


def test_every_panel_is_on_a_sheet():
    names = ("cnn", "mlp", "neuron", "rnn", "deep", *(name for name, *_ in SHEETS))
    panels = [panel for name in names for _, column in sheet(name)[1] for panel, _ in column]
    assert {kind(panel) for text in panels for panel in text.split("|")} == set(PANELS) - {
        "apart"
    }  # which only a race has


@pytest.mark.parametrize(("name", "ink", "size"), SHEETS)
def test_a_sheet_of_panels(snap_compare, name, ink, size):
    async def still(pilot) -> None:
        pilot.app.animation_level = "none"
        await pilot.pause()

    assert snap_compare(Gallery(name, ink), terminal_size=size, run_before=still)
