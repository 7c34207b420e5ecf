import re
from math import inf, nan

import pytest

from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve, reach
from tuidl.tui.drawing.ink import DARK, MONO
from tuidl.tui.drawing.number import power, tick

LOSS = Axis(0.1, 1.0, True)


def drawn(curves, width=40, height=9, x=None, y=LOSS, ink=DARK, **how):
    cells = Cells(width, height, ink)
    plot = chart(cells, curves, x or Axis(0, 100), y, **how)
    return cells, plot


def dots(cells, colour):
    return [
        (row, column)
        for row, line in enumerate(cells.looks)
        for column, one in enumerate(line)
        if one.fg == colour and 0x2800 < ord(cells.chars[row][column]) <= 0x28FF
    ]


def test_a_straight_line_on_a_linear_axis():
    cells, _ = drawn([Curve([0, 100], [0.0, 1.0], DARK.one)], 20, 5, y=Axis(0, 1))
    found = dots(cells, DARK.one)
    assert (3, 6) in found
    assert (0, 19) in found
    rows = [row for row, _ in sorted(found, key=lambda place: (place[1], -place[0]))]
    assert rows == sorted(rows, reverse=True)


def test_the_axis_runs_to_the_budget_not_to_now():
    cells, plot = drawn([Curve(range(1, 51), [0.5] * 50, DARK.one)])
    assert max(column for _, column in dots(cells, DARK.one)) <= plot.column(50)
    assert cells.text().splitlines()[-1].split() == ["0", "20", "40", "60", "80", "step"]
    assert cells.text().splitlines()[-1].endswith("step")


@pytest.mark.parametrize("reach", [2.0**k for k in range(2, 17)])
@pytest.mark.parametrize("width", [36, 41, 60])
def test_an_axis_about_0_has_labels_on_both_sides(reach, width):
    cells, plot = drawn([Curve([0.0], [0.5], DARK.one)], width=width, x=Axis(-reach, reach), unit="z")
    labels = cells.text().splitlines()[-1]
    assert labels.strip().startswith("−")
    assert re.search(r" 0 +\d", labels), labels
    for found in re.finditer(r"[−\d]\d*(?: 000)?", labels):
        value = float(found[0].replace("−", "-").replace(" ", ""))
        assert found.start() <= max(plot.column(value), plot.left) <= found.end()


def test_a_spike_survives_any_number_of_points():
    values = [0.2] * 5000
    values[3210] = 0.9
    cells, plot = drawn([Curve(range(1, 5001), values, DARK.one)], x=Axis(0, 5000))
    assert (plot.row(0.9), plot.column(3211)) in dots(cells, DARK.one)


def test_nan_and_infinity_are_gaps():
    values = [0.5] * 40 + [nan] * 20 + [inf] * 10 + [0.5] * 31
    cells, plot = drawn([Curve(range(101), values, DARK.one)])
    columns = {column for _, column in dots(cells, DARK.one)}
    assert plot.column(55) not in columns
    assert {plot.column(20), plot.column(85)} <= columns


def test_a_prediction_is_dots_in_every_third_column():
    cells, plot = drawn([Curve([0, 100], [0.5, 0.5], DARK.accent, "you", bold=False, every=3, values=False)])
    bits = [ord(cells.chars[row][column]) - 0x2800 for row, column in dots(cells, DARK.accent)]
    assert sum(bit.bit_count() for bit in bits) == -(-plot.width * 2 // 3)
    assert "you" in cells.text()


def test_values_stand_at_the_heads_in_their_order():
    cells, plot = drawn(
        [
            Curve([0, 50], [1.0, 0.3], DARK.one, "train", "●"),
            Curve([0, 50], [1.0, 0.31], DARK.two, "val", "◆"),
        ],
        60,
        12,
    )
    lines = cells.text().splitlines()
    val, train = (next(i for i, line in enumerate(lines) if word in line) for word in ("val   0.310", "train 0.300"))
    assert val < train
    assert cells.chars[plot.row(0.31)][plot.column(50)] in "◆●"


def test_a_head_at_the_right_edge_has_its_label_at_the_left():
    cells, _ = drawn([Curve([0, 100], [1.0, 0.2], DARK.one, "train", "●")])
    assert "train 0.200" in cells.text()


def test_raw_values_are_left_out_without_colour():
    curve = Curve(range(1, 50), [0.5] * 49, MONO.one_faint, bold=False)
    cells, _ = drawn([curve], ink=MONO)
    assert dots(cells, MONO.one_faint) == []


def test_two_bold_curves_in_one_cell_keep_both_shapes():
    one, _ = drawn([Curve([0, 100], [0.1, 0.9], DARK.one)], y=Axis(0, 1))
    two, _ = drawn([Curve([0, 100], [0.7, 0.1], DARK.two)], y=Axis(0, 1))
    both, _ = drawn([Curve([0, 100], [0.1, 0.9], DARK.one), Curve([0, 100], [0.7, 0.1], DARK.two)], y=Axis(0, 1))
    crossing = set(dots(one, DARK.one)) & set(dots(two, DARK.two))
    assert crossing
    for row, column in crossing:
        a, b, c = (ord(cells.chars[row][column]) - 0x2800 for cells in (one, two, both))
        assert c == a | b
        assert both.looks[row][column].fg == DARK.two


def test_percent_axis():
    cells, _ = drawn([Curve([0, 50], [0.1, 0.9], DARK.one, "train", "●")], y=Axis(0, 1), share=True)
    assert "100 ╌" in cells.text()
    assert "train 90.0 %" in cells.text()


def test_many_points_reach_as_far_as_few():
    xs = range(1, 801)
    values = [1 / x for x in xs]
    many = reach(Curve(xs, values, "x"), Axis(0, 1000), LOSS, 60)
    listed = reach(Curve(list(xs), values, "x"), Axis(0, 1000), LOSS, 60)
    assert many == listed
    assert many[0] is not None
    assert many[-1] is None


@pytest.mark.parametrize("size", [(20, 6), (30, 8), (47, 18), (90, 30)])
@pytest.mark.parametrize("ends", [(3e-4, 0.3), (2e-12, 4e-9), (1e-300, 1e-290), (0.1, 5.0), (1e290, 1e300)])
def test_no_label_is_cut_to_another_number(size, ends):
    cells, axis = Cells(*size, DARK), spread(ends, log=True)
    plot = chart(cells, [Curve((0.0, 1.0), ends, DARK.one)], Axis(0.0, 1.0), axis)
    labels = {line[: plot.left].strip() for line in cells.text().splitlines()[: plot.height]} - {""}
    assert labels
    assert labels <= {
        text for most in range(1, 40) for value in axis.ticks(most) for text in (tick(value), power(value))
    }
