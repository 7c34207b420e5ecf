"""Rows of the course map."""

import pytest

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.home import map
from tuidl.tui.home.shelf import DONE, NEW, Entry, Part, Shelf


def rows(width: int, *states: str) -> list[str]:
    entries = tuple(
        Entry(f"lesson-{'regularization' * 2}", f"1.{k}", minutes=18, state=s) for k, s in enumerate(states)
    )
    cells = Cells(width, 12, INKS["dark"], INKS["dark"].bg)
    map.draw(cells, Shelf((Part(1, "Foundations", entries),)), "")
    return cells.text().splitlines()


@pytest.mark.parametrize("width", [60, 70, 76, 116])
def test_a_long_name_leaves_room_for_the_minutes(width: int) -> None:
    (row,) = [line for line in rows(width, NEW) if "regular" in line]
    name, _, rest = row.partition("○ ")[2].partition(" ")
    assert name == "regularization" * 2 or name.endswith("…")
    assert rest.split() in (["18", "min", "new"], ["new"])


def test_a_part_that_is_done_says_so() -> None:
    assert "✔ done" in rows(76, DONE, DONE)[1]
    assert "1 of 2" in rows(76, DONE, NEW)[1]
