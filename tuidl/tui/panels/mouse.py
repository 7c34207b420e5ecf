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

    def call(self, key: str) -> None:
        """The title with this key was clicked."""
        raise NotImplementedError

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Read the value under the mouse."""
        data = self.shown()
        if data is not None and self.directions and (self._hovering or self.cursor is None):
            self._hovering = True
            self._point(data, self.spot(data, event.x - 2, event.y - 1), tell=False)

    def on_leave(self) -> None:
        """Forget what only the mouse pointed at."""
        data = self.shown()
        if self._hovering and data is not None:
            self._hovering = False
            self._point(data, None, tell=False)

    def on_click(self, event: events.Click) -> None:
        """Fix the cursor at a place and tell the run; a second click asks for another value of what is there. A click
        on a title in the frame is as good as its key."""
        key = self._cells.touched(event.x, event.y) if self._cells is not None else ""
        data = self.shown()
        if key:
            self.call(key)
        elif data is not None and self.directions:
            self._hovering = False
            self._point(data, self.spot(data, event.x - 2, event.y - 1), tell=True)
            if event.chain == 2:
                self.action_assign()

    async def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The cursor on, downwards or else to the right."""
        await self._wheel(event, 1)

    async def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The cursor back."""
        await self._wheel(event, -1)

    async def _wheel(self, event: events.MouseEvent, by: int) -> None:
        if self.directions and self.shown() is not None:
            event.stop()
            await self.run_action(f"move(0, {by})" if "y" in self.directions else f"move({by}, 0)")
