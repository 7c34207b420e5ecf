"""Recurrent layers with gates: LSTM and GRU, a whole sequence (time, batch, gate, hidden) at once."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.recurrent import dropped, real, start


def _sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ), written with tanh, which does not overflow."""
    half: Array = 0.5 * (1 + np.tanh(0.5 * x))
    return half


def _through(state: Array, w: Array) -> Array:
    """state (batch, hidden) times w (hidden, gate, hidden)."""
    product: Array = np.einsum("bi,igj->bgj", state, w)
    return product


def _back(dz: Array, w: Array) -> Array:
    """dz (batch, gate, hidden) times wᵀ."""
    product: Array = np.einsum("bgj,igj->bi", dz, w)
    return product


@reference("lstm.forward")
def lstm_forward(
    z: Array, w: Array, first_cell: Array | None, first: Array | None, keep: Array | None, mask: Array | None,
    seen: Array, gates: Array, c: Array, h: Array,
) -> None:  # fmt: skip
    """Gates in the order input i, forget f, candidate g, output o."""
    state, cell = start(first, h[0]), start(first_cell, c[0])
    for t in range(len(h)):
        seen[t] = dropped(state, keep)
        total = z[t] + _through(seen[t], w)
        gates[t] = _sigmoid(total)
        gates[t, :, 2] = np.tanh(total[:, 2])
        i, f, g, o = gates[t].swapaxes(0, 1)
        now = real(mask, t)
        cell = c[t] = np.where(now, f * cell + i * g, cell)
        state = h[t] = np.where(now, o * np.tanh(cell), state)


@reference("lstm.backward")
def lstm_backward(
    gates: Array, c: Array, w: Array, first_cell: Array | None, dh: Array, keep: Array | None, mask: Array | None,
    dc: Array | None, dz: Array, dfirst: Array | None, dfirst_cell: Array | None,
) -> None:  # fmt: skip
    """Last moment first; ``carried`` and ``kept`` are the gradients of h[t] and c[t] from later moments."""
    carried, kept = np.zeros_like(c[0]), np.zeros_like(c[0])
    for t in range(len(c) - 1, -1, -1):
        i, f, g, o = gates[t].swapaxes(0, 1)
        before = c[t - 1] if t else start(first_cell, c[0])
        now, seen, total = real(mask, t), np.tanh(c[t]), dh[t] + carried
        given = kept if dc is None else kept + dc[t]
        d = given + total * o * (1 - seen * seen)
        dz[t, :, 0] = d * g * i * (1 - i)
        dz[t, :, 1] = d * before * f * (1 - f)
        dz[t, :, 2] = d * i * (1 - g * g)
        dz[t, :, 3] = total * seen * o * (1 - o)
        dz[t] = np.where(now[..., None], dz[t], 0)
        carried = dropped(_back(dz[t], w), keep) + np.where(now, 0, total)
        kept = np.where(now, d * f, given)
    if dfirst is not None:
        dfirst[...] = carried
    if dfirst_cell is not None:
        dfirst_cell[...] = kept


@reference("gru.forward")
def gru_forward(
    z: Array, w: Array, first: Array | None, keep: Array | None, mask: Array | None, seen: Array, gates: Array,
    recall: Array, h: Array,
) -> None:  # fmt: skip
    """Gates in the order reset r, update u, candidate n."""
    state = start(first, h[0])
    for t in range(len(h)):
        seen[t] = dropped(state, keep)
        through = _through(seen[t], w)
        gates[t] = _sigmoid(z[t] + through)
        recall[t] = through[:, 2]
        gates[t, :, 2] = np.tanh(z[t, :, 2] + gates[t, :, 0] * recall[t])
        _, u, n = gates[t].swapaxes(0, 1)
        state = h[t] = np.where(real(mask, t), u * state + (1 - u) * n, state)


@reference("gru.backward")
def gru_backward(
    gates: Array, recall: Array, h: Array, w: Array, first: Array | None, dh: Array, keep: Array | None,
    mask: Array | None, dz: Array, dstate: Array, dfirst: Array | None,
) -> None:  # fmt: skip
    """Last moment first; ``dstate`` is the gradient of seen w, ``dz`` that of the sums from the input."""
    carried = np.zeros_like(h[0])
    for t in range(len(h) - 1, -1, -1):
        r, u, n = gates[t].swapaxes(0, 1)
        before = h[t - 1] if t else start(first, h[0])
        now, total = real(mask, t), dh[t] + carried
        dn = total * (1 - u) * (1 - n * n)
        dz[t, :, 0] = dn * recall[t] * r * (1 - r)
        dz[t, :, 1] = total * (before - n) * u * (1 - u)
        dz[t, :, 2] = dn
        dz[t] = np.where(now[..., None], dz[t], 0)
        dstate[t] = dz[t]
        dstate[t, :, 2] = dz[t, :, 2] * r
        carried = dropped(_back(dstate[t], w), keep) + np.where(now, total * u, total)
    if dfirst is not None:
        dfirst[...] = carried
