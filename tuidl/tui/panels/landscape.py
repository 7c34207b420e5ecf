"""The panel of the loss over weight space."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.race import RaceView
from tuidl.signals import Surface
from tuidl.tui.drawing import surface as drawing
from tuidl.tui.drawing.boundary import at, place, side, top
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.number import compact
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.panels.panel import Panel
from tuidl.view import RunView

KEPT = len(drawing.LETTERS)


class SurfacePanel(Panel):
    """A slice of the loss with the way of this run and of those before it, as long as they have the same axes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "clear", later("forget earlier runs"), show=False)]
    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.before: tuple[drawing.Path, ...] = ()
        self._run: object = None
        self._race: RaceView | None = None
        self._chosen = 0
        self._last: Surface | None = None
        self._marks: tuple[str, ...] = ()
        self._own = ""

    def compete(self, race: RaceView | None, chosen: int) -> None:
        """Show the ways of all contestants of a race over the loss as the chosen one has it; None: the run again."""
        self._race, self._chosen = race, chosen

    def data(self, view: RunView) -> tuple[Surface, tuple[drawing.Path, ...]] | None:
        """This run's picture, and the ways of earlier runs."""
        signal = view.signals.get(self.panel)
        if not isinstance(signal, Surface):
            return None
        if self._race is not None:
            return signal, self._others(self._race, signal)
        if view.started is not self._run and self._last is not None and len(self._last.path) > 2:
            self.before = (*self.before, self._last.path)[-KEPT:]
        if self._last is not None and self._last.axes != signal.axes:
            self.before = ()
        self._run, self._last = view.started, signal
        return signal, self.before

    def _others(self, race: RaceView, signal: Surface) -> tuple[drawing.Path, ...]:
        """The ways of the other contestants that can be shown on this one's plane: those over the same two weights."""
        lanes = ink_of(self.app).glyphs.lanes
        found, marks = [], []
        for k in range(len(race.names)):
            other = race.lanes[k, 0].signals.get(self.panel)
            if k != self._chosen and isinstance(other, Surface) and other.axes == signal.axes:
                found.append(other.path)
                marks.append(lanes[k % len(lanes)])
        self._marks, self._own = tuple(marks), lanes[self._chosen % len(lanes)]
        return tuple(found)

    def heading(self, data: tuple[Surface, tuple[drawing.Path, ...]] | None) -> tuple[str, str]:
        """The two directions; weights as the lesson's ``names`` call them."""
        if data is None:
            return tr("loss surface"), ""
        right, up = data[0].axes
        if right.endswith("]") and up.endswith("]"):
            right, up = self.options.get("names", (right, up))
        return tr("loss surface"), f"→ {right} · ↑ {up}"

    def paint(self, cells: Cells, data: tuple[Surface, tuple[drawing.Path, ...]]) -> None:
        """The plane and the paths."""
        marks, own = (self._marks, self._own) if self._race is not None else ((), "")
        drawing.surface(cells, data[0], self.cursor, data[1], marks, own)

    def foot(self, data: tuple[Surface, tuple[drawing.Path, ...]]) -> str:
        """Range and loss now; with the focus, the keys."""
        if self.has_focus:
            return super().foot(data) + (f" · {tr('c forget earlier runs')}" if data[1] and self._race is None else "")
        (a, b), (c, d) = data[0].x_range, data[0].y_range
        ends = f"x {compact(a)}…{compact(b)} · y {compact(c)}…{compact(d)}"
        return f"{drawing.walked(data[0])} · {ends}"

    def action_clear(self) -> None:
        """Forget the ways of earlier runs."""
        self.before = ()
        self.redraw(afresh=True)

    def reading(self, data: tuple[Surface, tuple[drawing.Path, ...]]) -> str:
        """The loss at the cursor."""
        return drawing.reading(data[0], *self.cursor)

    def _side(self) -> int:
        return side(Cells(*self.inside, DARK))

    def spot(self, data: Any, column: int, row: int) -> tuple[float, float] | None:
        """The point in a cell."""
        size = self._side()
        column -= (self.inside.width - size) // 2
        row -= top(Cells(*self.inside, DARK))
        return at(data[0], column, row, size) if 0 <= column < size and 0 <= row < size // 2 else None

    def moved(self, data: Any, dx: int, dy: int) -> tuple[float, float] | None:
        """One cell on; it begins where the run stands."""
        size = self._side()
        if size < 2:
            return None
        start = self.cursor or (data[0].path[-1] if data[0].path else None)
        if start is None:
            return at(data[0], size // 2, size // 4, size)
        column, half = place(data[0], start[0], start[1], size)
        if self.cursor is None:
            dx = dy = 0
        return at(data[0], min(max(column + dx, 0), size - 1), min(max(half // 2 + dy, 0), size // 2 - 1), size)

    def value(self, data: Any) -> tuple[float, ...]:
        """The point."""
        return tuple(self.cursor)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Square pixels."""
        size = side(Cells(*inside, DARK))
        return size, size
