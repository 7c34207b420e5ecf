"""Recurrent layers with gates: LSTM and GRU, a whole sequence (time, batch, gate, hidden) at once."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


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
def lstm_forward(z: Array, w: Array, gates: Array, c: Array, h: Array) -> None:
    """Gates in the order input i, forget f, candidate g, output o."""
    state, cell = np.zeros_like(h[0]), np.zeros_like(c[0])
    for t in range(len(h)):
        total = z[t] + _through(state, w)
        gates[t] = _sigmoid(total)
        gates[t, :, 2] = np.tanh(total[:, 2])
        i, f, g, o = gates[t].swapaxes(0, 1)
        cell = c[t] = f * cell + i * g
        state = h[t] = o * np.tanh(cell)


@reference("lstm.backward")
def lstm_backward(gates: Array, c: Array, w: Array, dh: Array, dz: Array) -> None:
    """Last moment first; ``carried`` is dc[t+1] f[t+1]."""
    later, carried = np.zeros_like(dz[0]), np.zeros_like(c[0])
    for t in range(len(c) - 1, -1, -1):
        i, f, g, o = gates[t].swapaxes(0, 1)
        before = c[t - 1] if t else np.zeros_like(c[0])
        seen, total = np.tanh(c[t]), dh[t] + _back(later, w)
        dc = carried + total * o * (1 - seen * seen)
        dz[t, :, 0] = dc * g * i * (1 - i)
        dz[t, :, 1] = dc * before * f * (1 - f)
        dz[t, :, 2] = dc * i * (1 - g * g)
        dz[t, :, 3] = total * seen * o * (1 - o)
        later, carried = dz[t], dc * f


@reference("gru.forward")
def gru_forward(z: Array, w: Array, gates: Array, recall: Array, h: Array) -> None:
    """Gates in the order reset r, update u, candidate n."""
    state = np.zeros_like(h[0])
    for t in range(len(h)):
        through = _through(state, w)
        gates[t] = _sigmoid(z[t] + through)
        recall[t] = through[:, 2]
        gates[t, :, 2] = np.tanh(z[t, :, 2] + gates[t, :, 0] * recall[t])
        _, u, n = gates[t].swapaxes(0, 1)
        state = h[t] = u * state + (1 - u) * n


@reference("gru.backward")
def gru_backward(gates: Array, recall: Array, h: Array, w: Array, dh: Array, dz: Array, dstate: Array) -> None:
    """Last moment first; ``dstate`` is the gradient of h[t−1] w, ``dz`` that of the sums from the input."""
    later, carried = np.zeros_like(dz[0]), np.zeros_like(h[0])
    for t in range(len(h) - 1, -1, -1):
        r, u, n = gates[t].swapaxes(0, 1)
        before = h[t - 1] if t else np.zeros_like(h[0])
        total = dh[t] + carried + _back(later, w)
        dn = total * (1 - u) * (1 - n * n)
        dz[t, :, 0] = dn * recall[t] * r * (1 - r)
        dz[t, :, 1] = total * (before - n) * u * (1 - u)
        dz[t, :, 2] = dn
        dstate[t] = dz[t]
        dstate[t, :, 2] = dn * r
        later, carried = dstate[t], total * u


@reference("gates.backward_weight")
def backward_weight(h: Array, dz: Array, dw: Array) -> None:
    """dw = Σ h[t−1]ᵀ dz[t], over the moments and the batch."""
    dw[...] = np.einsum("tbi,tbgj->igj", h[:-1], dz[1:])
