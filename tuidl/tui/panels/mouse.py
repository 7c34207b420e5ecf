"""A picture under the mouse: it reads what is pointed at, keeps what is clicked, and goes on with the wheel."""

from typing import Any, ClassVar

from textual import events
from textual.widget import Widget

from tuidl.tui.drawing.cells import Cells


class Mouse(Widget):
    """What a panel does with the mouse; where its cursor can stand the panel says."""

    directions: ClassVar[str] = ""  # the ways the cursor moves: "", "x", "y" or "xy"
    cursor: Any = None
    _hovering = False
    _cells: Cells | None = None
    _came = False  # the focus, and the mouse has not moved since
    _fresh = False  # the button that is pressed gave the focus

    def shown(self) -> Any:
        """What is drawn now; None where there is nothing to draw."""
        raise NotImplementedError

    def spot(self, data: Any, column: int, row: int) -> Any:
        """The cursor for a place inside the frame; None where nothing is."""
        return None

    def _point(self, data: Any, cursor: Any, tell: bool) -> None:
        raise NotImplementedError

    def action_assign(self) -> None:
        """Ask for another value of the number under the cursor."""
        raise NotImplementedError

    async def call(self, key: str) -> None:
        """A key that is written in the panel was clicked."""
        raise NotImplementedError

    def roll(self, key: str, by: int) -> bool:
        """The wheel was turned over a key that is written there; whether that means anything."""
        return False

    def on_mouse_down(self) -> None:
        """Remember whether the button gave the focus: what the keys do was not written in the frame before."""
        self._fresh, self._came = self._came, False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Read the value under the mouse."""
        self._came = False
        data = self.shown()
        if data is not None and self.directions and (self._hovering or self.cursor is None):
            self._hovering = True
            self._point(data, self._spot(data, event), tell=False)

    def on_leave(self) -> None:
        """Forget what only the mouse pointed at."""
        data = self.shown()
        if self._hovering and data is not None:
            self._hovering = False
            self._point(data, None, tell=False)

    async def on_click(self, event: events.Click) -> None:
        """Fix the cursor at a place and tell the run; a second click asks for another value of what is there. A click
        on a key that is written here is as good as the key."""
        key = self._touched(event)
        data = self.shown()
        if key and not (self._fresh and event.y == self.size.height - 1):
            await self.call(key)
        elif data is not None and self.directions:
            self._hovering = False
            self._point(data, self._spot(data, event), tell=True)
            if event.chain == 2:
                self.action_assign()

    def _spot(self, data: Any, event: events.MouseEvent) -> Any:
        """The cursor for the place under the mouse; the frame is none."""
        within = 0 < event.x < self.size.width - 1 and 0 < event.y < self.size.height - 1
        return self.spot(data, event.x - 2, event.y - 1) if within else None

    def _touched(self, event: events.MouseEvent) -> str:
        return self._cells.touched(event.x, event.y) if self._cells is not None else ""

    async def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The cursor on, downwards or else to the right."""
        await self._wheel(event, 1)

    async def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The cursor back."""
        await self._wheel(event, -1)

    async def _wheel(self, event: events.MouseEvent, by: int) -> None:
        if self.roll(self._touched(event), by):
            event.stop()
        elif self.directions and self.shown() is not None:
            event.stop()
            await self.run_action(f"move(0, {by})" if "y" in self.directions else f"move({by}, 0)")
