"""Convolution on images (n, h, w, c), one kernel place at a time."""

from collections.abc import Iterator

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.window import Slices, overlap

Places = Iterator[tuple[int, int, Slices, Slices]]


def places(x: Array, y: Array, w: Array, strides: tuple[int, int], dilation: int, top: int, left: int) -> Places:
    """For each place u, v of the kernel, which pixels of x it meets, and for which y."""
    for u in range(w.shape[0]):
        for v in range(w.shape[1]):
            here, there = overlap(x, y, u * dilation - top, v * dilation - left, strides)
            yield u, v, here, there


@reference("conv2d.forward")
def forward(
    x: Array, w: Array, b: Array, y: Array, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """y[i, j] = Σ x[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] w[u, v] + b (LeCun et al. 1989)."""
    y[...] = b
    for u, v, here, there in places(x, y, w, (stride_h, stride_w), dilation, top, left):
        y[there] += x[here] @ w[u, v]


@reference("conv2d.backward_input")
def backward_input(
    dy: Array, w: Array, dx: Array, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """dx gathers dy wᵀ from every window that read the pixel."""
    dx[...] = 0
    for u, v, here, there in places(dx, dy, w, (stride_h, stride_w), dilation, top, left):
        dx[here] += dy[there] @ w[u, v].T


@reference("conv2d.backward_weight")
def backward_weight(
    x: Array, dy: Array, dw: Array, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """dw[u, v] = Σ x[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] dy[i, j]."""
    channels, filters = dw.shape[2:]
    for u, v, here, there in places(x, dy, dw, (stride_h, stride_w), dilation, top, left):
        dw[u, v] = x[here].reshape(-1, channels).T @ dy[there].reshape(-1, filters)
