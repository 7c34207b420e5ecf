"""Pooling over windows of images (n, h, w, c)."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.window import overlap


@reference("maxpool2d.forward")
def max_forward(x: Array, y: Array, winner: Array, window: int, stride: int, top: int, left: int) -> None:
    """y = the largest x of each window; winner = u · window + v of the first largest one. NaN wins."""
    y[...] = -np.inf
    winner[...] = -1
    for u in range(window):
        for v in range(window):
            here, there = overlap(x, y, u - top, v - left, (stride, stride))
            candidate, best = x[here], y[there]
            wins = ~(candidate <= best) & ~np.isnan(best)
            winner[there] = np.where(wins, u * window + v, winner[there])
            y[there] = np.where(wins, candidate, best)


@reference("maxpool2d.backward")
def max_backward(dy: Array, winner: Array, dx: Array, window: int, stride: int, top: int, left: int) -> None:
    """dx = the sum of dy over the windows that the pixel won."""
    dx[...] = 0
    for u in range(window):
        for v in range(window):
            here, there = overlap(dx, dy, u - top, v - left, (stride, stride))
            dx[here] += np.where(winner[there] == u * window + v, dy[there], 0)


def _counts(x: Array, y: Array, window: int, stride: int, top: int, left: int) -> Array:
    """How many pixels of the image each window holds."""
    counts = np.zeros((1, *y.shape[1:3], 1), y.dtype)
    for u in range(window):
        for v in range(window):
            counts[overlap(x, y, u - top, v - left, (stride, stride))[1]] += 1
    return counts


@reference("avgpool2d.forward")
def average_forward(x: Array, y: Array, window: int, stride: int, top: int, left: int) -> None:
    """y = the mean of the pixels in each window; padding does not count."""
    y[...] = 0
    for u in range(window):
        for v in range(window):
            here, there = overlap(x, y, u - top, v - left, (stride, stride))
            y[there] += x[here]
    y /= _counts(x, y, window, stride, top, left)


@reference("avgpool2d.backward")
def average_backward(dy: Array, dx: Array, window: int, stride: int, top: int, left: int) -> None:
    """dx = the sum of dy / pixels over the windows with the pixel."""
    dx[...] = 0
    share = dy / _counts(dx, dy, window, stride, top, left)
    for u in range(window):
        for v in range(window):
            here, there = overlap(dx, dy, u - top, v - left, (stride, stride))
            dx[here] += share[there]
