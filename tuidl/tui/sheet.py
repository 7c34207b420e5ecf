"""A canvas that is drawn on with the mouse."""

from textual import events
from textual.message import Message

from tuidl.tui.canvas import Canvas

RIGHT = 3  # the mouse button that erases


class Sheet(Canvas):
    """It says where the mouse draws, in cells."""

    class Drawn(Message):
        """A stroke begins (``first``) or goes on here."""

        def __init__(self, column: int, row: int, first: bool, erasing: bool):
            super().__init__()
            self.column, self.row, self.first, self.erasing = column, row, first, erasing

    class Let(Message):
        """The stroke is over."""

    _held = 0

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A stroke begins."""
        self._held = event.button
        self.capture_mouse()
        self.post_message(self.Drawn(event.x - 2, event.y - 1, True, event.button == RIGHT))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """It goes on."""
        if self._held:
            self.post_message(self.Drawn(event.x - 2, event.y - 1, False, self._held == RIGHT))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """It is over."""
        self._held = 0
        self.release_mouse()
        self.post_message(self.Let())
