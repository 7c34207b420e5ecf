"""Which part of a tensor is shown as a table, and what stands along its edges."""

from dataclasses import dataclass
from math import prod

import numpy as np

from tuidl.kernels import Array
from tuidl.program import Tensor
from tuidl.signals import Field, Stretch
from tuidl.train.microscope.naming import short
from tuidl.train.microscope.places import Index
from tuidl.train.microscope.spelling import Moment

ROWS, COLUMNS = 24, 16  # numbers of a table that are sent
MAP = 48  # rows and columns of the small pictures


@dataclass(frozen=True)
class Layout:
    """How a shape lies in tables: the dimension down, the one along (−1: a vector, in one row), the others by number.

    Images lie by their pixels, kernels by their places, everything else by its last two dimensions of more than one.
    """

    shape: Index
    down: int
    along: int

    @classmethod
    def of(cls, tensor: Tensor) -> "Layout":
        """The layout of a tensor."""
        shape = tensor.shape
        learnt = tensor.role in ("param", "grad", "moment", "average")
        if learnt and (len(shape) == 2 or (len(shape) == 4 and shape[0] * shape[1] > 1)):
            return cls(shape, 0, 1)
        if len(shape) == 4 and shape[0] == 1 and shape[1] * shape[2] > 1 and not tensor.timed:
            return cls(shape, 1, 2)
        large = [axis for axis, size in enumerate(shape) if size > 1]
        along = large[-1] if large else len(shape) - 1
        return cls(shape, large[-2] if len(large) > 1 else -1, along)

    @property
    def others(self) -> tuple[int, ...]:
        """Dimensions that are neither down nor along."""
        return tuple(axis for axis in range(len(self.shape)) if axis not in (self.down, self.along))

    @property
    def height(self) -> int:
        """Rows of a table."""
        return self.shape[self.down] if self.down >= 0 else 1

    @property
    def width(self) -> int:
        """Columns of a table."""
        return self.shape[self.along]

    @property
    def planes(self) -> int:
        """How many tables there are."""
        return prod(self.shape[axis] for axis in self.others)

    def index(self, plane: int, row: int, column: int) -> Index:
        """The place in the tensor; numbers beyond the ends are led back to them."""
        found = [0] * len(self.shape)
        rest = min(max(plane, 0), self.planes - 1)
        for axis in reversed(self.others):
            rest, found[axis] = divmod(rest, self.shape[axis])
        if self.down >= 0:
            found[self.down] = min(max(row, 0), self.height - 1)
        found[self.along] = min(max(column, 0), self.width - 1)
        return tuple(found)

    def place(self, index: Index) -> tuple[int, int, int]:
        """Plane, row and column of a place in the tensor."""
        plane = 0
        for axis in self.others:
            plane = plane * self.shape[axis] + index[axis]
        return plane, index[self.down] if self.down >= 0 else 0, index[self.along]

    def table(self, values: Array, plane: int) -> Array:
        """One table, (height, width)."""
        at: list[int | slice] = list(self.index(plane, 0, 0))
        at[self.along] = slice(None)
        if self.down >= 0:
            at[self.down] = slice(None)
        found: Array = values[tuple(at)]
        return found if found.ndim == 2 else found[None]


def start(at: int, size: int, room: int) -> int:
    """The first row or column of a part with ``at`` in its middle."""
    return min(max(at - room // 2, 0), max(size - room, 0))


def field(table: Array, reach: float) -> Field:
    """A small picture: of a table larger than the picture its upper left part."""
    cut = np.asarray(table[:MAP, :MAP], np.float64)
    return Field.of(cut.tolist(), -reach or -1.0, reach or 1.0)


def reach(values: Array) -> float:
    """The largest finite |number|."""
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def sizes(values: Array) -> tuple[float, float]:
    """|max| and norm; NaN if anything is."""
    with np.errstate(all="ignore"):
        return float(np.abs(values).max()), float(np.sqrt((values.astype(np.float64) ** 2).sum()))


def numbers(values: Array) -> tuple[float, ...]:
    """As plain numbers."""
    return tuple(map(float, values))


def stretch(moment: Moment, operand: str, values: Array, label: str = "") -> Stretch:
    """Numbers along an edge, called as their tensor."""
    tensor = moment.instruction.operands[operand]
    assert isinstance(tensor, Tensor)
    return Stretch(label or short(tensor), tensor.root.name, numbers(values))
