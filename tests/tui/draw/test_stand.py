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
    ("size", "side", "pixel"), [((80, 24), 12, 3), ((80, 24), 28, 1), ((140, 42), 12, 5), ((140, 42), 28, 2)]
)
def test_a_sheet_is_as_large_as_there_is_room(size, side, pixel):
    found = stand.sheet(*size, side, side, 10, "why")
    assert found.pixel == pixel
    assert found.parts["sheet"].width >= side * pixel + 4
    assert found.parts["sheet"].height >= -(-side * pixel // 2) + 2
