import pytest

from tests.tui.drawing.test_every import whole
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import frame, note, tabs
from tuidl.tui.drawing.ink import DARK


def drawn(width, height, **how):
    cells = Cells(width, height, DARK)
    frame(cells, "loss", "2", **how)
    return cells


def test_live_frame():
    assert drawn(30, 3, right="log · nats", foot="step 8").text() == (
        "╭─ 2 loss ────── log · nats ─╮\n│                            │\n╰─────────────────── step 8 ─╯"
    )


@pytest.mark.parametrize(
    ("state", "top", "colour"),
    [
        ("pointed", "╭─ ▸ 2 loss ──", DARK.accent),
        ("bad", "╭─ ✖ 2 loss ──", DARK.bad),
        ("stale", "╭─ 2 loss ──", DARK.line),
    ],
)
def test_states(state, top, colour):
    cells = drawn(24, 3, state=state)
    assert cells.text().startswith(top)
    assert cells.looks[0][0].fg == colour


def test_facts_at_the_right_go_before_the_title():
    assert "log" in drawn(24, 3, right="log · nats").text()
    assert drawn(20, 3, right="log · nats").text().splitlines()[0] == "╭─ 2 loss ─── log ─╮"
    assert drawn(20, 3, right="log · nats").text().splitlines()[2] == "╰─ nats ───────────╯"
    assert drawn(20, 3, right="log · nats", foot="step 8").text().splitlines()[2] == "╰─ nats ── step 8 ─╯"
    assert drawn(20, 3, right="log · nats", foot="step 812").text().splitlines()[2] == "╰─────── step 812 ─╯"
    assert "nats" not in drawn(13, 3, right="log · many nats").text()
    assert drawn(10, 3, right="log · nats").text().startswith("╭─ 2 l… ─╮")


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (2, 2), (5, 1), (7, 3), (9, 2)])
def test_any_size(size):
    for state in ("live", "pointed", "bad"):
        whole(drawn(*size, right="a long range", foot="a long note", state=state), size)
    cells = Cells(*size, DARK)
    tabs(cells, [("1", "loss"), ("2", "filters")], 1)
    whole(cells, size)


def test_tabs_mark_the_shown_panel_and_shorten_far_ones():
    names = [("1", "loss"), ("2", "filters"), ("3", "sample"), ("4", "errors")]
    cells = Cells(49, 3, DARK)
    tabs(cells, names, 1)
    assert cells.text().splitlines()[0].startswith("╭─ 1 loss ▸2 filters  3 sample  4 errors ")
    cells = Cells(28, 3, DARK)
    tabs(cells, names, 1)
    top = cells.text().splitlines()[0]
    assert "▸2 filters" in top
    assert "errors" not in top


def test_note_stands_in_the_middle():
    cells = Cells(24, 5, DARK)
    note(cells, "○ no data yet", "space starts the run")
    assert cells.text() == "\n     ○ no data yet\n  space starts the run\n\n"


def test_no_tab_is_a_bare_number_where_two_letters_fit():
    names = [("1", "loss"), ("2", "gradients"), ("3", "hidden"), ("4", "distance"), ("5", "confusion")]
    for chosen in range(5):
        cells = Cells(49, 3, DARK)
        tabs(cells, names, chosen)
        top = cells.text().splitlines()[0]
        assert f"▸{chosen + 1} {names[chosen][1]} " in top
        assert all(f"{key} {name[:2]}" in top for key, name in names)


def test_columns_that_are_left_over_are_for_the_tabs_beside_the_shown_one():
    cells = Cells(45, 5, DARK)
    tabs(cells, [("1", "conv1 filters"), ("2", "loss"), ("3", "sample"), ("4", "confusion"), ("5", "layers")], 1)
    assert cells.text().startswith("╭─ 1 con ▸2 loss  3 sample  4 con  5 lay ")


def test_unit_and_range_stand_beside_the_tabs_or_below():
    names = [("1", "loss"), ("2", "network")]
    cells = Cells(49, 3, DARK)
    tabs(cells, names, 0, right="log · nats")
    assert cells.text().splitlines()[0].endswith(" log · nats ─╮")
    cells = Cells(28, 3, DARK)
    tabs(cells, names, 0, foot="step 8", right="log · nats")
    assert cells.text().splitlines()[-1] == "╰─ log · nats ──── step 8 ─╯"
    cells = Cells(22, 3, DARK)
    tabs(cells, names, 0, foot="step 8", right="log · nats")
    assert cells.text().splitlines()[-1] == "╰─ log ───── step 8 ─╯"
