import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.rows.scrub import Scrub, column_of, draw, step_at, track


def drawn(scrub: Scrub, width: int = 100, ink: str = "dark") -> str:
    cells = Cells(width, 1, INKS[ink])
    draw(cells, scrub)
    return cells.text().rstrip()


def test_it_says_where_the_run_stands_and_what_its_states_take():
    said = drawn(Scrub(0, 812, 300, None, 5 << 20, 64 << 20))
    assert said.startswith("  back at 300 of 812 ◂ ━")
    assert said.endswith("━ ▸ states 5.0 MB of 64 MB")
    assert said.count("●") == 1
    assert "states" not in drawn(Scrub(0, 812, 300, None, 900, 64 << 20), 80)
    assert drawn(Scrub(0, 812, 300, None, 900, 64 << 20), 80).endswith("1 kB of 64 MB")


def test_it_says_which_line_it_is_and_where_the_run_was_taken_up():
    assert drawn(Scrub(0, 812, 300, 20, 900, 64 << 20, line=2)).startswith("  line 2 · back at 300 of 812 ◂ ━")
    assert drawn(Scrub(59, 60, 60, None, 900, 64 << 20)).startswith("  back at 60 of 59…60 ◂ ━")


def test_it_marks_where_a_line_left_another():
    assert drawn(Scrub(0, 100, 80, 40, 0, 1)).count("┃") == 1
    assert "┃" not in drawn(Scrub(0, 100, 80, 0, 0, 1))


@pytest.mark.parametrize("ink", INKS)
def test_it_is_legible_without_colours(ink: str):
    said = drawn(Scrub(0, 10, 5, None, 0, 1), ink=ink)
    assert "back at  5 of 10" in said


@given(st.integers(0, 10**6), st.integers(1, 10**7), st.floats(0, 1), st.integers(60, 300), st.integers(0, 6))
def test_a_click_on_the_mark_is_near_the_step(first: int, count: int, share: float, width: int, line: int):
    at = first + round(share * count)
    scrub = Scrub(first, first + count, at, None, 0, 1, line=line)
    start, room = track(scrub, width)
    column = column_of(scrub, width, at)
    assert start <= column < start + room
    assert abs(step_at(scrub, width, column) - at) <= count / max(1, room - 1)
    assert step_at(scrub, width, -5) == first
    assert step_at(scrub, width, 10**4) == first + count
    drawn(scrub, width)
