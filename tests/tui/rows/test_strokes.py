"""What the keys of the bottom row are pressed with."""

import pytest

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.rows import strokes
from tuidl.tui.rows.keys import Key, draw


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("space", ["space"]),
        ("esc", ["escape"]),
        (".", ["full_stop"]),
        ("?", ["question_mark"]),
        ("^p", ["ctrl+p"]),
        ("f6", ["f6"]),
        ("↑↓", ["up", "down"]),
        ("⇧←→", ["shift+left", "shift+right"]),
        ("n p", ["n", "p"]),
        ("[ ]", ["left_square_bracket", "right_square_bracket"]),
        ("- +", ["minus", "plus"]),
        ("home end", ["home", "end"]),
        ("1-4", []),
        ("type", []),
    ],
)
def test_what_is_written_is_a_key(written, names):
    found = strokes.of(written)
    assert [name for _, _, name in found] == names
    assert all(written[at : at + wide].strip() for at, wide, _ in found)


def test_a_key_types_what_it_says():
    assert strokes.character("slash") == "/"
    assert strokes.character("n") == "n"
    assert strokes.character("escape") is None


def test_each_key_of_a_row_is_touched_where_it_stands_and_nowhere_else():
    cells = Cells(60, 1, DARK)
    draw(cells, (Key("space", "run"), Key("↑↓", "knob"), Key("n", "next", False)), (Key("?", "help"),))
    row = cells.text()
    assert cells.touched(row.index("run"), 0) == "space"
    assert cells.touched(row.index("↑"), 0) == "up"
    assert cells.touched(row.index("↓"), 0) == "down"
    assert cells.touched(row.index("knob"), 0) == ""
    assert cells.touched(row.index("next"), 0) == "n"
    assert cells.touched(row.index("help"), 0) == "question_mark"
    assert cells.touched(0, 0) == cells.touched(row.index("run") + 3, 0) == ""
    whole = Cells(70, 5, DARK)
    whole.paste(7, 3, cells)
    assert whole.touched(row.index("run") + 7, 3) == "space"
    assert whole.touched(row.index("run"), 3) == ""
