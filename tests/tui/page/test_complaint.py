from hypothesis import given
from hypothesis import strategies as st

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.page import complaint
from tuidl.tui.page.complaint import Complaint, Deed

DEEDS = (Deed("g", "show histogram of h"), Deed("t", "try rate 3.0 → 0.3"), Deed("x", "put this away"))
TOLD = Complaint("dead units", 120, "4 of the 4 units of 'h' give 0.", "Try a lower rate than 3.", DEEDS)


def drawn(told: Complaint, width: int = 38, height: int = 12, folded: bool = False) -> list[str]:
    cells = Cells(width, height, INKS["dark"])
    complaint.draw(cells, told, folded)
    return ["".join(row).rstrip() for row in cells.chars]


def test_at_first_the_sentence_and_the_key():
    assert drawn(TOLD)[:5] == [
        "  ! run doctor ─────────────────────",
        "    dead units at step 120",
        "    4 of the 4 units of 'h' give 0.",
        "    ! what to do",
        "",
    ]


def test_asked_it_says_what_can_be_done():
    told = Complaint(TOLD.title, TOLD.step, TOLD.text, TOLD.advice, DEEDS, 1, 2, chosen=1)
    assert drawn(told)[:8] == [
        "  ! run doctor ────────── ◂ 2 of 2 ▸",
        "    dead units at step 120",
        "    4 of the 4 units of 'h' give 0.",
        "    Try a lower rate than 3.",
        "    g show histogram of h",
        "  ▸ t try rate 3.0 → 0.3",
        "    x put this away",
        "",
    ]


def test_nothing_is_turned_without_a_yes():
    told = Complaint(TOLD.title, 1, TOLD.text, "", DEEDS, chosen=1, asking="turn rate 3.0 → 0.3")
    assert drawn(told)[3:5] == ["    turn rate 3.0 → 0.3?", "  ▸ enter yes   esc no"]


def test_folded_it_is_one_line():
    assert drawn(TOLD, 30, 2, folded=True) == ["  ! run doctor ─────────────", "    dead units  !"]


@given(st.text(max_size=400), st.text(max_size=200), st.integers(0, 60), st.integers(0, 30), st.booleans())
def test_it_never_takes_more_rows_than_there_are(text, advice, width, height, folded):
    told = Complaint("dead units", 1, text, advice, DEEDS, chosen=0)
    found = complaint.rows(told, width, height, folded)
    assert len(found) <= max(height, len(DEEDS) + 3)
    drawn(told, width, height, folded)
