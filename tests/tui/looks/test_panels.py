"""What every panel looks like, as text: `pytest --snapshot-update` writes it anew. A panel that no sheet of the gallery
fills fails here; ``python -m tests.tui.gallery SHEET --ink light`` shows them on a terminal."""

import pytest

from tests.tui.looks.panels import drawn, panels
from tests.tui.looks.written import Text, of_cells, written
from tuidl.tui.drawing.ascii import spelt
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.panels import PANELS

WIDE, LOW, SMALL = (60, 20), (45, 18), (20, 6)  # beside others at 140 columns, alone at 80x24, the least
LOOKS = (("dark", WIDE), ("light", WIDE), ("ansi", WIDE), ("mono", WIDE), ("dark", LOW), ("mono", SMALL))


def test_every_panel_is_on_a_sheet():
    assert set(PANELS) == set(panels())


@pytest.mark.parametrize("name", PANELS)
def test_what_it_looks_like(name, snapshot):
    panel, view = panels()[name]
    told = []
    for look, size in LOOKS:
        picture = of_cells(drawn(panel, view, INKS[look], size))
        told.append(written(f"{look} {size[0]}x{size[1]}", picture))
    plain = of_cells(drawn(panel, view, INKS["mono"].ascii(), WIDE))
    told.append(spelt(written("ascii 60x20", plain, colours=False)))
    assert told[-1].isascii()
    assert "".join(told) == snapshot(extension_class=Text)
