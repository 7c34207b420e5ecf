"""What LSTM and GRU share: blocks of weights, one per gate, and the projection of the input before time begins."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tuidl.nn.init import Initialiser, Values, resolve
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Parameter, Tensor, side_by_side

Through = Callable[[Tensor], tuple[Tensor, Tensor]]  # dh -> gradients of the sums: from the input, from the state


@dataclass(frozen=True)
class EachGate:
    """First values drawn for every gate by itself: fans are those of one gate, not of all together."""

    one: Initialiser

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """``shape`` is (inputs, gates, units)."""
        inputs, gates, units = shape
        return np.stack([self.one((inputs, units), random) for _ in range(gates)], axis=1)


class Gated(Layer):
    """Recurrence with gates: weight (inputs, gates, units), recurrent (units, gates, units), bias (gates, units).

    Each gate's block is padded on its own, so that a row of all gates is one row of a matrix product.
    """

    gates: tuple[str, ...]

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
            raise ValueError(f"{type(self).__name__} needs at least 1 unit, not {units}")
        self.units, self.return_sequences = units, return_sequences
        self.init, self.recurrent_init = resolve(init), resolve(recurrent_init)

    def first_bias(self) -> Initialiser:
        """First values of the bias (gates, units)."""
        return resolve("zeros")

    def recur(self, z: Tensor, w: Tensor, h: Tensor, emit: Builder) -> Through:
        """Emit the pass through time from the sums ``z``; returns what emits the way back."""
        raise NotImplementedError

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, "sequences (time, features)")
        gates = len(self.gates)
        w = emit.parameter("weight", (x.shape[-1], gates, self.units), EachGate(self.init))
        u = emit.parameter("recurrent", (self.units, gates, self.units), EachGate(self.recurrent_init))
        b = emit.parameter("bias", (gates, self.units), self.first_bias())
        z = emit.tensor("sum", (*x.shape[:-1], gates, self.units))
        h = emit.tensor("out" if self.return_sequences else "states", (*x.shape[:-1], self.units))
        emit("dense.forward", x=x, w=side_by_side(w.value), b=side_by_side(b.value), y=side_by_side(z))
        through = self.recur(z, u.value, h, emit)

        def backward(dh: Tensor, dx: Tensor | None) -> None:
            dz, dstate = through(dh)
            emit("gates.backward_weight", h=h, dz=dstate, dw=u.grad)
            self._project_back(x, side_by_side(dz), w, b, dx, emit)

        emit.backward(x, h, backward)
        return h if self.return_sequences else self._last(h, emit)

    @staticmethod
    def _project_back(x: Tensor, dz: Tensor, w: Parameter, b: Parameter, dx: Tensor | None, emit: Builder) -> None:
        """The gradients of a dense layer, all gates at once."""
        emit("dense.backward_weight", x=x, dy=dz, dw=side_by_side(w.grad))
        emit("dense.backward_bias", dy=dz, db=side_by_side(b.grad))
        if dx is not None:
            emit("dense.backward_input", dy=dz, w=side_by_side(w.value), dx=dx)

    @staticmethod
    def _last(h: Tensor, emit: Builder) -> Tensor:
        """The state at the last moment alone."""
        y = emit.tensor("out", h.shape[1:])
        emit("sequence.last", x=h, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("sequence.last_backward", dy=dy, dx=dx)

        emit.backward(h, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"{type(self).__name__}({self.units})"
