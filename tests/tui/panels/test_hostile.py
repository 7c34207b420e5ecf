"""Every panel survives every signal a probe may send, at rest and with a cursor, in any size."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Size

from tests.recordings import hostile
from tests.tui.drawing.test_every import INK, SIZES, whole
from tuidl import signals
from tuidl.commands import PLACE
from tuidl.course import vocabulary
from tuidl.events import Probed
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.panels import PANELS, make
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.panels.panel import Panel
from tuidl.view import RunView

DRAWN = [name for name, kind in PANELS.items() if not issubclass(kind, CurvePanel)]


def test_every_panel_and_every_signal_is_tried():
    assert set(hostile.PANELS) == set(DRAWN)
    elsewhere = {signals.Dissection, signals.Closeup, signals.Absent, signals.Drawing, signals.Audit}
    assert set(hostile.KINDS) == set(get_args(signals.Signal)) - elsewhere
    assert {*hostile.PANELS.values(), *(kind for _, kind in hostile.OTHERS)} == set(hostile.KINDS)


@pytest.mark.parametrize(("name", "kind"), [*hostile.PANELS.items(), *hostile.OTHERS])
@given(data=st.data(), size=SIZES, ink=INK)
@settings(max_examples=40)
def test_a_panel_draws_and_reads_whatever_comes(name, kind, data, size, ink):
    panel = make(f"{name}:a" if vocabulary.PANELS[name] else name, "2")
    panel.view = RunView()
    panel.view.apply(Probed(panel.panel, 3, data.draw(hostile.KINDS[kind])))
    shown = panel.data(panel.view)
    if shown is None:
        return
    with pytest.MonkeyPatch.context() as patch:  # as large as on a screen, which a panel without one is not
        patch.setattr(Panel, "size", property(lambda self: Size(size[0] + 4, size[1] + 2)))
        _look(panel, shown, size, INKS[ink])


def _look(panel, shown, size, ink):
    """At rest, with the cursor led about by keys and by mouse; read, sent and asked for another value each time."""
    cells = Cells(*size, ink)
    for move in ((0, 0), (1, 0), (1, 0), (0, 1), (-1, -1), (40, 0), (0, 40), (-80, -80)):
        cells = Cells(*size, ink)
        panel.paint(cells, shown)
        whole(cells, size)
        outer = Cells(size[0] + 4, size[1] + 2, ink)
        foot = panel.reading(shown) if panel.cursor is not None else panel.foot(shown)
        title, right = panel.heading(shown)
        frame(outer, title, "2", right, foot, read=panel.cursor is not None)
        whole(outer, (size[0] + 4, size[1] + 2))
        if panel.directions:
            panel.cursor = panel.moved(shown, *move)
    for column in {0, 7, size[0] // 2, size[0] - 1}:
        for row in {0, 3, size[1] // 2, size[1] - 1}:
            spot = panel.spot(shown, column, row)
            if spot is not None:
                panel.cursor = spot
                panel.paint(cells, shown)
                assert isinstance(panel.reading(shown), str)
                assert all(isinstance(number, float) for number in panel.value(shown))
                number = panel.number(shown)
                assert number is None or (number.name and PLACE.fullmatch(number.place))
