"""A filter that slides: how large the pixels are, and which window lies under the mouse."""

import itertools

import pytest

from tuidl.signals import Sliding
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import ANSI, DARK
from tuidl.tui.drawing.slide import Slide, covered, made
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
    assert "k filter 1 of 1 · z stride 1" in cells.text()
    assert "c channel 1 of 3 · v image\nchannel 1 +5.000 + 2 others +10.000\nΣ" in cells.text()
    before = cells.text()
    sliding(cells, signal("same"), Slide(), (0, 0), keys=True)
    assert cells.text() == before  # a click that brings the focus must not move what is clicked
    small = Cells(16, 4, DARK)
    sliding(small, signal("same"), Slide(), (0, 0))
    assert "stride" not in small.text()


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize(("width", "height"), [(41, 14), (41, 19), (96, 36)])
def test_a_click_on_a_pixel_lays_the_middle_of_the_window_there_and_nothing_moves_under_the_mouse(
    padding, width, height
):
    side = 12
    pixels = tuple(tuple(float(row * side + column) for column in range(side)) for row in range(side))
    told, slide = Sliding("c", 0, (pixels,), ((KERNEL,),), (0.0,), 1, padding, 1), Slide()
    output = made(told, slide)
    for at in ((0, 0), (5, 5), (len(output) - 1, len(output) - 1)):
        seen = view(width, height, told, slide, at)
        top, left = seen.begins[0]
        for row in range(seen.room):
            for column in range(seen.half):
                pixel = top + row // seen.scale, left + column // (2 * seen.scale)
                found = place(width, height, told, slide, at, column, row, seen.begins)
                if found is None:
                    beyond = row >= seen.scale * (seen.extent[2] + 1 - top)
                    assert beyond or column >= seen.half // 2 * 2 or pixel[1] > seen.extent[3]
                    continue
                middle = covered(told, slide, found)[4]
                inner = 0 if padding == "same" else 1
                assert middle == tuple(min(max(axis, inner), side - 1 - inner) for axis in pixel)
                assert place(width, height, told, slide, found, column, row, seen.begins) == found


def test_in_few_colours_outputs_have_those_of_their_scale():
    pixels = ((0.0,) * 6, (0.0, 0.0, 0.0, 0.0, 1.0, -1.0))
    cells = Cells(60, 16, ANSI)
    sliding(cells, Sliding("c", 0, (pixels,), ((((1.0,),),),), (0.0,), 1, "valid", 1), Slide(), (0, 0))
    seen = {
        (char, look.fg)
        for chars, looks in zip(cells.chars, cells.looks, strict=True)
        for char, look in zip(chars, looks, strict=True)
    }
    assert ("▓", ANSI.diverging[-1]) in seen
    assert {fg for char, fg in seen if char == "≡"} == {ANSI.diverging[0]}


def test_what_does_not_all_fit_moves_only_as_far_as_the_window_asks():
    pixels = tuple(tuple(0.0 for _ in range(40)) for _ in range(40))
    told = Sliding("c", 0, (pixels,), ((KERNEL,),), (0.0,), 1, "valid", 1)
    begins, tops = None, []
    for row in range(20):
        begins = view(45, 19, told, Slide(), (row, 0), begins).begins
        tops.append(begins[0][0])
    assert tops[:8] == [0] * 8
    assert {after - before for before, after in itertools.pairwise(tops)} == {0, 1}
