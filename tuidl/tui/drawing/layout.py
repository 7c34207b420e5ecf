"""Where the units of a network stand, and what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tuidl.signals import NetworkPicture
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.field import whole

Unit = tuple[int, int]  # layer, unit
Label = Literal["above", "beside", "none"]
BESIDE = 4  # columns of a label at the left of its picture, with the blank after it


@dataclass(frozen=True, slots=True)
class Layout:
    """Size of a unit's picture in cells, the left top corner of each, and where its label stands."""

    wide: int
    tall: int
    corners: dict[Unit, tuple[int, int]]
    label: Label = "above"

    def unit_at(self, column: int, row: int) -> Unit | None:
        """The unit whose picture or label is there."""
        above = 1 if self.label == "above" else 0
        for unit, (x, y) in self.corners.items():
            if x <= column < x + self.wide and y - above <= row < y + self.tall:
                return unit
        return None


def units(signal: NetworkPicture) -> list[int]:
    """Units drawn of each layer: those with a plane, or those with weights where there are no planes."""
    counts = [len(planes) for planes in signal.planes]
    for gap, rows in enumerate(signal.weights[: max(0, len(counts) - 1)]):
        counts[gap] = counts[gap] or len(rows)
        counts[gap + 1] = counts[gap + 1] or len(rows[0] if rows else ())
    return counts


def layout(cells: Cells, signal: NetworkPicture) -> Layout:
    """The largest pictures for which every column of units fits; ends stand in the middle.

    A label stands above each; where that leaves one row for the picture, at its left.
    """
    layers = units(signal)
    most, count = max(layers, default=0), len(layers)
    bare = not any(whole(plane) for planes in signal.planes for plane in planes)
    largest = 1 if bare else 5 if most > 2 else 7
    where: Label = "above"
    for tall, where in _sizes(largest):
        rows, columns = tall + (where == "above"), tall * 2 + (BESIDE if where == "beside" else 0)
        if most * rows <= cells.height and count * columns <= cells.width * 0.66:
            break
    else:
        tall, where = 1, "none"
        layers = [min(n, cells.height) for n in layers]
        most = max(layers, default=0)
    if most < 1 or count * tall * 2 > cells.width:
        return Layout(0, 0, {})
    wide, corners, above = tall * 2, {}, int(where == "above")
    first = BESIDE if where == "beside" else 0
    free = cells.width - first - count * wide
    shares = {4: (0.28, 0.72), 5: (0.2, 0.5, 0.8)}.get(count, [i / max(1, count - 1) for i in range(1, count - 1)])
    lefts = [0, *(int(free * s) + wide * i for i, s in enumerate(shares, 1)), free + wide * (count - 1)][:count]
    step = tall + above
    for layer, n in enumerate(layers):
        pitch = min(cells.height / max(1, n), step * 2) if n < most else max(step, cells.height // most)
        begin = (cells.height - pitch * (n - 1) - step) / 2
        for k in range(n):
            corners[layer, k] = (first + lefts[layer], max(above, int(begin + pitch * k) + above))
    return Layout(wide, tall, corners, where)


def _sizes(largest: int) -> Iterator[tuple[int, Label]]:
    """Rows of a picture and the place of its label, the best first."""
    yield from ((tall, "above") for tall in range(largest, 1, -1))
    yield from ((tall, "beside") for tall in range(min(3, largest), 0, -1))
    yield 1, "above"
    yield 1, "none"


def label(signal: NetworkPicture, layer: int, unit: int, answer: str = "") -> str:
    """``x1`` for inputs, ``a1``, ``b1`` for hidden units, ``answer`` or the layer's name for the last."""
    if layer == 0:
        return signal.units[unit] if unit < len(signal.units) else f"x{unit + 1}"
    if layer == len(signal.planes) - 1:
        name = signal.names[layer] if layer < len(signal.names) else "out"
        return answer or name if units(signal)[layer] == 1 else f"{name[:4]}{unit + 1}"
    return f"{'abcdefghijklmnopqrstuvw'[(layer - 1) % 23]}{unit + 1}"


def value_of(signal: NetworkPicture, layer: int, unit: int) -> float | None:
    """What a unit says of the example under the cursor; None if none is followed."""
    row = signal.at if layer == 0 else signal.outputs[layer - 1] if layer <= len(signal.outputs) else ()
    return row[unit] if unit < len(row) else None
