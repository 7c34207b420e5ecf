"""Every part has room on every screen, and none lies over another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuidl.tui.draw import stand


def cells_of(rect):
    return {(x, y) for x in range(rect.x, rect.x + rect.width) for y in range(rect.y, rect.y + rect.height)}


@given(
    width=st.integers(80, 300), height=st.integers(24, 100), classes=st.integers(2, 60),
    side=st.sampled_from([(8, 8), (12, 12), (28, 28), (16, 9)]), front=st.sampled_from(["why", "maps"]),
)  # fmt: skip
def test_parts_lie_side_by_side_on_the_screen(width, height, side, classes, front):
    for found in (stand.sheet(width, height, *side, classes, front), stand.plane(width, height)):
        taken = set()
        for rect in found.parts.values():
            assert rect.width > 0
            assert rect.height > 0
            assert rect.x + rect.width <= width
            assert rect.y + rect.height <= height
            here = cells_of(rect)
            assert not here & taken
            taken |= here


@pytest.mark.parametrize(
    ("size", "side", "pixel"),
    [((80, 24), 12, 3), ((80, 24), 28, 1), ((140, 42), 12, 5), ((140, 42), 28, 2), ((300, 100), 12, 13)],
)
def test_a_sheet_is_as_large_as_there_is_room(size, side, pixel):
    found = stand.sheet(*size, side, side, 10, "why")
    assert found.pixel == pixel
    assert found.parts["sheet"].width >= side * pixel + 4
    assert found.parts["sheet"].height >= -(-side * pixel // 2) + 2


def test_maps_have_a_row_more_where_one_would_not_fit_else():
    """12 half rows, their number, the scale and the frame; all ten classes stay to be seen."""
    found = stand.sheet(80, 24, 12, 12, 10, "maps").parts
    assert found["maps"].height == 6 + 4
    assert found["says"].height == 10 + 2
    assert stand.sheet(80, 24, 12, 12, 10, "why").parts["why"].height == 9
    assert stand.sheet(80, 24, 28, 28, 10, "maps").parts["maps"].height == 9  # of 28 none is seen whole anyway
