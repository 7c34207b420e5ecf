"""The panel of an embedding."""

from textual.geometry import Size

from tuidl.language import tr
from tuidl.signals import Scatter
from tuidl.tui.drawing import scatter as drawing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.panels.panel import Panel


class ScatterPanel(Panel):
    """Tokens on a plane, and the nearest to the one that is chosen."""

    directions = "xy"

    def heading(self, data: Scatter | None) -> tuple[str, str]:
        """How many there are, what the sides are, and how far they reach."""
        title = tr("{layer} embedding", layer=self.argument)
        if data is None:
            return title, ""
        told = tr("{n} · two main directions", n=len(data.names))
        return title, " · ".join((told, *drawing.reach(data)))

    def paint(self, cells: Cells, data: Scatter) -> None:
        """The names."""
        drawing.scatter(cells, data, self.cursor)

    def reading(self, data: Scatter) -> str:
        """One name."""
        return drawing.reading(data, self.cursor)

    def spot(self, data: Scatter, column: int, row: int) -> int | None:
        """The name in a cell."""
        return drawing.at(data, self.inside.width, self.inside.height, column, row)

    def moved(self, data: Scatter, dx: int, dy: int) -> int | None:
        """The nearest name that way; it begins at the one chosen."""
        if not data.places:
            return None
        if self.cursor is None:
            return min(max(data.chosen, 0), len(data.places) - 1)
        return drawing.step(data, self.inside.width, self.inside.height, self.cursor, dx, dy)

    def value(self, data: Scatter) -> tuple[float, ...]:
        """The token's number."""
        return (float(self.cursor),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """As large as it is."""
        return inside.width, inside.height
