"""What recurrent layers share: weights, the projection of the input before time begins, and the states at both ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tuidl.language import tr
from tuidl.nn.init import Constant, Initialiser, Values, resolve
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Parameter, Tensor, side_by_side

Given = dict[str, Tensor | None]  # operands ``keep``, ``mask`` and ``seen``; None where there is nothing
Firsts = Sequence[Tensor | None]  # the states before the first moment, or their gradients
Through = Callable[[Tensor, Tensor | None, Firsts], tuple[Tensor, Tensor]]
"""(dh, dc, gradients of the first states to write) -> gradients of the sums: from the input, from the state."""


@dataclass(frozen=True)
class EachGate:
    """First values drawn for every gate by itself: fans are those of one gate, not of all together."""

    one: Initialiser

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """``shape`` is (inputs, gates, units)."""
        inputs, gates, units = shape
        return np.stack([self.one((inputs, units), random) for _ in range(gates)], axis=1)


class Recurrent(Layer):
    """Recurrence: weight (inputs, [gates,] units), recurrent (units, [gates,] units), bias ([gates,] units).

    Each gate's block is padded on its own, so that a row of all gates is one row of a matrix product.

    ``initial``: the name of what the state before the first moment is, else it is 0: an earlier recurrent layer (its
    last states), or an input or layer with rows of ``units`` features. The last state is there for others as
    ``NAME.state`` (n, units), an LSTM's cell as ``NAME.cell_state``. Where the input has a mask, padding carries the
    state through unchanged, so that the output there repeats that of the last real moment.

    While training, ``dropout`` leaves out features of the input, ``recurrent_dropout`` those of the state that the
    product with the recurrent weights sees, both with one mask for all moments of a sequence (Gal & Ghahramani 2016):
    x[t] ∘ m and h[t−1] ∘ k instead of x[t] and h[t−1]. A rate above 0 is the tensor ``NAME.dropout.rate`` or
    ``NAME.recurrent_dropout.rate``: it can be changed live.
    """

    gates: tuple[str, ...] = ()
    states: tuple[str, ...] = ("state",)

    def __init__(
        self,
        units: int,
        *,
        return_sequences: bool = True,
        initial: str | None = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        init: str | float | Initialiser = "glorot",
        recurrent_init: str | float | Initialiser = "orthogonal",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if units < 1:
            raise ValueError(tr("{name} needs at least 1 unit, not {units}", name=type(self).__name__, units=units))
        for rate in (dropout, recurrent_dropout):
            if not 0 <= rate < 1:
                raise ValueError(
                    tr("{name} needs a dropout rate from 0 up to 1, not {rate}", name=type(self).__name__, rate=rate)
                )
        self.units, self.return_sequences, self.initial = units, return_sequences, initial
        self.dropout, self.recurrent_dropout = float(dropout), float(recurrent_dropout)
        self.init, self.recurrent_init = resolve(init), resolve(recurrent_init)

    def first_bias(self) -> Initialiser:
        """First values of the bias."""
        return resolve("zeros")

    def recur(
        self, z: Tensor, w: Tensor, h: Tensor, firsts: Firsts, given: Given, emit: Builder
    ) -> tuple[tuple[Tensor, ...], Through]:
        """Emit the pass through time from the sums ``z``; returns the states over time, and what emits the way back."""
        raise NotImplementedError

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer. ValueError if x is no sequence, or ``initial`` no state that fits."""
        expect(self, x, 3, tr("sequences (time, features)"))
        flows, mask, batch = x.name in emit.flowing, emit.masked(x), x.shape[1]
        x = self._dropped(x, emit)
        w, u, b = self._parameters(x.shape[-1], emit)
        z = emit.tensor("sum", (*x.shape[:-1], *self._block), timed=True)
        emit("dense.forward", x=x, w=self._flat(w.value), b=self._flat(b.value), y=self._flat(z))
        firsts = self._firsts(batch, flows and emit.goes_on, emit)
        keep = self._keep("recurrent_dropout", self.recurrent_dropout, (batch, self.units), emit)
        seen = emit.tensor("seen", (*x.shape[:-1], self.units))
        h = emit.tensor("out" if self.return_sequences else "states", seen.shape)
        states, through = self.recur(z, u.value, h, firsts, {"keep": keep, "mask": mask, "seen": seen}, emit)
        known = [first for first in firsts if first is not None]

        def backward(dys: tuple[Tensor | None, ...], dxs: tuple[Tensor | None, ...]) -> None:
            dh = dys[0] or emit.tensor(f"{h.name}.no.grad", h.shape)  # nothing writes it: it stays zero
            wanted = iter(dxs[1:])
            dfirsts = [None if first is None else next(wanted) for first in firsts]
            dz, dstate = through(dh, dys[1] if len(dys) > 1 else None, dfirsts)
            emit("dense.backward_weight", x=seen, dy=self._flat(dstate), dw=self._flat(u.grad))
            emit("dense.backward_weight", x=x, dy=self._flat(dz), dw=self._flat(w.grad))
            emit("dense.backward_bias", dy=self._flat(dz), db=self._flat(b.grad))
            if dxs[0] is not None:
                emit("dense.backward_input", dy=self._flat(dz), w=self._flat(w.value), dx=dxs[0])

        emit.backward_all((x, *known), states, backward)
        for name, state in zip(self.states, states, strict=True):
            emit.offer(name, lambda name=name, state=state: last(name, state, emit))  # type: ignore[misc]
            if flows:
                emit.keep(name, emit.find(name))
        return h if self.return_sequences else last("out", h, emit)

    # ---- parts ------------------------------------------------------------------------------------------------------

    @property
    def _block(self) -> tuple[int, ...]:
        return (len(self.gates), self.units) if self.gates else (self.units,)

    def _flat(self, tensor: Tensor) -> Tensor:
        return side_by_side(tensor) if self.gates else tensor

    def _parameters(self, inputs: int, emit: Builder) -> tuple[Parameter, Parameter, Parameter]:
        init, recurrent = self.init, self.recurrent_init
        return (
            emit.parameter("weight", (inputs, *self._block), EachGate(init) if self.gates else init),
            emit.parameter("recurrent", (self.units, *self._block), EachGate(recurrent) if self.gates else recurrent),
            emit.parameter("bias", self._block, self.first_bias()),
        )

    def _firsts(self, batch: int, goes_on: bool, emit: Builder) -> list[Tensor | None]:
        """The states before the first moment."""
        shape = (batch, self.units)
        if goes_on:
            return [emit.resumed(name, shape) for name in self.states]
        if self.initial is None:
            return [None] * len(self.states)
        found: list[Tensor | None] = []
        for number, state in enumerate(self.states):
            name = f"{self.initial}.{state}"
            if emit.knows(name):
                found.append(emit.find(name))
            else:
                found.append(None if number else self._plain(emit))
        for tensor in found:
            if tensor is not None and (tensor.kind != "float" or tensor.shape != shape):
                has = " × ".join(map(str, tensor.shape[1:])) or tr("one number")
                raise ValueError(
                    tr(
                        "layer '{name}' ({kind}) has {units} units, but '{initial}' gives it {has} to "
                        "begin with; give both the same size",
                        name=self.name,
                        kind=self.kind,
                        units=self.units,
                        initial=self.initial,
                        has=has,
                    )
                )
        return found

    def _plain(self, emit: Builder) -> Tensor:
        try:
            return emit.find(str(self.initial))
        except ValueError as error:
            raise ValueError(
                tr("layer '{name}' ({kind}) cannot begin: {error}", name=self.name, kind=self.kind, error=error)
            ) from None

    def _keep(self, name: str, rate: float, shape: tuple[int, ...], emit: Builder) -> Tensor | None:
        """A mask for dropout: one row for each example."""
        if not rate:
            return None
        chance, number = emit.state(f"{name}.rate", (1,), Constant(rate)), emit.layer_number()
        if not emit.training:
            return None
        keep = emit.tensor(f"{name}.mask", shape)
        emit("dropout.mask", rate=chance, keep=keep, seed=emit.seed, layer=number)
        return keep

    def _dropped(self, x: Tensor, emit: Builder) -> Tensor:
        """The input with features left out, the same at every moment."""
        m = self._keep("dropout", self.dropout, x.shape[1:], emit)
        if m is None:
            return x
        y = emit.tensor("dropped", x.shape)
        emit("sequence.scale", x=x, m=m, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("sequence.scale", x=dy, m=m, y=dx)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"{type(self).__name__}({self.units})"


def last(name: str, h: Tensor, emit: Builder) -> Tensor:
    """Emit y = h at the last moment alone."""
    y = emit.tensor(name, h.shape[1:])
    emit("sequence.last", x=h, y=y)

    def backward(dy: Tensor, dx: Tensor | None) -> None:
        if dx is not None:
            emit("sequence.last_backward", dy=dy, dx=dx)

    emit.backward(h, y, backward)
    return y
