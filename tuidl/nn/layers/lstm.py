"""LSTM: a cell that gates forget, write and show."""

from dataclasses import dataclass

import numpy as np

from tuidl.nn.init import Initialiser, Values
from tuidl.nn.layers.recurrent import Firsts, Given, Recurrent, Through
from tuidl.program import Builder, Tensor

FORGET = 1  # its place among the gates


@dataclass(frozen=True)
class OpenForgetGate:
    """Zero, but 1 for the forget gate: cells keep what they hold until training says otherwise."""

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """``shape`` is (gates, units)."""
        values = np.zeros(shape)
        values[FORGET] = 1
        return values


class LSTM(Recurrent):
    """Long short-term memory (Hochreiter & Schmidhuber 1997), with the forget gate (Gers, Schmidhuber & Cummins 2000).

    z[t] = x[t] w + h[t−1] u + b for each gate, from h[−1] = c[−1] = 0 or ``initial``; then i = σ(z_i), f = σ(z_f),
    g = tanh(z_g), o = σ(z_o), c[t] = f c[t−1] + i g, h[t] = o tanh c[t]. No peepholes.

    Shapes: x (time, n, inputs), w (inputs, 4, units), u (units, 4, units), b (4, units), h and c (time, n, units), or
    h (n, units) of the last moment alone without ``return_sequences``. The tensor ``gates`` (time, n, 4, units) has i,
    f, g and o, the tensor ``cell`` has c. The forget gate's bias begins at 1 (Jozefowicz et al. 2015), others at 0.

    Backward through time: dh[t] += dz[t+1] uᵀ, dc = dc[t+1] f[t+1] + dh o (1 − tanh² c), dz_i = dc g i (1 − i),
    dz_f = dc c[t−1] f (1 − f), dz_g = dc i (1 − g²), dz_o = dh tanh c o (1 − o); du = Σ h[t−1]ᵀ dz[t].
    Masks, dropout and states: see Recurrent.
    """

    kind = "lstm"
    gates = ("input", "forget", "candidate", "output")
    states = ("state", "cell_state")

    def first_bias(self) -> Initialiser:
        """See Recurrent."""
        return OpenForgetGate()

    def recur(
        self, z: Tensor, w: Tensor, h: Tensor, firsts: Firsts, given: Given, emit: Builder
    ) -> tuple[tuple[Tensor, ...], Through]:
        """See Recurrent."""
        first, first_cell = firsts
        gates, c = emit.tensor("gates", z.shape, timed=True), emit.tensor("cell", h.shape)
        emit("lstm.forward", z=z, w=w, first=first, first_cell=first_cell, **given, gates=gates, c=c, h=h)

        def through(dh: Tensor, dc: Tensor | None, dfirsts: Firsts) -> tuple[Tensor, Tensor]:
            dz = emit.tensor(f"{h.name}.sum.grad", z.shape)
            before = {"first_cell": first_cell, "keep": given["keep"], "mask": given["mask"]}
            ends = {"dfirst": dfirsts[0], "dfirst_cell": dfirsts[1]}
            emit("lstm.backward", gates=gates, c=c, w=w, **before, dh=dh, dc=dc, dz=dz, **ends)
            return dz, dz

        return (h, c), through
