"""The panel of the network: every unit's answer over the plane, and the links between them."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Boundary, NetworkPicture
from tuidl.tui.drawing import links
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.layout import Layout, label, layout, units
from tuidl.tui.drawing.network import network
from tuidl.tui.drawing.number import count, precise
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.weight import KEYS, Number, step


class NetworkPanel(Panel):
    """Units and links. The cursor is at a unit, (layer, unit), or at what leads into it, (layer, unit, which): one of
    its weights, and after the last of them its bias."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "into(1)", later("next weight into the unit"), show=False),
        Binding("left_square_bracket", "into(-1)", later("weight before"), show=False),
        *KEYS,
    ]
    directions = "xy"
    interval = 0.5

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.layout_shown = Layout(0, 0, {})

    def heading(self, data: NetworkPicture | None) -> tuple[str, str]:
        """``2-6-6-1 · tanh · 67 parameters``."""
        if data is None:
            return tr("network"), ""
        hidden = list(dict.fromkeys(name for name in data.activations[:-1] or data.activations if name))
        facts = ["-".join(map(str, data.sizes)), *hidden[:1], tr("{n} parameters", n=count(data.parameters))]
        return tr("network"), " · ".join(facts)

    def paint(self, cells: Cells, data: NetworkPicture) -> None:
        """Pictures and links."""
        unit = None if self.cursor is None else self.cursor[:2]
        self.layout_shown = network(cells, data, unit, self._answer(data), self._link(data))

    def _answer(self, data: NetworkPicture) -> str:
        """``p(orange)`` where the only output is a probability and the classes are known."""
        if self.view is None:
            return ""
        classes, plane = self.view.started.classes if self.view.started else (), self.view.signals.get("boundary")
        classes = classes or (plane.classes if isinstance(plane, Boundary) else ())
        return f"p({classes[1]})" if len(classes) == 2 and data.activations[-1:] == ("sigmoid",) else ""

    # ---- what leads into a unit --------------------------------------------------------------------------------

    @staticmethod
    def _into(data: NetworkPicture, layer: int, unit: int) -> list[float]:
        """The weights into a unit that are known, from the first unit of the layer before."""
        rows = data.weights[layer - 1] if 0 < layer <= len(data.weights) else ()
        return [row[unit] for row in rows if unit < len(row)]

    @staticmethod
    def _bias(data: NetworkPicture, layer: int, unit: int) -> float | None:
        row = data.biases[layer - 1] if 0 < layer <= len(data.biases) else ()
        return row[unit] if unit < len(row) else None

    def _link(self, data: NetworkPicture) -> links.Link | None:
        """The link under the cursor."""
        if self.cursor is None or len(self.cursor) < 3:
            return None
        layer, unit, which = self.cursor
        return (layer - 1, which, unit) if which < len(self._into(data, layer, unit)) else None

    def action_into(self, by: int) -> None:
        """The cursor to the next weight into the unit, after the last to its bias, then back to the unit."""
        data = self.shown()
        if data is None:
            return
        cursor = self.cursor or self.moved(data, 0, 0)
        if cursor is None:
            return
        layer, unit = cursor[:2]
        many = len(self._into(data, layer, unit)) + (self._bias(data, layer, unit) is not None)
        which = (cursor[2] if len(cursor) > 2 else -1 if by > 0 else many) + by
        self._hovering = False
        self._point(data, (layer, unit, which) if 0 <= which < many else (layer, unit), tell=False)

    def reading(self, data: NetworkPicture) -> str:
        """A weight with its last change, a bias, or a unit with what leads into it."""
        layer, unit = self.cursor[:2]
        into, bias, named = self._into(data, layer, unit), self._bias(data, layer, unit), self._named(data, layer, unit)
        if len(self.cursor) > 2 and self.cursor[2] < len(into):
            which = self.cursor[2]
            moved = self._moved(data, layer, unit, which)
            source = label(data, layer - 1, which)
            facts = [f"{source} → {named}", *([tr("last step {change}", change=precise(moved))] if moved else [])]
            return " · ".join((*facts, tr("weight {value}", value=precise(into[which]))))
        if len(self.cursor) > 2:
            return tr("{unit} · bias {value}", unit=named, value=precise(bias)) if bias is not None else named
        name = data.names[layer] if layer < len(data.names) else ""
        if not into:
            return f"{named} · {tr('input')}"
        facts = [
            named,
            name,
            tr("{n} weights in", n=len(into)),
            *([tr("bias {bias}", bias=precise(bias))] if bias is not None else []),
        ]
        return " · ".join(fact for fact in facts if fact)

    def _named(self, data: NetworkPicture, layer: int, unit: int) -> str:
        return label(data, layer, unit, self._answer(data)) if layer < len(units(data)) else ""

    @staticmethod
    def _moved(data: NetworkPicture, layer: int, unit: int, which: int) -> float:
        """What the last step did to a weight; 0 if that is not known."""
        try:
            return data.changes[layer - 1][which][unit]
        except IndexError:
            return 0.0

    def number(self, data: NetworkPicture) -> Number | None:
        """The weight under the cursor, or the bias of the unit."""
        if self.cursor is None or not 0 < self.cursor[0] < len(data.names):
            return None
        layer, unit = self.cursor[:2]
        into, bias, tensor = self._into(data, layer, unit), self._bias(data, layer, unit), data.names[layer]
        named, which = self._named(data, layer, unit), self.cursor[2] if len(self.cursor) > 2 else len(into)
        rows = data.weights[layer - 1] if layer <= len(data.weights) else ()
        far = step(max((abs(weight) for row in rows for weight in row), default=0.0))
        if which < len(into):
            return Number(
                tr("weight {from_unit} → {to_unit}", from_unit=label(data, layer - 1, which), to_unit=named),
                f"{tensor}.weight[{which},{unit}]",
                into[which],
                far,
            )
        return None if bias is None else Number(tr("bias of {unit}", unit=named), f"{tensor}.bias[{unit}]", bias, far)

    def foot(self, data: NetworkPicture) -> str:
        """The keys."""
        return f"{super().foot(data)} · {tr('[ ] weights')}" if self.has_focus else ""

    # ---- the cursor ----------------------------------------------------------------------------------------------

    def spot(self, data: NetworkPicture, column: int, row: int) -> tuple[int, ...] | None:
        """The unit in a cell, else the link that runs there."""
        unit = self.layout_shown.unit_at(column, row)
        if unit is not None:
            return unit
        plain = self.is_attached and ink_of(self.app).ansi
        link = links.at(data, self.layout_shown, column, row, plain)
        return None if link is None else (link[0] + 1, link[2], link[1])

    def moved(self, data: NetworkPicture, dx: int, dy: int) -> tuple[int, ...] | None:
        """The next unit, or the nearest one of the next layer; it begins at the last hidden layer."""
        shown = units(data)
        if not shown:
            return None
        if self.cursor is None:
            return max(0, len(shown) - 2), 0
        layer = min(max(self.cursor[0] + dx, 0), len(shown) - 1)
        before, now = shown[min(self.cursor[0], len(shown) - 1)], shown[layer]
        unit = self.cursor[1] if not dx else self.cursor[1] * now // max(1, before)
        return layer, min(max(unit + dy, 0), max(0, now - 1))

    def value(self, data: NetworkPicture) -> tuple[float, ...]:
        """Layer and unit."""
        return tuple(map(float, self.cursor[:2]))

    def grid(self, inside: Size) -> tuple[int, int]:
        """Pixels of one unit's picture."""
        data = self.shown()
        found = layout(Cells(*inside, DARK), data) if data is not None else None
        return (found.wide, found.tall * 2) if found is not None and found.wide else (10, 10)
