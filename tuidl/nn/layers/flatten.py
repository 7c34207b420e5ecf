"""Flatten and Reshape: the same numbers in the same order, under another shape."""

from collections.abc import Sequence
from math import prod

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer, Misfit, expect_whole
from tuidl.program import Builder, Tensor

KINDS = {1: "rows", 2: "sequence", 3: "shape"}  # numbers of an example's dimensions: what operations on it are called


class Flatten(Layer):
    """y = x as rows, in the order height, width, channel or time, channel; dx = dy as x was.

    Shapes: x (n, h, w, c) or (time, n, c), y (n, h w c) or (n, time c).
    """

    kind = "flatten"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        return _rows(self, x, "out", emit)


class Reshape(Layer):
    """y = x in the same order under another ``shape`` of an example; dx = dy as x was.

    ``shape``: (features,) for rows, (time, channels) for sequences, (height, width, channels) for images; one of its
    sizes may be −1, which is what is left. Shapes: x of any such shape, y (n, features), (time, n, channels) or
    (n, height, width, channels).

    ValueError if the shape is none of these or has another number of values.
    """

    kind = "reshape"

    def __init__(self, shape: Sequence[int], *, name: str | None = None) -> None:
        super().__init__(name)
        self.shape = tuple(shape)
        whole = all(isinstance(size, int) and (size > 0 or size == -1) for size in self.shape)
        if len(self.shape) not in KINDS or not whole or self.shape.count(-1) > 1:
            raise ValueError(
                tr(
                    "Reshape needs (features,), (time, channels) or (height, width, channels), not {shape}",
                    shape=self.shape,
                )
            )

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        count, given = prod(x.example), prod(size for size in self.shape if size > 0)
        shape = tuple(count // given if size < 0 else size for size in self.shape)
        if x.kind != "float" or prod(shape) != count:
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) cannot give {example} the shape {shape}; choose one with {count} values",
                    name=self.name,
                    kind=self.kind,
                    example=" × ".join(map(str, x.example)),
                    shape=" × ".join(map(str, self.shape)),
                    count=count,
                )
            )
        if shape == x.example:
            return x
        expect_whole(self, x, emit)
        if len(shape) == 1:
            return _rows(self, x, "out", emit)
        rows = _rows(self, x, "rows", emit)
        kind, samples = KINDS[len(shape)], rows.shape[0]
        y = emit.tensor("out", (shape[0], samples, shape[1]) if len(shape) == 2 else (samples, *shape))
        emit(f"{kind}.unflatten", x=rows, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit(f"{kind}.flatten", x=dy, y=dx)

        emit.backward(rows, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"Reshape({self.shape})"


def _rows(layer: Layer, x: Tensor, name: str, emit: Builder) -> Tensor:
    """Emit y = x as rows; x itself if it is already."""
    if x.kind != "float" or len(x.example) not in KINDS:
        raise Misfit(
            tr("layer '{name}' ({kind}) needs numbers, but its input is tokens", name=layer.name, kind=layer.kind)
        )
    if len(x.shape) == 2:
        return x
    expect_whole(layer, x, emit)
    kind, batch = KINDS[len(x.example)], x.shape[1 if x.timed else 0]
    y = emit.tensor(name, (batch, prod(x.example)))
    emit(f"{kind}.flatten", x=x, y=y)

    def backward(dy: Tensor, dx: Tensor | None) -> None:
        if dx is not None:
            emit(f"{kind}.unflatten", x=dy, y=dx)

    emit.backward(x, y, backward)
    return y
