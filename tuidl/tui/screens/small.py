"""What stands on a terminal that is too small for a screen: one sentence."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import note
from tuidl.tui.grid import MIN_HEIGHT, MIN_WIDTH, fits


class Small(ModalScreen[None]):
    """Goes away by itself when the terminal has grown."""

    CSS = "Small { background: $background; }"
    BINDINGS = [Binding("q", "app.quit", later("Quit"))]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(too_small)

    def on_resize(self) -> None:
        """Large enough again?"""
        if not self._leave():
            self.query_one(Canvas).redraw()

    def on_screen_resume(self) -> None:
        """What lay over it is gone."""
        self._leave()

    def _leave(self) -> bool:
        """Go, but not from under something that lies over it."""
        going = self.app.screen is self and fits(*self.app.size)
        if going:
            self.dismiss()
        return going


def too_small(cells: Cells) -> None:
    """The sentence, on the whole terminal."""
    now = f"{cells.width}×{cells.height}"
    text = tr(
        "tuidl needs {min_width}×{min_height} characters and has {now}: enlarge the window or press q.",
        min_width=MIN_WIDTH,
        min_height=MIN_HEIGHT,
        now=now,
    )
    note(cells, text, colour=cells.ink.warn)
