"""Names on a plane do not run into each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.signals import Scatter
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.scatter import scatter

NAMES = ("regretted", "hated", "disliked", "film", "plot", "story", "very", "dull", "the", "a")
PLACES = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=len(NAMES), max_size=len(NAMES))


def signal(places, chosen: int = 3, near=((4, 0.9), (5, 0.8))) -> Scatter:
    return Scatter(NAMES, tuple(places), (0.5, 0.2), chosen, tuple(near))


@given(PLACES, st.sampled_from([20, 43, 60]), st.sampled_from([6, 18]))
@settings(max_examples=60)
def test_what_stands_there_are_whole_names_and_dots(places, width, height):
    cells = Cells(width, height, DARK)
    scatter(cells, signal(places))
    columns = width - 24 if width >= 48 else width
    rows = ["".join(row[:columns]) for row in cells.chars[:-1]]
    words = [word for row in rows for word in row.replace("·", " ").split()]
    assert set(words) <= {*NAMES, "[film]"}
    assert len(words) == len(set(words))
    assert "[film]" in words
    assert words or any("·" in row for row in rows)


def test_the_cursor_and_the_nearest_come_before_others():
    places = [(0.0, 0.0)] * len(NAMES)
    places[0], places[1] = (-1.0, 1.0), (1.0, -1.0)
    cells = Cells(40, 8, DARK)
    scatter(cells, signal(places, near=()), cursor=8)
    assert "[film]" in cells.text()
    cells = Cells(40, 8, DARK)
    scatter(cells, signal(places, chosen=0, near=((5, 0.8),)), cursor=8)
    assert " the" in cells.text()
    cells = Cells(40, 8, DARK)
    scatter(cells, signal(places, chosen=0, near=((5, 0.8),)))
    assert " story" in cells.text()


@pytest.mark.parametrize("width", [1, 6])
def test_a_plane_narrower_than_a_name_shows_what_it_can(width):
    cells = Cells(width, 3, DARK)
    scatter(cells, signal([(0.0, 0.0)] * len(NAMES)))
    assert cells.text().strip()
