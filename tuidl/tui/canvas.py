"""The widget that everything on a screen is made of: a picture on Textual's line API."""

from collections.abc import Callable, Mapping
from typing import Any

from textual import events
from textual._styles_cache import StylesCache
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.grid import Rect, fits
from tuidl.tui.rows import strokes

Draw = Callable[[Cells], None]

if not isinstance(vars(StylesCache)["get_inner_outer"], classmethod):
    # Textual 8.2 remembers borders by widget, and so holds every widget that is gone with all it drew
    StylesCache.get_inner_outer = classmethod(StylesCache.get_inner_outer)  # type: ignore[assignment, arg-type]


class Canvas(Widget):
    """Shows what ``draw`` puts on cells: drawn when size or theme change or ``redraw`` asks, never per line."""

    DEFAULT_CSS = "Canvas { width: 1fr; height: 1fr; }"

    def __init__(self, draw: Draw, *, paper: bool = False, **given: Any):
        super().__init__(**given)
        self._draw, self._paper = draw, paper
        self._cells: Cells | None = None
        self._made: tuple[int, int, str] | None = None
        self._strips: list[Strip] = []

    def redraw(self) -> None:
        """What it shows may have changed: draw, and send only what looks different to the terminal."""
        if not self.is_attached or not self.size:
            self._made = None  # what was drawn before it was hidden is old by the time it is seen again
            return
        old, cells = self._cells, self.picture()
        if old is None or self._made != self._state or (old.chars, old.looks) != (cells.chars, cells.looks):
            self._take(cells)
            self.refresh()

    @property
    def _state(self) -> tuple[int, int, str]:
        return self.size.width, self.size.height, self.app.theme

    def _take(self, cells: Cells) -> None:
        self._cells, self._strips, self._made = cells, cells.strips(), self._state

    def picture(self) -> Cells:
        """The cells as they are now."""
        ink = ink_of(self.app)
        cells = Cells(self.size.width, self.size.height, ink, ink.page if self._paper else None)
        self._draw(cells)
        return cells

    def on_click(self, event: events.Click) -> None:
        """A key that is written here can be clicked."""
        key = self._cells.touched(event.x, event.y) if self._cells is not None else ""
        if key:
            event.stop()
            self.app.post_message(events.Key(key, strokes.character(key)))

    def render_line(self, y: int) -> Strip:
        """One row of the picture."""
        if self._made != self._state:
            self._take(self.picture())
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)


def put(widget: Widget, rect: Rect) -> None:
    """Where a widget stands, and how large it is."""
    widget.styles.offset = (rect.x, rect.y)
    widget.styles.width, widget.styles.height = rect.width, rect.height


def arrange(screen: Screen[Any], size: Size, places: Mapping[str, Rect]) -> None:
    """Put canvases where their names say; one without a row is away. In a window too small the head has all of it."""
    room = fits(size.width, size.height)
    for name, rect in places.items():
        canvas = screen.query_one(f"#{name}", Canvas)
        if not room:
            rect = Rect(0, 0, size.width, size.height if name == "head" else 0)
        canvas.display = rect.height > 0
        put(canvas, rect)
