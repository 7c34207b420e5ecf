"""The simple recurrent layer, a whole sequence (time, batch, hidden) at once, and what all recurrence shares."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


def start(first: Array | None, like: Array) -> Array:
    """The state before the first moment: given, or zero."""
    return np.zeros_like(like) if first is None else first


def dropped(state: Array, keep: Array | None) -> Array:
    """What is seen of the state; the way back is the same."""
    return state if keep is None else state * keep


def real(mask: Array | None, t: int) -> Array:
    """Which examples have a real moment t, as a column."""
    return np.ones((1, 1), bool) if mask is None else mask[t][:, None] != 0


@reference("rnn.forward")
def rnn_forward(
    z: Array, w: Array, first: Array | None, keep: Array | None, mask: Array | None, seen: Array, h: Array
) -> None:
    """h[t] = tanh(z[t] + keep h[t−1] w), or h[t−1] at padding (Elman 1990)."""
    state = start(first, h[0])
    for t in range(len(h)):
        seen[t] = dropped(state, keep)
        state = h[t] = np.where(real(mask, t), np.tanh(z[t] + seen[t] @ w), state)


@reference("rnn.backward")
def rnn_backward(
    h: Array, w: Array, dh: Array, keep: Array | None, mask: Array | None, dz: Array, dfirst: Array | None
) -> None:
    """Last moment first; ``carried`` is the gradient of h[t] from later moments."""
    carried = np.zeros_like(h[0])
    for t in range(len(h) - 1, -1, -1):
        total, now = dh[t] + carried, real(mask, t)
        dz[t] = np.where(now, total * (1 - h[t] * h[t]), 0)
        carried = dropped(dz[t] @ w.T, keep) + np.where(now, 0, total)
    if dfirst is not None:
        dfirst[...] = carried
