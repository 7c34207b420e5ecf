"""Sequences (time, batch, features)."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("onehot.forward")
def onehot(tokens: Array, y: Array) -> None:
    """y[i] = 1 at tokens[i], else 0."""
    y[...] = 0
    y[np.arange(len(tokens)), tokens] = 1


@reference("embedding.forward")
def embedding(tokens: Array, table: Array, y: Array) -> None:
    """y[i] = table[tokens[i]]."""
    y[...] = table[tokens]


@reference("embedding.backward")
def embedding_backward(tokens: Array, dy: Array, dtable: Array) -> None:
    """dtable[v] = Σ dy[i] over the rows with tokens[i] = v."""
    dtable[...] = 0
    np.add.at(dtable, tokens, dy)


@reference("rnn.forward")
def rnn_forward(z: Array, w: Array, h: Array) -> None:
    """h[t] = tanh(z[t] + h[t−1] w), from h[−1] = 0 (Elman 1990)."""
    state = np.zeros_like(h[0])
    for t in range(len(h)):
        state = h[t] = np.tanh(z[t] + state @ w)


@reference("rnn.backward")
def rnn_backward(h: Array, w: Array, dh: Array, dz: Array) -> None:
    """dz[t] = (dh[t] + dz[t+1] wᵀ) (1 − h[t]²), last moment first."""
    later = np.zeros_like(dz[0])
    for t in range(len(h) - 1, -1, -1):
        later = dz[t] = (dh[t] + later @ w.T) * (1 - h[t] * h[t])


@reference("rnn.backward_weight")
def rnn_backward_weight(h: Array, dz: Array, dw: Array) -> None:
    """dw = Σ h[t−1]ᵀ dz[t]."""
    hidden = h.shape[-1]
    dw[...] = h[:-1].reshape(-1, hidden).T @ dz[1:].reshape(-1, hidden)


@reference("sequence.last")
def last(x: Array, y: Array) -> None:
    """y = x at the last moment."""
    y[...] = x[-1]


@reference("sequence.last_backward")
def last_backward(dy: Array, dx: Array) -> None:
    """dx = dy at the last moment, else 0."""
    dx[...] = 0
    dx[-1] = dy
