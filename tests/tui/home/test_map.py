"""The course map, drawn."""

import pytest

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.home import map
from tuidl.tui.home.shelf import Entry, Part, Shelf

LESSONS = [("1.1", "neuron"), ("1.10", "regularization"), ("1.11", "batchnorm")]


def drawn(width: int) -> list[list[str]]:
    """The words of each lesson's row."""
    entries = tuple(Entry(f"lesson-{slug}", number, title=slug, minutes=18, state="new") for number, slug in LESSONS)
    cells = Cells(width, 20, DARK)
    map.draw(cells, Shelf((Part(1, "Foundations", entries), Part(2, "Seeing", ()), Part(3, "Remembering", ()))), "")
    lines = [line[: line.index("new") + 3].split() for line in cells.text().splitlines() if "new" in line]
    return [words[2:] for words in lines]


@pytest.mark.parametrize("width", [76, 84, 118, 160])
def test_no_name_runs_into_the_minutes(width: int):
    rows = drawn(width)
    assert [row[0] for row in rows] == [slug for _, slug in LESSONS]
    assert {" ".join(row[1:]) for row in rows} <= {"new", "18 min new"}
    assert rows[0][1:] == ["18", "min", "new"]  # where there is room they are told
