"""What stands on a screen that is too small for a lesson: one sentence."""

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import note
from tuidl.tui.grid import MIN_HEIGHT, MIN_WIDTH, fits


class Small(ModalScreen[None]):
    """Goes away by itself when the terminal has grown."""

    CSS = "Small { background: $background; }"

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw)

    def on_resize(self, event: events.Resize) -> None:
        """Large enough again?"""
        if fits(*event.size) and self.is_current:
            self.dismiss()
        else:
            self.query_one(Canvas).redraw()

    def _draw(self, cells: Cells) -> None:
        now = f"{cells.width}×{cells.height}"
        note(
            cells,
            f"tuidl needs {MIN_WIDTH}×{MIN_HEIGHT} characters and has {now}: please enlarge the window.",
            colour=cells.ink.warn,
        )
