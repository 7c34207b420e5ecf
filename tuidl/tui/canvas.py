"""The widget that everything on a screen is made of: a picture on Textual's line API."""

from collections.abc import Callable
from typing import Any

from textual.strip import Strip
from textual.widget import Widget

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.theme import ink_of

Draw = Callable[[Cells], None]


class Canvas(Widget):
    """Shows what ``draw`` puts on cells: drawn when size or theme change or ``redraw`` asks, never per line."""

    DEFAULT_CSS = "Canvas { width: 1fr; height: 1fr; }"

    def __init__(self, draw: Draw, *, paper: bool = False, **given: Any):
        super().__init__(**given)
        self._draw, self._paper = draw, paper
        self._made: tuple[int, int, str] | None = None
        self._strips: list[Strip] = []

    def redraw(self) -> None:
        """What it shows has changed."""
        self._made = None
        self.refresh()

    def picture(self) -> Cells:
        """The cells as they are now."""
        ink = ink_of(self.app)
        cells = Cells(self.size.width, self.size.height, ink, ink.page if self._paper else None)
        self._draw(cells)
        return cells

    def render_line(self, y: int) -> Strip:
        """One row of the picture."""
        made = (self.size.width, self.size.height, self.app.theme)
        if made != self._made:
            self._strips = self.picture().strips()
            self._made = made
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)
