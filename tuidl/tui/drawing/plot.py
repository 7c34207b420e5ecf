"""Where a chart lies on its cells: from values to columns and rows, and back."""

from dataclasses import dataclass

from tuidl.tui.drawing.axis import Axis


@dataclass(frozen=True, slots=True)
class Plot:
    """``width`` × ``height`` cells of curves, right of the labels; the first is column ``left`` of the first row."""

    x: Axis
    y: Axis
    left: int
    width: int
    height: int

    def column(self, value: float) -> int:
        """The column of a value on the x axis, cut to the plot."""
        return self.left + min(max(int(self.x.unit(value) * (self.width - 1) + 0.5), 0), self.width - 1)

    def row(self, value: float) -> int:
        """The row of a value on the y axis, cut to the plot."""
        place = self.y.unit(value)
        place = 0.0 if place != place else min(max(place, 0.0), 1.0)
        return int((1 - place) * (self.height * 4 - 1) + 0.5) // 4

    def at(self, column: int) -> float:
        """The value on the x axis at a column."""
        return self.x.value(min(max((column - self.left) / max(1, self.width - 1), 0.0), 1.0))
