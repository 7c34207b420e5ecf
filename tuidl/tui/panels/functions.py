"""Panels of one function: what an activation does to a sum, what a loss makes of an answer."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Function
from tuidl.tui.drawing import function as drawing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.plot import Plot
from tuidl.tui.panels.panel import Panel


class FunctionPanel(Panel):
    """A curve, its slope, and where the run is on it; ``slope = false`` begins without the slope."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("g", "slope", later("with or without the slope"), show=False)]
    directions = "x"
    starts_with_slope: ClassVar[bool] = True
    logarithmic = False

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.slope = bool(self.options.get("slope", self.starts_with_slope))
        self._plot: Plot | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        """The curves that are drawn, the last in front."""
        return ("slope", "function") if self.slope else ("function",)

    def title(self) -> str:
        """What it is called without data."""
        return tr("{layer} activation", layer=self.argument)

    def heading(self, data: Function | None) -> tuple[str, str]:
        """``h1 activation``, ``tanh · range −1…1``."""
        if data is None:
            return self.title(), ""
        return self.title(), tr("{name} · range {span}", name=data.name, span=drawing.span(data.bounds))

    def paint(self, cells: Cells, data: Function) -> None:
        """Curves and bars."""
        self._plot = drawing.function(cells, data, self.cursor, self.roles, self.logarithmic)

    def foot(self, data: Function) -> str:
        """The one fact; with the focus, the keys."""
        return f"{super().foot(data)} · {tr('g slope')}" if self.has_focus else data.note

    def action_slope(self) -> None:
        """With or without the slope."""
        self.slope = not self.slope
        self.redraw(afresh=True)

    def reading(self, data: Function) -> str:
        """All values at the cursor."""
        return drawing.reading(data, self.cursor, self.roles)

    def _last(self, data: Function) -> int:
        return max((len(values) for *_, values in data.curves), default=0) - 1

    def spot(self, data: Function, column: int, row: int) -> int | None:
        """The place at a column."""
        plot = self._plot
        if plot is None or not plot.left <= column < plot.left + plot.width:
            return None
        return round((column - plot.left) / max(1, plot.width - 1) * self._last(data))

    def moved(self, data: Function, dx: int, dy: int) -> int | None:
        """The next place; it begins in the middle."""
        last = self._last(data)
        if last < 0:
            return None
        return (last + 1) // 2 if self.cursor is None else min(max(self.cursor + dx, 0), last)

    def value(self, data: Function) -> tuple[float, ...]:
        """The place's number."""
        return (float(self.cursor),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Two places a column."""
        return max(8, (inside.width - 6) * 2), inside.height


class LossOfPanel(FunctionPanel):
    """What the loss makes of an answer, beside other losses; or how hard each pulls there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "slope", later("the loss or its slope"), show=False),
        Binding("l", "scale", later("log or linear axis"), show=False),
    ]
    starts_with_slope = False

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.logarithmic = bool(self.options.get("log", False))

    @property
    def roles(self) -> tuple[str, ...]:
        """Losses, or slopes: not on one axis, for they are of different size."""
        return ("other slope", "slope") if self.slope else ("other", "function")

    def title(self) -> str:
        """See FunctionPanel."""
        return tr("loss of an answer")

    def heading(self, data: Function | None) -> tuple[str, str]:
        """``cross-entropy of p(right)``, or ``slope of the cross-entropy``."""
        if data is None:
            return self.title(), ""
        what = (
            tr("|dL/dz| of {loss}", loss=data.name)
            if self.slope
            else tr("{name} of {variable}", name=data.name, variable=data.variable)
        )
        started = self.view.started if self.view is not None else None
        facts = (*([tr("log")] if self.logarithmic else []), started.unit if started is not None else tr("nats"), what)
        return (tr("pull of the loss") if self.slope else self.title()), " · ".join(facts)

    def foot(self, data: Function) -> str:
        """The example shown; with the focus, the keys."""
        keys = f"{tr('g loss') if self.slope else tr('g slope')} · {tr('l log')}"
        return f"{Panel.foot(self, data)} · {keys}" if self.has_focus else data.note

    def action_scale(self) -> None:
        """Change between log and linear axis."""
        self.logarithmic = not self.logarithmic
        self.redraw(afresh=True)

    def moved(self, data: Function, dx: int, dy: int) -> int | None:
        """The next place; it begins where the example shown is."""
        if self.cursor is None:
            return drawing.nearest(data, data.here)
        return super().moved(data, dx, dy)
