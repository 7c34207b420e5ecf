"""Tensors: named places in the arena."""

from dataclasses import dataclass
from math import prod
from typing import Literal

LANES = 16  # words of a vector: rows start at multiples of it, and what fills a row up to it is zero

Role = Literal["param", "grad", "moment", "average", "state", "activation", "data"]
Kind = Literal["float", "int"]


def padded(size: int) -> int:
    """``size`` rounded up to whole vectors."""
    return -(-size // LANES) * LANES


@dataclass(slots=True)
class Tensor:
    """A named place: ``shape`` without padding; rows (the last dimension) lie ``stride`` words apart.

    ``place`` counts words from the start of ``region``, or from the tensor it is a view of.
    """

    name: str
    shape: tuple[int, ...]
    role: Role
    region: str
    kind: Kind = "float"
    place: int = 0
    base: "Tensor | None" = None
    tight: bool = False  # rows follow each other without padding
    timed: bool = False  # a sequence: time stands first, the batch second

    @property
    def example(self) -> tuple[int, ...]:
        """The shape of one example: without the batch."""
        return (self.shape[0], *self.shape[2:]) if self.timed else self.shape[1:]

    @property
    def stride(self) -> int:
        """Words from one row to the next; a vector of numbers is one row."""
        width = self.shape[-1] if self.shape else 1
        return width if self.tight else padded(width)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return prod(self.shape[:-1])

    @property
    def words(self) -> int:
        """Words taken, whole vectors."""
        return padded(self.rows * self.stride)

    @property
    def size(self) -> int:
        """Number of values, padding left out."""
        return prod(self.shape)

    @property
    def root(self) -> "Tensor":
        """The tensor whose memory this is."""
        return self.base.root if self.base else self


def seen_as(tensor: Tensor, shape: tuple[int, ...]) -> Tensor:
    """The same memory under another shape; ValueError if that has other rows or other words."""
    name = f"{tensor.name}[{'×'.join(map(str, shape))}]"
    seen = Tensor(name, shape, tensor.role, tensor.region, tensor.kind, base=tensor, tight=tensor.tight)
    if seen.rows * seen.stride != tensor.rows * tensor.stride:
        raise ValueError(f"{tensor.name} {tensor.shape} cannot be seen as {shape}")
    return seen


def side_by_side(tensor: Tensor) -> Tensor:
    """The same memory, its last two dimensions as one row: each block keeps its padding, which counts as columns."""
    columns = tensor.shape[-2] * tensor.stride
    return Tensor(
        f"{tensor.name}.blocks", (*tensor.shape[:-2], columns), tensor.role, tensor.region, tensor.kind, base=tensor
    )


def in_one_row(tensor: Tensor) -> Tensor:
    """The same memory as one vector, padding included."""
    return Tensor(f"{tensor.name}.row", (tensor.words,), tensor.role, tensor.region, tensor.kind, base=tensor)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A trainable tensor with its gradient; ``frozen``: it is not trained."""

    value: Tensor
    grad: Tensor
    frozen: bool = False
