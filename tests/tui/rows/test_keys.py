"""The bottom row."""

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.rows.keys import Key, draw

HELP, MORE = Key("?", "help"), Key("^p", "palette", spare=True)
KEYS = (Key("c", "go on", spare=True), Key("enter", "open"), Key("/", "filter", spare=True), Key("p", "progress"))


def row(width: int, keys: tuple[Key, ...] = KEYS) -> list[str]:
    cells = Cells(width, 1, DARK)
    draw(cells, keys, (HELP, MORE))
    return cells.text().split()


def test_with_room_for_all_all_stand_in_their_order() -> None:
    assert " ".join(row(65)) == "c go on enter open / filter p progress ? help ^p palette"


def test_spare_keys_go_first_from_the_right_those_that_never_leave_last() -> None:
    assert " ".join(row(55)) == "c go on enter open p progress ? help ^p palette"
    assert " ".join(row(46)) == "enter open p progress ? help ^p palette"
    assert " ".join(row(34)) == "enter open p progress ? help"


def test_what_still_has_no_room_is_cut_at_the_right() -> None:
    assert " ".join(row(30)) == "enter open ? help"
    assert row(6, (Key("enter", "open"),))[-1] == "help"
