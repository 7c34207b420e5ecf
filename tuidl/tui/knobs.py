"""The row of knobs as a widget: a click takes one in hand, its arrows and the wheel turn it, a drag moves it along."""

from collections.abc import Callable
from typing import Literal

from textual import events
from textual.message import Message

from tuidl.tui import bars
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.grid import Grid
from tuidl.tui.rows.knobs import Spot
from tuidl.tui.study import Study

STOP = 2  # columns of a drag that are one stop, where a knob has no track


class Knobs(Canvas):
    """Says which knob is meant, and what to do with it; whoever listens does it."""

    class Meant(Message):
        """``hold`` the knob in this place, ``turn`` it by so many stops, or ``set`` it to a share of its track."""

        def __init__(self, knob: int, what: Literal["hold", "turn", "set"], by: float = 0):
            super().__init__()
            self.knob, self.what, self.by = knob, what, by

    def __init__(self, study: Study, grid: Callable[[], Grid | None], *, id: str):
        super().__init__(self._paint, id=id)
        self._study, self._grid = study, grid
        self._spots: tuple[Spot, ...] = ()
        self._held: tuple[int, Spot, int] | None = None  # knob, where it stood, the column that counts from now

    def _paint(self, cells: Cells) -> None:
        self._spots = bars.knobs(cells, self._study, self._grid())

    def _under(self, x: int) -> int | None:
        return next((k for k, spot in enumerate(self._spots) if spot.first <= x < spot.end), None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take it in hand; on an arrow turn it, on its track set it."""
        knob = self._under(event.x)
        if knob is None:
            return
        spot = self._spots[knob]
        self._held = knob, spot, event.x
        self.capture_mouse()
        by = (event.x in (spot.more, spot.more - 1)) - (event.x in (spot.less, spot.less + 1))
        if by and spot.more >= 0:
            self.post_message(self.Meant(knob, "turn", by))
        elif event.y > 0 and spot.track <= event.x < spot.track + spot.wide:
            self._set(knob, spot, event.x)
        else:
            self.post_message(self.Meant(knob, "hold"))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Along its track, or by stops."""
        if self._held is None:
            return
        knob, spot, since = self._held
        if spot.wide > 1 and since >= spot.track:
            self._set(knob, spot, event.x)
        elif abs(event.x - since) >= STOP:
            by = 1 if event.x > since else -1
            self._held = knob, spot, since + by * STOP
            self.post_message(self.Meant(knob, "turn", by))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._held = None
        self.release_mouse()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The knob under the mouse up."""
        self._wheel(event.x, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The knob under the mouse down."""
        self._wheel(event.x, -1)

    def _wheel(self, x: int, by: int) -> None:
        knob = self._under(x)
        if knob is not None:
            self.post_message(self.Meant(knob, "turn", by))

    def _set(self, knob: int, spot: Spot, x: int) -> None:
        self.post_message(self.Meant(knob, "set", min(max((x - spot.track) / (spot.wide - 1), 0.0), 1.0)))
