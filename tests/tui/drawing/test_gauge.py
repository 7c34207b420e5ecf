from math import inf, nan

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.gauge import bar, meter
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.sketch import sketch
from tuidl.tui.drawing.spark import spark, thinned


def line(draw, width=10):
    cells = Cells(width, 1, DARK)
    draw(cells)
    return cells.text()


def test_bars_end_in_eighths_with_a_gap_before_the_track():
    assert line(lambda c: bar(c, 0, 0, 10, 0.5, DARK.one)) == "█████ ━━━━"
    assert line(lambda c: bar(c, 0, 0, 10, 0.45, DARK.one)) == "████▌ ━━━━"
    assert line(lambda c: bar(c, 0, 0, 10, 1.0, DARK.one)) == "██████████"
    assert line(lambda c: bar(c, 0, 0, 10, nan, DARK.one)) == "━━━━━━━━━━"
    assert line(lambda c: bar(c, 0, 0, 10, inf, DARK.one)) == "██████████"


def test_a_goal_stands_on_the_meter():
    assert line(lambda c: meter(c, 0, 0, 11, 0.5, DARK.accent, goal=0.9), 11) == "━━━━━━━━━┃━"


def test_sparks():
    assert spark([0, 1, 2, nan, 4]) == "▁▃▅·█"
    assert spark([0.5], 0, 1) == "▅"
    assert spark([]) == ""
    assert thinned(list(range(10)), 5) == [1, 3, 5, 7, 9]


def test_a_sketch_fills_its_rectangle():
    cells = Cells(12, 5, DARK)
    sketch(cells, 1, 1, 10, 3, [(0, 1.0), (10, 0.0)], DARK.accent)
    assert cells.text() == "\n ⠑⠢⢄⡀\n    ⠈⠒⠤⡀\n       ⠈⠑⠢⢄\n"
