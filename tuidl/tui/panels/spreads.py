"""Panels that say how numbers are spread: one layer's, or every layer's side by side."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Histogram, Spreads
from tuidl.tui.drawing import histogram as counts
from tuidl.tui.drawing import spreads as rows
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.panels.panel import Panel


class HistogramPanel(Panel):
    """How the numbers of one layer are spread; ``log = true`` begins with heights by the logarithm."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("l", "scale", later("heights log or linear"), show=False)]
    directions = "x"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.logarithmic = bool(self.options.get("log", False))

    def heading(self, data: Histogram | None) -> tuple[str, str]:
        """Its own title."""
        title = (
            data.title
            if data is not None
            else tr("{layer} histogram", layer=self.argument)
            if self.argument
            else self.panel
        )
        return title, tr("log count") if self.logarithmic else tr("count")

    def paint(self, cells: Cells, data: Histogram) -> None:
        """The bars."""
        counts.histogram(cells, data, self.cursor, self.logarithmic)

    def foot(self, data: Histogram) -> str:
        """The keys."""
        return f"{super().foot(data)} · {tr('l log count')}" if self.has_focus else ""

    def action_scale(self) -> None:
        """Heights by the count or by its logarithm."""
        self.logarithmic = not self.logarithmic
        self.redraw(afresh=True)

    def reading(self, data: Histogram) -> str:
        """One bin."""
        shown = counts.bins(data, self.inside.width)
        return counts.reading(data, self.cursor, self.inside.width) if self.cursor < len(shown) else ""

    def spot(self, data: Histogram, column: int, row: int) -> int | None:
        """The bin in a column."""
        shown = len(counts.bins(data, self.inside.width))
        pitch = max(1, self.inside.width // max(1, shown))
        k = (column - (self.inside.width - pitch * shown) // 2) // pitch
        return k if 0 <= k < shown else None

    def moved(self, data: Histogram, dx: int, dy: int) -> int | None:
        """The next bin."""
        shown = len(counts.bins(data, self.inside.width))
        return min(max(0 if self.cursor is None else self.cursor + dx, 0), shown - 1) if shown else None

    def value(self, data: Histogram) -> tuple[float, ...]:
        """The bin's number."""
        return (float(self.cursor),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Bins."""
        return min(60, inside.width), 1


class SpreadsPanel(Panel):
    """A row for each layer; ``log = true`` begins with the axis of sizes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "scale", later("sizes on a log axis, or outputs"), show=False)
    ]
    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.logarithmic = bool(self.options.get("log", False))

    def heading(self, data: Spreads | None) -> tuple[str, str]:
        """What lies along the axis."""
        return tr("outputs of every layer"), tr("|output| · log") if self.logarithmic else tr("output")

    def paint(self, cells: Cells, data: Spreads) -> None:
        """The rows."""
        rows.spreads(cells, data, self.logarithmic, self.cursor)

    def foot(self, data: Spreads) -> str:
        """The keys."""
        return f"{super().foot(data)} · {tr('l log axis')}" if self.has_focus else ""

    def action_scale(self) -> None:
        """The outputs themselves, or how large they are."""
        self.logarithmic = not self.logarithmic
        self.redraw(afresh=True)

    def reading(self, data: Spreads) -> str:
        """The share of one layer's outputs in one bar."""
        return rows.reading(data, self.logarithmic, *self.cursor)

    def spot(self, data: Spreads, column: int, row: int) -> tuple[int, int] | None:
        """Layer and bar in a cell."""
        return rows.place(data, self.logarithmic, (self.inside.width, self.inside.height), column, row, self.cursor)

    def moved(self, data: Spreads, dx: int, dy: int) -> tuple[int, int] | None:
        """The next bar or layer; it begins in the middle of the first."""
        field = rows.shown(data, self.logarithmic)
        if not data.layers or not field.width:
            return None
        layer, bar = self.cursor or (0, field.width // 2)
        if self.cursor is not None:
            layer, bar = layer + dy, bar + dx
        return min(max(layer, 0), len(data.layers) - 1), min(max(bar, 0), field.width - 1)

    def value(self, data: Spreads) -> tuple[float, ...]:
        """Layer and bar."""
        return tuple(map(float, self.cursor))

    def grid(self, inside: Size) -> tuple[int, int]:
        """Bars, and layers."""
        return max(8, inside.width - rows.LEFT), inside.height
