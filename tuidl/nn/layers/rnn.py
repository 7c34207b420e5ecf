"""RNN: a state that is carried from moment to moment."""

from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Tensor


class RNN(Layer):
    """h[t] = tanh(x[t] w + h[t−1] u + b), from h[−1] = 0 (Elman 1990).

    Shapes: x (time, n, inputs), w (inputs, units), u (units, units), b (units), h (time, n, units), or (n, units)
    of the last moment alone without ``return_sequences``. Backward through time, dz the gradient of the sum in tanh:
    dz[t] = (dh[t] + dz[t+1] uᵀ)(1 − h[t]²), du = Σ h[t−1]ᵀ dz[t], dw = Σ x[t]ᵀ dz[t], dx = dz wᵀ (Werbos 1990).
    """

    kind = "rnn"

    def __init__(
        self,
        units: int,
        *,
        return_sequences: bool = True,
        init: str | float | Initialiser = "glorot",
        recurrent_init: str | float | Initialiser = "orthogonal",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if units < 1:
            raise ValueError(f"RNN needs at least 1 unit, not {units}")
        self.units, self.return_sequences = units, return_sequences
        self.init, self.recurrent_init = resolve(init), resolve(recurrent_init)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, "sequences (time, features)")
        w = emit.parameter("weight", (x.shape[-1], self.units), self.init)
        u = emit.parameter("recurrent", (self.units, self.units), self.recurrent_init)
        b = emit.parameter("bias", (self.units,), resolve("zeros"))
        z = emit.tensor("sum", (*x.shape[:-1], self.units))
        h = emit.tensor("out" if self.return_sequences else "states", z.shape)
        emit("dense.forward", x=x, w=w.value, b=b.value, y=z)
        emit("rnn.forward", z=z, w=u.value, h=h)

        def backward(dh: Tensor, dx: Tensor | None) -> None:
            dz = emit.tensor(f"{h.name}.sum.grad", z.shape)
            emit("rnn.backward", h=h, w=u.value, dh=dh, dz=dz)
            emit("rnn.backward_weight", h=h, dz=dz, dw=u.grad)
            emit("dense.backward_weight", x=x, dy=dz, dw=w.grad)
            emit("dense.backward_bias", dy=dz, db=b.grad)
            if dx is not None:
                emit("dense.backward_input", dy=dz, w=w.value, dx=dx)

        emit.backward(x, h, backward)
        if self.return_sequences:
            return h
        y = emit.tensor("out", h.shape[1:])
        emit("sequence.last", x=h, y=y)

        def backward_last(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("sequence.last_backward", dy=dy, dx=dx)

        emit.backward(h, y, backward_last)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"RNN({self.units})"
