"""A filter that slides: how large the pixels are, and which window lies under the mouse."""

import pytest

from tuidl.signals import Sliding
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.slide import Slide, made
from tuidl.tui.drawing.sliding import place, sliding, view

PIXELS = tuple(tuple(float(4 * row + column) for column in range(4)) for row in range(4))
KERNEL = ((0.0, 1.0, 0.0), (1.0, 0.0, 1.0), (0.0, 1.0, 0.0))


def signal(padding: str) -> Sliding:
    pixels, kernels = (PIXELS,) * 3, ((KERNEL,) * 3,)
    return Sliding("c", 0, pixels, kernels, (0.5,), 1, padding, 1, depends=2, jump=2, image=((0.0,) * 8,) * 8)


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("width", "height", "scale"), [(20, 6, 1), (41, 19, 1), (96, 36, 3)])
def test_pixels_are_larger_where_there_is_room_and_the_mouse_finds_each(padding, whole, width, height, scale):
    told, slide = signal(padding), Slide(whole=whole)
    seen = view(width, height, told, slide, (0, 0))
    assert seen is not None
    assert seen.scale >= (1 if whole else scale)
    for row, line in enumerate(made(told, slide)):
        for column in range(len(line)):
            now = view(width, height, told, slide, (row, column))
            assert now is not None
            assert now.scale == seen.scale  # it does not jump as the window moves
            cells = Cells(width, height, DARK)
            sliding(cells, told, slide, (row, column))
            for x in range(width - 1) if seen.half < width else ():
                if x > seen.half and cells.text().splitlines()[0][x : x + 1] == "[" and row == 0:
                    assert place(width, height, told, slide, (row, column), x, seen.scale - 1) == (row, column)


def test_settings_stand_in_the_panel_where_there_is_height_for_them():
    cells = Cells(41, 19, DARK)
    sliding(cells, signal("same"), Slide(), (0, 0))
    assert "filter 1 of 1 · stride 1" in cells.text()
    assert "dilation 1 · channel 1 of 3\nchannel 1 +5.000 + 2 others +10.000\nΣ" in cells.text()
    assert "image" not in cells.text()
    sliding(cells, signal("same"), Slide(), (0, 0), keys=True)
    assert "c channel 1 of 3 · v image" in cells.text()
    small = Cells(16, 4, DARK)
    sliding(small, signal("same"), Slide(), (0, 0))
    assert "stride" not in small.text()
