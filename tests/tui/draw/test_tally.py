"""The losses beside points that are drawn: whatever the nets that learn them say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recordings.hostile import numbers
from tuidl.series import Series
from tuidl.tui.draw.tally import Learner, losses
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import ANSI, DARK
from tuidl.view import RunView


def drawn(every: list[list[float]], width: int = 40, height: int = 10, ink=DARK) -> str:
    names = ("one", "two", "three") if len(every) > 1 else ("",)
    learners = [
        Learner(name, RunView(steps={"loss": Series(each)}), None) for name, each in zip(names, every, strict=False)
    ]
    cells = Cells(width, height, ink)
    losses(cells, learners)
    return cells.text()


def test_two_nets_after_one_step_each():
    assert "● one" in drawn([[0.7], [0.5]])


def test_a_loss_falls_from_left_to_right():
    dots = [
        [column for column, sign in enumerate(row) if "⠁" <= sign <= "⣿"]
        for row in drawn([[2.0**-n for n in range(30)]]).splitlines()
    ]
    rows = [columns for columns in dots if columns]
    assert len(rows) > 4
    assert max(rows[0]) < min(rows[-1])


@settings(max_examples=60)
@given(
    st.lists(st.lists(numbers, max_size=4), min_size=1, max_size=3),
    st.integers(1, 60),
    st.integers(1, 14),
    st.sampled_from([DARK, ANSI]),
)
def test_every_loss_can_be_drawn(every, width, height, ink):
    assert len(drawn(every, width, height, ink).splitlines()) <= height
