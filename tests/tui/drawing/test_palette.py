from dataclasses import replace

import pytest
from rich.color import Color, ColorSystem

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK, LIGHT, oklab, ramp
from tuidl.tui.drawing.palette import nearest


@pytest.mark.parametrize("ink", [DARK, LIGHT], ids=lambda ink: ink.name)
def test_what_is_chosen_is_what_the_terminal_shows(ink):
    roles = (ink.bg, ink.page, ink.line, ink.dim, ink.text, ink.accent, ink.one, ink.two)
    for colour in (*roles, *ramp(ink.diverging), *ramp(ink.sequential)):
        chosen = nearest(colour)
        shown = Color.parse(chosen).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex
        assert abs(oklab(chosen)[0] - oklab(shown)[0]) < 0.03, (colour, chosen, shown)
        assert abs(oklab(colour)[0] - oklab(shown)[0]) < 0.1, (colour, chosen, shown)


def test_borders_stay_grey():
    assert nearest(DARK.line)[1:3] == nearest(DARK.line)[3:5] == nearest(DARK.line)[5:7]
    assert nearest("bright_red") == "bright_red"


def test_strips_are_painted_with_them():
    cells = Cells(1, 1, replace(DARK, indexed=True))
    cells.put(0, 0, "x", DARK.one)
    assert cells.strips()[0]._segments[0].style.color.name == nearest(DARK.one)
