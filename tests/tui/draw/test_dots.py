"""Points that are put, taken away and held against the plane."""

from hypothesis import given
from hypothesis import strategies as st

from tests.recordings import hostile
from tuidl.signals import Boundary, Field
from tuidl.tui.draw.dots import MOST, Dots, judged


def test_points_are_put_once_and_a_stroke_is_one_step():
    dots = Dots()
    dots.touch(0.5, 0.5, 0.1)
    dots.touch(0.5, 0.5, 0.1)
    assert dots.now == ((0.5, 0.5, 0),)
    dots.choose(1)
    dots.touch(0.5, 0.5, 0.1)  # another class at the same place takes it over
    assert dots.now == ((0.5, 0.5, 1),)
    dots.touch(0.0, 0.0, 0.1)
    for step in range(1, 6):
        dots.touch(step / 10, 0.0, 0.1, more=True)
    assert dots.counts() == [0, 7]
    dots.all.undo()
    assert dots.counts() == [0, 1]


def test_the_eraser_takes_what_is_near_and_other_classes_do_not_exist():
    dots = Dots(((0.0, 0.0, 0), (0.05, 0.0, 1), (1.0, 1.0, 1)))
    dots.choose(2)
    assert dots.label == 0
    dots.erasing = True
    dots.touch(0.01, 0.0, 0.1)
    assert dots.now == ((1.0, 1.0, 1),)
    dots.clear()
    assert dots.now == ()
    dots.all.undo()
    assert dots.now == ((1.0, 1.0, 1),)


def test_there_are_never_more_than_can_be_sent():
    dots = Dots(tuple((float(k), 0.0, 0) for k in range(MOST + 50)))
    assert len(dots.now) == MOST
    dots.touch(-1.0, 0.0, 0.1)
    assert len(dots.now) == MOST
    assert dots.now[-1] == (-1.0, 0.0, 0)


def test_a_point_is_right_where_the_plane_says_so():
    left_and_right = Field.of([[0.1, 0.9], [0.1, 0.9]], 0.0, 1.0)
    plane = Boundary(left_and_right, (-1.0, 1.0), (-1.0, 1.0), (), ("a", "b"))
    told = judged(plane, ((-0.5, 0.0, 0), (0.5, 0.0, 0), (0.5, 0.9, 1), (9.0, 9.0, 1)))
    assert [right for *_, right in told.points] == [True, False, True, True]
    assert (told.wrong, told.total) == (1, 4)


@given(
    signal=hostile.boundaries(), dots=st.lists(st.tuples(hostile.finite, hostile.finite, st.integers(0, 3)), max_size=5)
)
def test_any_plane_can_be_held_against_points(signal, dots):
    assert judged(signal, tuple(dots)).total == len(dots)
