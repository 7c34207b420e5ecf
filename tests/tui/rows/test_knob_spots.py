"""Where knobs stand, for the mouse."""

import pytest

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.rows.knobs import KnobLook, draw

LOOKS = (
    KnobLook("rate", "0.01", 0.5),
    KnobLook("activation", "tanh", None, held=True),
    KnobLook("units", "16", 0.25, reset=True),
)


@pytest.mark.parametrize("rows", [1, 2])
def test_a_knob_is_where_its_name_and_value_are(rows):
    cells = Cells(100, rows, DARK)
    spots = draw(cells, LOOKS)
    lines = cells.text().split("\n")
    assert len(spots) == 3
    for look, spot in zip(LOOKS, spots, strict=True):
        assert lines[0][spot.first : spot.end].startswith(look.label)
        assert look.value in lines[-1][spot.first : spot.end]
    held = spots[1]
    assert lines[-1][held.less] == "◂"
    assert lines[-1][held.more] == "▸"
    assert spots[0].less == spots[0].more == -1


def test_a_track_is_where_its_mark_moves():
    cells = Cells(100, 2, DARK)
    spot = draw(cells, LOOKS)[0]
    track = cells.text().split("\n")[1][spot.track : spot.track + spot.wide]
    assert set(track) == {"─", "•"}
    assert abs(track.index("•") / (len(track) - 1) - 0.5) <= 1 / len(track)
    assert draw(Cells(100, 2, DARK), LOOKS)[1].wide == 0


def test_what_has_no_room_is_nowhere():
    spots = draw(Cells(30, 1, DARK), LOOKS)
    assert len(spots) < 3
