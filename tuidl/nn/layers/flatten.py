"""Flatten: images become rows."""

from math import prod

from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Tensor


class Flatten(Layer):
    """y = x as rows, in the order height, width, channel; dx = dy as images.

    Shapes: x (n, h, w, c), y (n, h w c).
    """

    kind = "flatten"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        if len(x.shape) == 2:
            return x
        expect(self, x, 4, "images")
        y = emit.tensor("out", (x.shape[0], prod(x.shape[1:])))
        emit("shape.flatten", x=x, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("shape.unflatten", dy=dy, dx=dx)

        emit.backward(x, y, backward)
        return y
