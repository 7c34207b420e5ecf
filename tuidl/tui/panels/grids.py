"""Panels of grids side by side: gates over time, attention, feature maps."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Grids
from tuidl.tui.drawing import grids as drawing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.number import count
from tuidl.tui.panels.panel import Panel


class GridsPanel(Panel):
    """Grids on one scale, each number read under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("m", "more", later("more of them"), show=False)]
    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.first = 0  # of the grids shown

    def heading(self, data: Grids | None) -> tuple[str, str]:
        """``memory gates``, how many there are, what the numbers mean."""
        title = f"{self.argument} {self.panel.partition(':')[0]}"
        if data is None:
            return title, ""
        return title, " · ".join(part for part in (count(data.total or len(data.grids)), data.note) if part)

    def paint(self, cells: Cells, data: Grids) -> None:
        """The grids."""
        room = self._room(data)
        if self.cursor is not None and not self._hovering:  # what the keys point at is seen
            self.first = min(max(self.first, self.cursor[0] - room + 1), self.cursor[0])
        self.first = min(self.first, max(len(data.grids) - room, 0))
        drawing.grids(cells, data, self.cursor, ": m" if room < len(data.grids) else "", self.first)

    def _room(self, data: Grids) -> int:
        found = drawing.tiling(data, *self.inside)
        return found.room(self.inside.height) if found is not None else 1

    def foot(self, data: Grids) -> str:
        """The keys."""
        more = self.has_focus and self._room(data) < len(data.grids)
        return " · ".join((super().foot(data), tr("m more"))) if more else super().foot(data)

    def action_more(self) -> None:
        """The next grids that have no room beside those that are shown; after the last ones the first."""
        data = self.shown()
        if isinstance(data, Grids):
            last, room = len(data.grids) - self._room(data), self._room(data)
            self.first = 0 if self.first >= last else min(self.first + room, last)
            self.cursor = None
            self.redraw(afresh=True)

    def reading(self, data: Grids) -> str:
        """One number."""
        return drawing.reading(data, self.cursor)

    def spot(self, data: Grids, column: int, row: int) -> drawing.Place | None:
        """The number in a cell."""
        return drawing.place(data, self.inside.width, self.inside.height, column, row, self.first)

    def moved(self, data: Grids, dx: int, dy: int) -> drawing.Place | None:
        """The next number; beyond a side that of the next grid."""
        if not data.grids:
            return None
        k, row, column = self.cursor or (0, 0, 0)
        if self.cursor is None:
            dx = dy = 0
        k = min(k, len(data.grids) - 1)
        column += dx
        if column >= data.grids[k].width and k + 1 < len(data.grids):
            k, column = k + 1, 0
        elif column < 0 and k > 0:
            k -= 1
            column = data.grids[k].width - 1
        grid = data.grids[k]
        return k, min(max(row + dy, 0), max(grid.height - 1, 0)), min(max(column, 0), max(grid.width - 1, 0))

    def value(self, data: Grids) -> tuple[float, ...]:
        """Grid, row and column."""
        return tuple(map(float, self.cursor))

    def grid(self, inside: Size) -> tuple[int, int]:
        """As many numbers as half rows."""
        return inside.width, max(4, inside.height * 2 // 3)
