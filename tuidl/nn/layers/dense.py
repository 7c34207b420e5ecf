"""Dense: every output is a weighted sum of every input."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.layer import Layer, Misfit
from tuidl.program import Builder, Tensor


class Dense(Layer):
    """y = x w + b, on the last dimension (Rosenblatt 1958).

    Shapes: x (..., inputs), w (inputs, units), b (units), y (..., units).
    Gradients: dx = dy wᵀ, dw = xᵀ dy, db = Σ dy. ``forward`` names another operation that makes y of x, w and b; the
    gradients stay these. ``gradient`` names another operation that makes all three of x, w and dy.
    """

    kind = "dense"

    def __init__(
        self,
        units: int,
        *,
        init: str | float | Initialiser = "glorot",
        bias: str | float | Initialiser = "zeros",
        forward: str = "dense.forward",
        gradient: str = "",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if units < 1:
            raise ValueError(tr("Dense needs at least 1 unit, not {units}", units=units))
        self.units, self.init, self.bias, self.forward = units, resolve(init), resolve(bias), forward
        self.gradient = gradient

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        if x.kind != "float" or len(x.shape) not in (2, 3):
            shape = " × ".join(map(str, x.shape[1:]))
            raise Misfit(
                tr(
                    "layer '{name}' (dense) needs rows of numbers, but its input is {shape}; flatten it first",
                    name=self.name,
                    shape=shape,
                ),
                advised=True,
            )
        w = emit.parameter("weight", (x.shape[-1], self.units), self.init)
        b = emit.parameter("bias", (self.units,), self.bias)
        y = emit.tensor("out", (*x.shape[:-1], self.units))
        emit(self.forward, x=x, w=w.value, b=b.value, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if self.gradient:
                back = {} if dx is None else {"dx": dx}
                emit(self.gradient, x=x, w=w.value, dy=dy, dw=w.grad, db=b.grad, **back)
                return
            emit("dense.backward_weight", x=x, dy=dy, dw=w.grad)
            emit("dense.backward_bias", dy=dy, db=b.grad)
            if dx is not None:
                emit("dense.backward_input", dy=dy, w=w.value, dx=dx)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"Dense({self.units})"
