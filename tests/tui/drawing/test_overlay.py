from math import isnan, nan

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recordings import hostile
from tests.tui.drawing.test_every import INK, SIZES, whole
from tuidl.series import Series
from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.ink import DARK, INKS
from tuidl.tui.drawing.overlay import ORDER, Line, band, curves, smoother

RUNS = st.lists(st.lists(hostile.numbers, max_size=12), max_size=4)


def line(role, values, label="a"):
    return Line(role, label, range(1, len(values) + 1), values)


@given(RUNS, st.sampled_from(ORDER), SIZES, INK, st.booleans())
@settings(max_examples=120)
def test_any_lines_in_any_size(runs, role, size, ink, log):
    lines = [line(role, values) for values in runs]
    lines.append(band("seeds", [(range(len(values)), values) for values in runs]))
    cells = Cells(*size, INKS[ink])
    made = curves(cells.ink, lines)
    chart(cells, made, Axis(0.0, 20.0), spread([v for values in runs for v in values], log), cursor=4)
    whole(cells, size)


def test_a_band_holds_every_seed():
    made = band("3 seeds", [([1, 2, 3], [1.0, 2.0, 3.0]), ([1, 3], [5.0, nan]), ([2, 3], [0.0, 9.0])])
    assert list(made.steps) == [1, 2, 3]
    assert made.lows == [1.0, 0.0, 3.0]
    assert made.highs == [5.0, 5.0, 9.0]
    assert made.values == [3.0, 2.0, 6.0]
    assert band("none", []).values == []
    assert isnan(band("broken", [([1], [nan])]).values[0])


def test_a_line_ends_where_its_run_ended():
    made = line("earlier", [0.5, 0.25])
    assert [made.at(step) for step in (1, 1.5, 2)] == [0.5, 0.5, 0.25]
    assert isnan(made.at(0))
    assert isnan(made.at(3))


def test_rivals_are_told_apart_without_colour():
    made = curves(DARK, [line("race", [float(k)], name) for k, name in enumerate("vwxyz")])
    assert [curve.mark for curve in made] == list(DARK.glyphs.lanes)
    assert [curve.label for curve in made] == ["● v", "◆ w", "▲ x", "■ y", "▼ z"]
    assert len({curve.colour for curve in made}) == 5


def test_the_run_now_stands_before_all_others():
    made = curves(
        DARK, [line("validation", [1.0], "val"), line("train", [1.0], "train"), line("earlier", [1.0], "run 1")]
    )
    assert [curve.label for curve in made] == ["run 1", "train", "val"]


def test_a_band_is_filled_between_its_edges():
    cells = Cells(40, 12, DARK)
    chart(cells, curves(DARK, [Line("band", "", [0, 10], [0.5, 0.5], [0.0, 0.0], [1.0, 1.0])]), Axis(0, 10), Axis(0, 1))
    rows = cells.text().splitlines()
    assert all("⣿" in row for row in (*rows[1:4], *rows[7:10]))  # but for the median in the middle


def test_smoothing_is_the_running_mean_of_the_series():
    numbers = [5.0, 1.0, nan, 4.0, 2.0, 8.0]
    known = Series([5.0, 1.0, 4.0, 2.0, 8.0], 3.0).means
    assert smoother(numbers, 3.0) == [known[0], known[1], known[1], *known[2:]]


def test_where_colours_are_few_the_marks_of_a_race_stand_on_its_curves():
    for ink, more in ((DARK, False), (INKS["ansi"], True), (INKS["mono"], True)):
        cells = Cells(60, 12, ink)
        lines = [Line("race", name, range(1, 51), [level] * 50) for name, level in (("a", 0.25), ("b", 0.75))]
        chart(cells, curves(ink, lines), Axis(0, 50), Axis(0, 1))
        assert (cells.text().count("◆") > 3) is more


def test_seeds_of_a_race_have_a_band_in_their_own_colour():
    made = curves(DARK, [Line("race", "a", [1], [0.5], [0.25], [0.75]), Line("race", "b", [1], [0.5])])
    assert (list(made[0].lows), list(made[0].highs), list(made[1].lows)) == ([0.25], [0.75], [])
    assert made[0].colour != made[1].colour
