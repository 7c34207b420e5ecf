"""The panel of the gradient by distance."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Distance
from tuidl.tui.drawing import distance as drawing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.plot import Plot
from tuidl.tui.panels.panel import Panel


class DistancePanel(Panel):
    """How far back in time a layer learns; ``log = false`` begins with a linear axis."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("l", "scale", later("log or linear axis"), show=False)]
    directions = "x"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.logarithmic = bool(self.options.get("log", True))
        self._plot: Plot | None = None

    def heading(self, data: Distance | None) -> tuple[str, str]:
        """``h gradient by distance``, the scale and what is measured."""
        title = tr("{layer} gradient by distance", layer=self.argument)
        if data is None:
            return title, ""
        started = self.view.started if self.view is not None else None
        unit = started.unit if started is not None else tr("nats")
        facts = (
            unit,
            *([tr("log")] if self.logarithmic else []),
            tr("rms of dL/dx"),
            tr("{n} examples", n=data.examples),
        )
        return title, " · ".join(facts)

    def paint(self, cells: Cells, data: Distance) -> None:
        """The curves."""
        limits = self.options.get("range")
        limits = (float(limits[0]), float(limits[1])) if limits else None
        self._plot = drawing.distance(cells, data, self.cursor, self.logarithmic, limits)

    def foot(self, data: Distance) -> str:
        """How much is left far back; with the focus, the keys."""
        keys = f"{super().foot(data)} · {tr('l linear axis') if self.logarithmic else tr('l log axis')}"
        return keys if self.has_focus else drawing.fall(data)

    def action_scale(self) -> None:
        """Change between log and linear axis."""
        self.logarithmic = not self.logarithmic
        self.redraw(afresh=True)

    def reading(self, data: Distance) -> str:
        """Both numbers at the cursor."""
        return drawing.reading(data, self.cursor)

    def spot(self, data: Distance, column: int, row: int) -> int | None:
        """The distance at a column."""
        plot = self._plot
        if plot is None or not plot.left <= column < plot.left + plot.width:
            return None
        return min(round(plot.at(column)), self._last(data))

    @staticmethod
    def _last(data: Distance) -> int:
        return max(len(data.now), len(data.start)) - 1

    def moved(self, data: Distance, dx: int, dy: int) -> int | None:
        """One moment farther back; it begins at the last."""
        last = self._last(data)
        return None if last < 0 else min(max(0 if self.cursor is None else self.cursor + dx, 0), last)

    def value(self, data: Distance) -> tuple[float, ...]:
        """The distance."""
        return (float(self.cursor),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Two dots a column."""
        return inside.width * 2, inside.height
