"""Names and values at the heads of curves: in the order of the values, each where it covers least."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.tui.drawing.axis import spread
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.ink import DARK, MONO, UNICODE

ENDS = st.lists(st.floats(0.01, 10, allow_nan=False), min_size=1, max_size=5, unique=True)


def rows(ends: list[float], height: int) -> dict[str, int]:
    """The row of each label."""
    cells = Cells(50, height, DARK)
    curves = [
        Curve([0, 50, 100], [9.0, end + 1, end], DARK.series[k], f"run{k}", UNICODE.lanes[k])
        for k, end in enumerate(ends)
    ]
    chart(cells, curves, spread([0, 100]), spread([9.0, *ends], True))
    lines = cells.text().splitlines()
    return {f"run{k}": row for k in range(len(ends)) for row, line in enumerate(lines) if f"run{k} " in line}


@given(ENDS, st.integers(7, 30))
@settings(max_examples=60)
def test_labels_stand_in_the_order_of_their_values(ends, height):
    found = rows(ends, height)
    assert len(found) == len(ends)
    order = sorted(range(len(ends)), key=lambda k: -ends[k])
    assert [found[f"run{k}"] for k in order] == sorted(set(found.values()))


def test_where_there_is_no_room_some_are_left_out():
    assert 1 <= len(rows([1.0, 2.0, 3.0, 4.0, 5.0], 4)) < 5


def test_a_bold_curve_is_two_dots_thick_where_there_is_room():
    def thick(height: int, ink=DARK) -> int:
        cells = Cells(40, height, ink)
        chart(cells, [Curve([0, 100], [0.5, 0.5], ink.one)], spread([0, 100]), spread([0.0, 1.0]))
        column = [ord(cells.chars[row][25]) - 0x2800 for row in range(height - 1) if cells.looks[row][25].fg == ink.one]
        return sum(bits.bit_count() for bits in column) // 2

    assert (thick(12), thick(5)) == (2, 1)
    assert thick(12, DARK.ascii()) <= 1


def test_without_colours_a_label_has_its_curve_s_mark_beside_it_once():
    cells = Cells(40, 12, MONO)
    ends = ((0.5, "●", "one"), (0.45, "◆", "other"))
    curves = [Curve([0, 100], [0.9, end], MONO.one, name, mark, beads=8) for end, mark, name in ends]
    chart(cells, curves, spread([0, 100]), spread([0.0, 1.0]))
    text = cells.text()
    assert "● one" in text
    assert "◆ other" in text
    apart = Cells(40, 12, MONO)
    chart(apart, [Curve([0, 40], [0.9, 0.5], MONO.one, "one", "●", beads=99)], spread([0, 100]), spread([0.0, 1.0]))
    assert "● one" in apart.text()
    assert "● ● one" not in apart.text()
