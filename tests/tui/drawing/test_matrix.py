from tuidl.signals import Confusion
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.matrix import cell, matrix, pairs, reading

TABLE = Confusion(("cat", "dog"), ((48, 2), (5, 45)), 100)


def test_rows_are_true_and_columns_said():
    cells = Cells(24, 3, DARK)
    matrix(cells, TABLE)
    assert cells.text() == "       cat  dog  right\ncat     48    2   96 %\ndog      5   45   90 %"


def test_names_stand_whole_where_there_is_room():
    flowers = Confusion(("setosa", "versicolor", "virginica"), ((17, 0, 0), (0, 16, 1), (0, 0, 16)), 50)
    cells = Cells(56, 4, DARK)
    matrix(cells, flowers)
    assert cells.text().splitlines()[0].split() == ["setosa", "versicolor", "virginica", "right"]
    assert [line.split()[0] for line in cells.text().splitlines()[1:]] == ["setosa", "versicolor", "virginica"]
    narrow = Cells(36, 4, DARK)
    matrix(narrow, flowers)
    assert narrow.text().splitlines()[0].split() == ["setos", "versi", "virgi", "right"]
    assert "versicol " in narrow.text()


def test_the_diagonal_is_quiet_and_the_worst_mistake_bold():
    cells = Cells(24, 3, DARK)
    matrix(cells, TABLE)
    assert cells.looks[1][8].fg == DARK.faint
    worst, other = cells.looks[2][8], cells.looks[1][13]
    assert worst.flags & BOLD
    assert not other.flags & BOLD
    assert worst.bg != other.bg != DARK.bg


def test_without_room_mistakes_are_a_list():
    cells = Cells(20, 2, DARK)
    matrix(cells, TABLE)
    assert cells.text() == "dog called cat ━━━ 5\ncat called dog ━━━ 2"
    cells = Cells(20, 1, DARK)
    matrix(cells, Confusion(("a", "b"), ((1, 0), (0, 1)), 2))
    assert cells.text() == "✔ no mistakes"


def test_a_list_with_room_says_how_many_are_wrong_of_all():
    many = Confusion(
        tuple("abcdefghij"), tuple(tuple(9 if r == c else int(c > 7) for c in range(10)) for r in range(10)), 99
    )
    cells = Cells(22, 12, DARK)
    matrix(cells, many)
    lines = cells.text().splitlines()
    assert lines[0].startswith("a called i ━")
    assert lines[-1] == "18 wrong of 99"


def test_counts_spread_where_there_is_room():
    many = Confusion(tuple("abcdefghij"), tuple(tuple(9 if r == c else 0 for c in range(10)) for r in range(10)), 90)
    assert (cell(Cells(26, 12, DARK), many), cell(Cells(40, 12, DARK), many)) == ((3, 1), (3, 1))
    assert cell(Cells(82, 30, DARK), many) == (5, 2)
    assert cell(Cells(128, 50, DARK), many) == (9, 4)
    large = Cells(128, 50, DARK)
    matrix(large, Confusion(many.classes, ((8, 1, *[0] * 8), *many.counts[1:]), 90))
    tinted = {row for row, looks in enumerate(large.looks) for one in looks if one.bg != DARK.bg}
    assert tinted == {1, 2, 3}  # its number stands in the middle
    assert large.text().splitlines()[2].split()[:3] == ["a", "8", "1"]


def test_words():
    assert pairs(TABLE) == [(5, 1, 0), (2, 0, 1)]
    assert reading(TABLE, 1, 0) == "dog called cat · 5 of 50 · 10.0 %"
    assert reading(TABLE, 0, 0) == "cat right · 48 of 50 · 96.0 %"
