"""The sheet: strokes, eraser, cursor, undo."""

from hypothesis import given
from hypothesis import strategies as st

from tuidl.tui.draw.album import MOST, Album
from tuidl.tui.draw.easel import Easel
from tuidl.tui.draw.undo import Undo

PLACES = st.tuples(st.floats(-3, 15), st.floats(-3, 15))


def rows(easel: Easel) -> list[str]:
    """The drawing in tenths of ink."""
    marks = [" 123456789#"[round(p * 10)] for p in easel.pixels]
    return ["".join(marks[r * easel.width : (r + 1) * easel.width]) for r in range(easel.height)]


def test_a_dab_is_soft_and_a_stroke_joins_its_ends():
    easel = Easel(7, 9)
    easel.begin((3.5, 2.5))
    assert rows(easel) == ["         ", "         ", " 151     ", " 5#5     ", " 151     ", *["         "] * 2]
    easel.go_on((3.5, 2.5), (3.5, 6.5))
    assert rows(easel)[3] == " 5#####5 "
    assert easel.sheet.undo()
    assert easel.empty


def test_nothing_is_laid_on_twice_and_less_ink_hides_nothing():
    easel = Easel(5, 5)
    easel.begin((2.5, 2.5))
    full = easel.pixels
    easel.begin((2.5, 2.5))
    easel.harder(-1)
    easel.begin((2.5, 2.5))
    assert easel.pixels == full
    easel.clear()
    easel.begin((2.5, 2.5))
    assert max(easel.pixels) == 0.75


def test_the_eraser_takes_ink_away_and_undo_brings_it_back():
    easel = Easel(5, 5)
    easel.begin((2.5, 0.5))
    easel.go_on((2.5, 0.5), (2.5, 4.5))
    drawn = easel.pixels
    easel.toggle_eraser()
    easel.begin((2.5, 2.5))
    assert easel.pixels[12] == 0.0
    assert easel.pixels[10] == 1.0
    assert easel.sheet.undo()
    assert easel.pixels == drawn
    assert easel.sheet.redo()
    assert easel.pixels[12] == 0.0


def test_the_cursor_draws_while_the_pen_is_down_and_stays_on_the_sheet():
    easel = Easel(4, 6)
    for _ in range(9):
        easel.move(-1, -1)
    assert easel.cursor == (0, 0)
    assert easel.empty
    easel.lower()
    easel.move(0, 1)
    easel.move(0, 1)
    assert easel.pixels[:3] == (1.0, 1.0, 1.0)
    assert easel.sheet.undo()  # all of it is one stroke
    assert easel.empty
    easel.lower()
    for _ in range(9):
        easel.move(1, 1)
    assert easel.cursor == (3, 5)


@given(strokes=st.lists(st.tuples(PLACES, PLACES, st.booleans(), st.integers(-2, 2)), max_size=8))
def test_ink_stays_between_empty_and_full_and_everything_can_be_undone(strokes):
    easel = Easel(12, 12)
    states = [easel.pixels]
    for start, end, erasing, by in strokes:
        easel.erasing = erasing
        easel.harder(by)
        easel.broader(by)
        easel.begin(start)
        if easel.pixels != states[-1]:
            easel.go_on(start, end)
            states.append(easel.pixels)
        assert all(0.0 <= pixel <= 1.0 for pixel in easel.pixels)
    for state in states[-2::-1]:
        assert easel.sheet.undo()
        assert easel.pixels == state
    assert not easel.sheet.can_undo


def test_a_new_step_forgets_what_was_undone():
    value = Undo(0)
    for number in (1, 1, 2, 3):
        value.do(number)
    value.undo()
    value.do(7)
    assert not value.redo()
    assert value.undo()
    assert value.now == 2


def test_an_album_counts_its_labels_and_gives_back_the_last():
    album = Album((2, 2))
    assert album.words() == ""
    for label in ("7", "1", "7"):
        album.add((0.0, 1.0, 0.0, 1.0), label)
    assert album.words() == "3 drawings: 1 ×1 · 7 ×2"
    points = Album((2,))
    points.add((0.5, -1.0), "blue")
    assert points.words() == "1 point: blue ×1"
    album.kept("mine")
    assert album.unsaved == 0
    album.add((1.0,) * 4, "1")
    assert album.unsaved == 1
    assert album.take_back() == (1.0,) * 4
    assert album.take_back() == (0.0, 1.0, 0.0, 1.0)
    assert (len(album), album.unsaved) == (2, 0)
    album.examples, album.labels = [()] * MOST, ["x"] * MOST
    assert album.full
