"""The sheet and what the net says of it, as strings and in any size."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recordings import hostile
from tests.tui.drawing.test_every import INK, SIZES, whole
from tuidl.signals import Drawing, Field
from tuidl.tui.drawing import sheet
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK, INKS, MONO

RING = Field.of([[0.0, 1.0, 0.0], [1.0, 0.0, 0.5], [0.0, 1.0, 0.0]], 0.0, 1.0)


@st.composite
def drawings(draw):
    count = draw(st.integers(0, 12))
    return Drawing(
        1, tuple(draw(st.lists(hostile.names, max_size=12))), tuple(draw(hostile.numbers) for _ in range(count)),
        draw(hostile.fields()), draw(hostile.fields()), (draw(st.integers(-9, 9)), draw(st.integers(-9, 9))), "conv1",
        tuple(draw(st.lists(hostile.fields(), max_size=4))),
    )  # fmt: skip


@given(signal=drawings(), size=SIZES, ink=INK, stale=st.booleans(), pixel=st.integers(1, 8))
@settings(max_examples=60)
def test_whatever_the_net_says_can_be_drawn(signal, size, ink, stale, pixel):
    for draw in (
        lambda cells: sheet.says(cells, signal, stale), lambda cells: sheet.why(cells, signal),
        lambda cells: sheet.maps(cells, signal), lambda cells: sheet.sheet(cells, signal.seen, pixel, (2, 2), "┼"),
    ):  # fmt: skip
        cells = Cells(*size, INKS[ink])
        draw(cells)
        whole(cells, size)
    assert isinstance(sheet.moved(signal), str)
    assert isinstance(signal.winner, str)


def test_without_colour_ink_stands_on_dots():
    cells = Cells(6, 3, MONO)
    sheet.sheet(cells, RING, 2, None, "┼")
    assert cells.text() == "..██..\n██..▒▒\n..██.."


@given(height=st.integers(1, 40), width=st.integers(1, 40), pixel=st.integers(1, 8), data=st.data())
def test_a_click_finds_the_pixel_that_is_drawn_there(height, width, pixel, data):
    cells = Cells(width * pixel + 5, (height * pixel + 1) // 2, DARK)
    row, column = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    left = 2
    at = left + column * pixel + (pixel - 1) // 2, (row * pixel + pixel // 2) // 2
    found = sheet.spot(cells, height, width, pixel, *at)
    assert found is not None
    assert abs(found[0] - row - 0.5) <= max(0.5, 1 / pixel)
    assert int(found[1]) == column
    assert sheet.spot(cells, height, width, pixel, left - 1, 0) is None
    assert sheet.spot(cells, height, width, pixel, left + width * pixel, 0) is None


def test_words_for_how_a_drawing_was_moved():
    told = Drawing(1, ("a",), (1.0,), RING, RING)
    assert sheet.moved(told) == "as drawn"
    assert sheet.moved(Drawing(1, ("a",), (1.0,), RING, RING, (-2, 3))) == "moved 2 up, 3 right"


def test_what_is_alike_is_undecided_and_all_classes_go_before_the_sentence():
    zero = Field.of([[0.0]], 0.0, 1.0)

    def said(height: int, chances: tuple[float, ...]) -> str:
        cells = Cells(36, height, DARK)
        sheet.says(cells, Drawing(1, tuple("0123456789"), chances, zero, zero, (0, 0), "", ()), False)
        return cells.text()

    assert "undecided: 10 alike, 10.0 %" in said(11, (0.1,) * 10)
    assert "says 2 · 82.0 %" in said(11, (0.02,) * 2 + (0.82,) + (0.02,) * 7)
    rows = said(10, (0.02,) * 2 + (0.82,) + (0.02,) * 7).splitlines()
    assert [row.split()[0] for row in rows] == list("0123456789")
    tall = said(31, (0.02,) * 2 + (0.82,) + (0.02,) * 7).splitlines()
    assert [row.split()[0] for row in tall if row[:1].isdigit()] == list("0123456789")


def test_the_newest_drawings_are_shown_over_their_labels():
    empty, full = (0.0,) * 16, (1.0,) * 16
    cells = Cells(14, 9, DARK)
    sheet.kept(cells, 2, [empty] * 9 + [full], [*(str(n) for n in range(9)), "a long label"], 4)
    assert cells.text().split("\n")[4].split() == ["4", "5", "6"]
    assert cells.text().split("\n")[7].split() == ["7", "8", "a", "l…"]
    for size in ((1, 1), (3, 2), (4, 4), (60, 30)):
        small = Cells(*size, MONO)
        sheet.kept(small, 1, [full] * 3, ["a", "b", "c"], 4)
        whole(small, size)
