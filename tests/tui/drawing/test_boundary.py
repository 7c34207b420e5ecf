from tuidl.signals import Boundary, Field
from tuidl.tui.drawing.boundary import at, boundary, place, reading
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK

HALVES = Field.of([[0.0] * 4 + [1.0] * 4] * 8, 0.0, 1.0)
PLANE = Boundary(
    HALVES,
    (-1, 1),
    (-1, 1),
    ((-0.9, 0.9, 0, True), (0.9, -0.9, 1, True), (0.9, 0.9, 0, False)),
    ("blue", "orange"),
    1,
    3,
)


def test_points_stand_where_they_are_with_the_glyph_of_their_class():
    cells = Cells(20, 10, DARK)
    boundary(cells, PLANE)
    lines = cells.text().splitlines()
    assert lines[0] == "  ○" + "▀" * 14 + "✘"
    assert lines[7] == "  " + "▀" * 15 + "●"
    assert lines[9] == "  ○ blue  ● orange"


def test_a_point_keeps_the_field_behind_it():
    cells = Cells(20, 10, DARK)
    boundary(cells, PLANE)
    assert cells.looks[0][2].bg == cells.looks[0][3].fg


def test_more_classes_have_their_own_colours_and_glyphs():
    answer = Field.of([[0.0, 1.0, 2.0]] * 3, 0.0, 2.0)
    cells = Cells(12, 6, DARK)
    boundary(cells, Boundary(answer, (0, 3), (0, 3), ((2.5, 1.5, 2, True),), ("a", "b", "c")))
    assert "△" in cells.text()
    assert len({cells.looks[0][column].fg for column in (1, 5, 9)}) == 3
    assert reading(Boundary(answer, (0, 3), (0, 3), (), ("a", "b", "c")), 2.5, 1.0).endswith(" · c")


def test_places_and_points_agree():
    for column in range(16):
        for row in range(8):
            x, y = at(PLANE, column, row, 16)
            assert place(PLANE, x, y, 16)[0] == column
            assert place(PLANE, x, y, 16)[1] // 2 == row


def test_reading_is_the_answer_there():
    assert reading(PLANE, 0.5, 0.0) == "(0.500, 0) · p(orange) 1.00"
    assert reading(PLANE, -0.5, 0.0).endswith("p(orange) 0")
