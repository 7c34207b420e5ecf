from math import nan

from tuidl.signals import Field
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.field import cut, fitted, resized, trimmed
from tuidl.tui.drawing.heat import digit_unit, heat, numbered
from tuidl.tui.drawing.ink import ANSI, DARK, MONO, ramp
from tuidl.tui.drawing.legend import legend

SIGNED = Field.of([[-1.0, 1.0], [0.0, 0.5]], -1.0, 1.0)


def test_two_values_in_a_cell():
    cells = Cells(3, 1, DARK)
    heat(cells, 0, 0, SIGNED, "diverging")
    colours = ramp(DARK.diverging)
    assert cells.text() == "▀▀"
    assert (cells.looks[0][0].fg, cells.looks[0][0].bg) == (colours[0], colours[16])
    assert cells.looks[0][1].fg == colours[-1]
    assert cells.looks[0][2] is cells.blank


def test_nan_is_marked():
    cells = Cells(2, 1, DARK)
    heat(cells, 0, 0, Field.of([[nan, 0.0], [nan, 1.0]]), "sequential")
    assert cells.text() == "×▀"


def test_a_range_without_end_is_no_number_either():
    cells = Cells(4, 1, ANSI)
    heat(cells, 0, 0, Field(1, 2, 1e308, -1e308, bytes([0, 254])), "diverging", wide=2, tall=2)
    assert "×" in cells.text()


def test_sixteen_colours_write_signed_tenths():
    cells = Cells(4, 2, ANSI)
    heat(cells, 0, 0, SIGNED, "diverging", wide=2, tall=2)
    assert cells.text() == "−9+9\n 0+5"
    assert cells.looks[0][0].bg == ANSI.one


def test_sixteen_colours_show_signs_as_two_families_of_glyphs():
    cells = Cells(2, 1, ANSI)
    heat(cells, 0, 0, Field.of([[-1.0, 1.0], [-1.0, 1.0]], -1.0, 1.0), "diverging")
    assert cells.text() == "≡▓"


def test_without_colour_an_image_is_shades():
    cells = Cells(3, 1, MONO)
    heat(cells, 0, 0, Field.of([[0.0, 0.5, 1.0], [0.0, 0.5, 1.0]]), "image")
    assert cells.text() == " ▒█"


def test_digits_of_small_weights_say_their_unit():
    assert digit_unit(1.2) == (0.1, "in tenths, 9 = more")
    assert digit_unit(0.05) == (0.05 / 9, "9 = 0.05")


def test_numbers_in_a_map():
    cells = Cells(14, 2, DARK)
    numbered(cells, 0, 0, SIGNED, "diverging", -1, 1, cursor=(1, 1))
    assert cells.text() == " −1.00  +1.00\n  0.00  +0.50"
    assert cells.looks[1][10].bg == DARK.accent


def test_resizing_takes_means_and_never_stretches():
    field = Field.of([[0.0, 0.0, 1.0, 1.0]] * 4)
    assert list(resized(field, 2, 1).levels) == [0, 254]
    assert list(resized(field, 1, 1).levels) == [127]
    assert (fitted(field, 3, 9).width, fitted(field, 3, 9).height) == (3, 3)
    assert fitted(field, 9, 9) is field
    assert list(resized(Field.of([[nan, 1.0]], 0, 1), 1, 1).levels) == [254]


def test_cut_and_trim():
    image = Field.of([[0.0] * 6, [0.0] * 6, [0, 0, 1.0, 1.0, 0, 0], [0, 0, 1.0, 1.0, 0, 0], [0.0] * 6, [0.0] * 6])
    assert (trimmed(image).width, trimmed(image).height) == (4, 4)
    assert list(cut(image, 2, 2, 2, 1).levels) == [254, 254]


def test_legends():
    cells = Cells(30, 3, DARK)
    assert legend(cells, 0, 0, 20, "diverging", -1.2, 1.2) == 20
    legend(cells, 0, 1, 24, "sequential", 0.0, 2.31, "response")
    legend(cells, 0, 2, 24, "diverging", -1.0, 1.0, frozen=True)
    assert cells.text() == "−1.2 ━━━━━━━━━━ +1.2\nresponse 0 ━━━━━━━━ 2.31\n−1 ━━━━━━━━━━━━ +1 fixed"
