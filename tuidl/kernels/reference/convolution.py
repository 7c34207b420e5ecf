"""Convolution on images (n, h, w, c), one kernel place at a time."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.window import overlap


@reference("conv2d.forward")
def forward(x: Array, w: Array, b: Array, y: Array, stride: int, top: int, left: int) -> None:
    """y[i, j] = Σ x[i·stride − top + u, j·stride − left + v] w[u, v] + b (LeCun et al. 1989)."""
    y[...] = b
    for u in range(w.shape[0]):
        for v in range(w.shape[1]):
            here, there = overlap(x, y, u - top, v - left, stride)
            y[there] += x[here] @ w[u, v]


@reference("conv2d.backward_input")
def backward_input(dy: Array, w: Array, dx: Array, stride: int, top: int, left: int) -> None:
    """dx gathers dy wᵀ from every window that read the pixel."""
    dx[...] = 0
    for u in range(w.shape[0]):
        for v in range(w.shape[1]):
            here, there = overlap(dx, dy, u - top, v - left, stride)
            dx[here] += dy[there] @ w[u, v].T


@reference("conv2d.backward_weight")
def backward_weight(x: Array, dy: Array, dw: Array, stride: int, top: int, left: int) -> None:
    """dw[u, v] = Σ x[i·stride − top + u, j·stride − left + v] dy[i, j]."""
    channels, filters = dw.shape[2:]
    for u in range(dw.shape[0]):
        for v in range(dw.shape[1]):
            here, there = overlap(x, dy, u - top, v - left, stride)
            dw[u, v] = x[here].reshape(-1, channels).T @ dy[there].reshape(-1, filters)
