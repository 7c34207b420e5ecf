"""Activations: what a unit does to its sum. Each gradient follows from the output y alone."""

from typing import ClassVar

from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class Activation(Layer):
    """An elementwise function (softmax: one per row) without parameters."""

    operation: ClassVar[str]
    real: ClassVar[tuple[str, ...]] = ()

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        numbers = {name: float(getattr(self, name)) for name in self.real}
        y = emit.tensor("out", x.shape)
        emit(f"activation.{self.operation}", x=x, y=y, **numbers)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit(f"activation.{self.operation}_backward", y=y, dy=dy, dx=dx, **numbers)

        emit.backward(x, y, backward)
        return y


class ReLU(Activation):
    """y = max(x, 0); dx = dy where y > 0 (Nair & Hinton 2010)."""

    kind = operation = "relu"


class LeakyReLU(Activation):
    """y = x where x > 0, else slope x; dx = dy or slope dy (Maas et al. 2013)."""

    kind = operation = "leaky_relu"
    real = ("slope",)

    def __init__(self, slope: float = 0.01, *, name: str | None = None) -> None:
        super().__init__(name)
        if not 0 <= slope < 1:
            raise ValueError(f"LeakyReLU needs a slope from 0 up to 1, not {slope}")
        self.slope = slope


class Sigmoid(Activation):
    """y = 1 / (1 + e⁻ˣ); dx = dy y (1 − y)."""

    kind = operation = "sigmoid"


class Tanh(Activation):
    """y = tanh x; dx = dy (1 − y²)."""

    kind = operation = "tanh"


class Softmax(Activation):
    """y = eˣ / Σ eˣ over the last dimension; dx = y (dy − Σ y dy)."""

    kind = operation = "softmax"
