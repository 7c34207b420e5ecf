"""Networks that part and meet again: Residual and Parallel.

Both use a tensor more than once; the builder's tape adds the gradients of its uses.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.sequential import Sequential
from tuidl.program import Builder, Tensor


class Residual(Layer):
    """y = x + f(x), f the layers inside; dx = dy + the gradient through f (He et al. 2016).

    Shapes: x, f(x) and y are alike.
    """

    kind = "residual"

    def __init__(self, *layers: Layer, name: str | None = None) -> None:
        super().__init__(name)
        if not layers:
            raise ValueError(tr("Residual needs at least one layer"))
        self.layers = tuple(layers)
        self._inside = Sequential(*layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        return added(self, [x, self._inside.build(x, emit)], emit)

    def describe(self) -> str:
        """See Layer."""
        return f"Residual({', '.join(layer.describe() for layer in self.layers)})"


class Parallel(Layer):
    """Every branch reads x. ``join`` "add": y = the sum of what they give; "concat": y = their features in one row.

    A branch is a layer, or a Sequential of several. Gradients: dx is the sum of those through the branches, each of
    which gets dy ("add") or its part of dy ("concat"). Shapes: alike ("add"), alike but for the last dimension
    ("concat").
    """

    kind = "parallel"

    def __init__(self, *branches: Layer, join: Literal["add", "concat"] = "add", name: str | None = None) -> None:
        super().__init__(name)
        if not branches:
            raise ValueError(tr("Parallel needs at least one branch"))
        if join not in ("add", "concat"):
            raise ValueError(tr("Parallel joins by 'add' or 'concat', not {join!r}", join=join))
        self.branches, self.join = tuple(branches), join
        Sequential(*branches)  # gives names

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.branches)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        made = [emit.layer(branch, x) for branch in self.branches]
        return (added if self.join == "add" else in_one_row)(self, made, emit)

    def describe(self) -> str:
        """See Layer."""
        return f"Parallel({', '.join(layer.describe() for layer in self.branches)}, join='{self.join}')"


def _agree(layer: Layer, parts: Sequence[Tensor], dims: slice) -> None:
    """ValueError in one sentence unless the parts are features of the same shape."""
    for part in parts:
        if part.kind != "float" or len(part.shape) != len(parts[0].shape) or part.shape[dims] != parts[0].shape[dims]:
            shapes = ", ".join(" × ".join(map(str, each.shape[1:])) or tr("one token") for each in parts)
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) cannot join what it has: {shapes}; give its layers sizes that fit",
                    name=layer.name,
                    kind=layer.kind,
                    shapes=shapes,
                )
            )


def added(layer: Layer, parts: Sequence[Tensor], emit: Builder, name: str = "out") -> Tensor:
    """Emit y = the sum of the parts."""
    _agree(layer, parts, slice(None))
    total = parts[0]
    for number, part in enumerate(parts[1:], 2):
        y = emit.tensor(name if number == len(parts) else f"sum_{number}", total.shape)
        emit("sum.add", a=total, b=part, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("sum.backward", dy=dy, dx=dx)

        emit.backward(total, y, backward)
        emit.backward(part, y, backward)
        total = y
    return total


def in_one_row(layer: Layer, parts: Sequence[Tensor], emit: Builder, name: str = "out") -> Tensor:
    """Emit y = the parts, end to end along the last dimension."""
    _agree(layer, parts, slice(0, -1))
    y = emit.tensor(name, (*parts[0].shape[:-1], sum(part.shape[-1] for part in parts)))
    start = 0
    for part in parts:
        emit("concat.put", x=part, y=y, first=start)

        def backward(dy: Tensor, dx: Tensor | None, first: int = start) -> None:
            if dx is not None:
                emit("concat.take", dy=dy, dx=dx, first=first)

        emit.backward(part, y, backward)
        start += part.shape[-1]
    return y
