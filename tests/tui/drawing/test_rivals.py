"""What several nets say of one drawing."""

import pytest

from tuidl.signals import Drawing, Field
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.rivals import rivals

NOTHING = Field(1, 1, 0.0, 1.0, b"\0")
CLASSES = tuple("0123456789")


def answer(best: int, chance: float = 0.91) -> Drawing:
    chances = tuple(chance if k == best else 0.01 for k in range(10))
    return Drawing(1, CLASSES, chances, NOTHING, NOTHING)


def lines(width: int, height: int, *answers: Drawing | None, chosen: int = 0) -> list[str]:
    cells = Cells(width, height, DARK)
    names = tuple(f"rate {k}" for k in range(len(answers)))
    rivals(cells, names, answers, chosen)
    return cells.text().splitlines()


def test_a_row_for_each_class_a_column_for_each_net_and_its_answer_in_a_word():
    told = lines(60, 13, answer(3), answer(7), answer(3, 0.4))
    assert [told[0].index(mark) for mark in "●◆▲"] == sorted(told[0].index(mark) for mark in "●◆▲")
    assert told[4].startswith("3")
    assert told[4].count("▸") == 2
    assert (told[4].count("91.0"), told[8].count("91.0"), told[4].count("40.0")) == (1, 1, 1)
    assert told[11].split() == ["▸", "3", "▸", "7", "▸", "3"]


@pytest.mark.parametrize(("width", "height"), [(32, 11), (24, 6), (20, 3), (8, 4)])
def test_five_nets_fit_anywhere_and_the_likeliest_classes_stay(width, height):
    told = lines(width, height, *(answer(k) for k in range(4)), None)
    assert all(len(line) <= width for line in told)
    if width >= 24:
        assert sum("91.0" in line for line in told) == min(4, height - 1)


def test_nothing_is_drawn_before_anybody_has_answered():
    assert "".join(lines(40, 12, None, None)).strip() == ""
