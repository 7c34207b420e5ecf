from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.tui.drawing.cells import BOLD, Cells, look
from tuidl.tui.drawing.ink import DARK


def test_put_returns_the_next_column_and_clips():
    cells = Cells(6, 2, DARK)
    assert cells.put(4, 0, "abcd") == 8
    assert cells.put(-2, 1, "wxyz") == 2
    cells.put(0, 5, "outside")
    assert cells.text() == "    ab\nyz"


def test_text_keeps_the_ground_behind_it():
    cells = Cells(4, 1, DARK)
    cells.fill(1, 0, 2, 1, "#112233")
    cells.put(0, 0, "abcd", DARK.accent)
    assert [cell.bg for cell in cells.looks[0]] == [DARK.bg, "#112233", "#112233", DARK.bg]


def test_one_character_is_one_column_and_nothing_reaches_the_terminal():
    cells = Cells(12, 1, DARK)
    cells.put(0, 0, "a\x1b[2J漢e\u0301\tz▀⣿")
    assert cells.text() == "a□[2J□e□ z▀⣿"
    assert cells.strips()[0].cell_length == 12


def test_right_centre_and_spans():
    cells = Cells(9, 3, DARK)
    assert cells.right(9, 0, "end") == 6
    cells.centre(0, 1, 9, "mid")
    assert cells.spans(0, 2, "a ", ("b", DARK.one), ("c", DARK.two, BOLD)) == 4
    assert cells.text() == "      end\n   mid\na bc"
    assert cells.looks[2][3] is look(DARK.two, DARK.bg, BOLD)


def test_runs_of_one_look_are_one_segment():
    cells = Cells(8, 1, DARK)
    cells.put(2, 0, "abc", DARK.one)
    (strip,) = cells.strips()
    assert [segment.text for segment in strip] == ["  ", "abc", "   "]
    assert strip.cell_length == 8


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 6), st.integers(0, 6))
@settings(max_examples=60)
def test_paste_clips_everywhere(x, y, width, height):
    cells, other = Cells(5, 4, DARK), Cells(width, height, DARK)
    for row in range(height):
        other.put(0, row, "x" * width)
    cells.paste(x, y, other)
    inside = sum(0 <= x + i < 5 for i in range(width)) * sum(0 <= y + i < 4 for i in range(height))
    assert cells.text().count("x") == inside
    assert all(len(row) == 5 for row in cells.chars)
    assert len(cells.strips()) == 4
