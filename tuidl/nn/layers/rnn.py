"""RNN: a state that is carried from moment to moment."""

from tuidl.nn.layers.recurrent import Firsts, Given, Recurrent, Through
from tuidl.program import Builder, Tensor


class RNN(Recurrent):
    """h[t] = tanh(x[t] w + h[t−1] u + b), from h[−1] = 0 or ``initial`` (Elman 1990).

    Shapes: x (time, n, inputs), w (inputs, units), u (units, units), b (units), h (time, n, units), or (n, units)
    of the last moment alone without ``return_sequences``. Backward through time, dz the gradient of the sum in tanh:
    dz[t] = (dh[t] + dz[t+1] uᵀ)(1 − h[t]²), du = Σ h[t−1]ᵀ dz[t], dw = Σ x[t]ᵀ dz[t], dx = dz wᵀ (Werbos 1990).
    Masks, dropout and states: see Recurrent.
    """

    kind = "rnn"

    def recur(
        self, z: Tensor, w: Tensor, h: Tensor, firsts: Firsts, given: Given, emit: Builder
    ) -> tuple[tuple[Tensor, ...], Through]:
        """See Recurrent."""
        emit("rnn.forward", z=z, w=w, first=firsts[0], **given, h=h)

        def through(dh: Tensor, dc: Tensor | None, dfirsts: Firsts) -> tuple[Tensor, Tensor]:
            dz = emit.tensor(f"{h.name}.sum.grad", z.shape)
            before = {"keep": given["keep"], "mask": given["mask"]}
            emit("rnn.backward", h=h, w=w, dh=dh, **before, dz=dz, dfirst=dfirsts[0])
            return dz, dz

        return (h,), through
