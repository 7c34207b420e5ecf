"""Panels over the plane of two inputs: the boundary, and one unit's answer."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Boundary, Fit
from tuidl.tui.drawing import fit as curve
from tuidl.tui.drawing.boundary import at, boundary, place, reading, side, top
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.number import tick
from tuidl.tui.drawing.plot import Plot
from tuidl.tui.panels.panel import Panel


class BoundaryPanel(Panel):
    """What the net answers over the plane, with the points; of a net with one input the curve that it has learnt."""

    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._plot: Plot | None = None

    def heading(self, data: Boundary | Fit | None) -> tuple[str, str]:
        """The range of the plane."""
        if data is None:
            return tr("boundary"), ""
        if isinstance(data, Fit):
            return tr("fit"), tr(
                "{curves} over {feature}", curves=" ".join(name for name, _ in data.curves[:1]), feature=data.feature
            )
        (a, b), (c, d) = data.x_range, data.y_range
        both = f"x, y {tick(a)}…{tick(b)}" if (a, b) == (c, d) else f"x {tick(a)}…{tick(b)} · y {tick(c)}…{tick(d)}"
        return (tr("fit"), f"{data.target} · {both}") if data.target else (tr("boundary"), both)

    def foot(self, data: Boundary | Fit) -> str:
        """What the colours say; with the focus, the keys."""
        if self.has_focus or isinstance(data, Fit) or data.target or data.units:
            return super().foot(data)
        if len(data.classes) == 2:
            return tr("colour p({name}) 0…1", name=data.classes[1])
        return tr("colour: the class that wins")

    def _side(self) -> int:
        return side(Cells(*self.inside, DARK))

    def paint(self, cells: Cells, data: Boundary | Fit) -> None:
        """The plane or the curve, points and legend."""
        if isinstance(data, Fit):
            self._plot = curve.fit(cells, data, self.cursor[0] if self.cursor else None)
        else:
            boundary(cells, data, self.cursor)

    def reading(self, data: Boundary | Fit) -> str:
        """The answer at the cursor."""
        if isinstance(data, Fit):
            return curve.reading(data, self.cursor[0])
        return reading(data, *self.cursor)

    def spot(self, data: Boundary | Fit, column: int, row: int) -> tuple[float, float] | None:
        """The point of the plane in a cell."""
        if isinstance(data, Fit):
            return (self._plot.at(column), 0.0) if self._plot is not None and column >= self._plot.left else None
        size = self._side()
        column -= (self.inside.width - size) // 2
        row -= top(Cells(*self.inside, DARK))
        return at(data, column, row, size) if 0 <= column < size and 0 <= row < size // 2 else None

    def moved(self, data: Boundary | Fit, dx: int, dy: int) -> tuple[float, float] | None:
        """One cell on; it begins in the middle."""
        if isinstance(data, Fit):
            plot = self._plot
            if plot is None:
                return None
            return plot.at(plot.column(self.cursor[0]) + dx if self.cursor else plot.left + plot.width // 2), 0.0
        size = self._side()
        if size < 2:
            return None
        if self.cursor is None:
            return at(data, size // 2, size // 4, size)
        column, half = place(data, self.cursor[0], self.cursor[1], size)
        return at(data, min(max(column + dx, 0), size - 1), min(max(half // 2 + dy, 0), size // 2 - 1), size)

    def value(self, data: Boundary | Fit) -> tuple[float, ...]:
        """x1 and x2."""
        return tuple(self.cursor)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Square pixels."""
        size = side(Cells(*inside, DARK))
        return size, size


class UnitPanel(BoundaryPanel):
    """What one unit of a layer does: the one chosen in the network, or by ``u`` and ``U``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "unit(1)", later("next unit"), show=False),
        Binding("U", "unit(-1)", later("unit before"), show=False),
    ]

    def heading(self, data: Boundary | Fit | None) -> tuple[str, str]:
        """``h1 unit 3``, ``of 6``."""
        if not isinstance(data, Boundary):
            return tr("{layer} unit", layer=self.argument), ""
        return tr("{layer} unit {unit}", layer=self.argument, unit=data.unit + 1), (
            f"{tr('of {n}', n=data.units)} · {super().heading(data)[1]}"
        )

    def foot(self, data: Boundary | Fit) -> str:
        """The keys."""
        return f"{tr('u next unit')} · {super().foot(data)}" if self.has_focus else ""

    def action_unit(self, by: int) -> None:
        """Ask for another unit."""
        data = self.shown()
        if isinstance(data, Boundary) and data.units:
            self.post_message(self.Chosen(self.panel, (float((data.unit + by) % data.units),)))

    def value(self, data: Boundary | Fit) -> tuple[float, ...]:
        """The unit: a point of the plane changes nothing here."""
        return (float(data.unit) if isinstance(data, Boundary) else 0.0,)
