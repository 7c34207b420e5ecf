"""GRU: a state that two gates keep or renew."""

from tuidl.nn.layers.recurrent import Firsts, Given, Recurrent, Through
from tuidl.program import Builder, Tensor


class GRU(Recurrent):
    """Gated recurrent unit (Cho et al. 2014), its reset gate applied after the recurrent product.

    r = σ(x[t] w_r + h[t−1] v_r + b_r), u = σ(x[t] w_u + h[t−1] v_u + b_u), n = tanh(x[t] w_n + r (h[t−1] v_n) + b_n),
    h[t] = u h[t−1] + (1 − u) n, from h[−1] = 0 or ``initial``.

    Cho et al. write (r h[t−1]) v_n, which makes n wait for r and needs a second product at every moment. After the
    product one product serves all three gates; this is also what cuDNN computes, there with a second bias inside r (·).

    Shapes: x (time, n, inputs), w (inputs, 3, units), v (units, 3, units), b (3, units), h (time, n, units), or
    (n, units) of the last moment alone without ``return_sequences``. The tensor ``gates`` (time, n, 3, units) has r, u
    and n, the tensor ``recall`` has h[t−1] v_n.

    Backward through time: dh[t] += dh[t+1] u[t+1] + ds[t+1] vᵀ, dz_n = dh (1 − u)(1 − n²),
    dz_u = dh (h[t−1] − n) u (1 − u), dz_r = dz_n recall r (1 − r), ds = (dz_r, dz_u, dz_n r); dv = Σ h[t−1]ᵀ ds[t].
    Masks, dropout and states: see Recurrent.
    """

    kind = "gru"
    gates = ("reset", "update", "candidate")

    def recur(
        self, z: Tensor, w: Tensor, h: Tensor, firsts: Firsts, given: Given, emit: Builder
    ) -> tuple[tuple[Tensor, ...], Through]:
        """See Recurrent."""
        gates, recall = emit.tensor("gates", z.shape, timed=True), emit.tensor("recall", h.shape)
        emit("gru.forward", z=z, w=w, first=firsts[0], **given, gates=gates, recall=recall, h=h)

        def through(dh: Tensor, dc: Tensor | None, dfirsts: Firsts) -> tuple[Tensor, Tensor]:
            dz = emit.tensor(f"{h.name}.sum.grad", z.shape)
            dstate = emit.tensor(f"{h.name}.state.grad", z.shape)
            before = {"first": firsts[0], "keep": given["keep"], "mask": given["mask"]}
            sums = {"dz": dz, "dstate": dstate, "dfirst": dfirsts[0]}
            emit("gru.backward", gates=gates, recall=recall, h=h, w=w, **before, dh=dh, **sums)
            return dz, dstate

        return (h,), through
