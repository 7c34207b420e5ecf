"""Overlay: one picture in a box over the screen below, as large as it wants or as there is room."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, ScreenResultType

from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells


class Overlay(ModalScreen[ScreenResultType]):
    """Draws itself with ``_draw``, and again with ``redraw``. ``wanted``: columns and rows."""

    CSS_PATH = "overlay.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keymap.SAVE]
    wanted: tuple[int, int] = (0, 0)

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    @property
    def box(self) -> Canvas:
        """Where it is drawn."""
        return self.query_one("#box", Canvas)

    def on_resize(self, event: events.Resize) -> None:
        """As large as it wants, or as there is room."""
        width, height = self.wanted
        self.box.styles.width = min(width, event.size.width - 2)
        self.box.styles.height = min(height, event.size.height - 2)

    def redraw(self) -> None:
        """Show it as it is now."""
        if self.is_attached:
            self.box.redraw()

    def _draw(self, cells: Cells) -> None:
        raise NotImplementedError


class Scroll(Overlay[ScreenResultType]):
    """One that may be longer than its box: ``_draw`` says in ``_rows`` how long, and shows it from ``_top``."""

    _top, _rows = 0, 0

    def action_scroll(self, rows: int) -> None:
        """Up or down."""
        self._top = min(max(0, self._top + rows), max(0, self._rows - (self.box.size.height - 4)))
        self.box.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        self.action_scroll(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        self.action_scroll(-2)
