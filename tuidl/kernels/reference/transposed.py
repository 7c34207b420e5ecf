"""Transposed convolution: every pixel of x adds its window to y, the way back of a convolution from y to x."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.convolution import places
from tuidl.kernels.reference.kernel import reference


@reference("convtranspose2d.forward")
def forward(
    x: Array, w: Array, b: Array, y: Array, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """y[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] += x[i, j] w[u, v] (Zeiler et al. 2010)."""
    y[...] = b
    for u, v, here, there in places(y, x, w, (stride_h, stride_w), dilation, top, left):
        y[here] += x[there] @ w[u, v]


@reference("convtranspose2d.backward_input")
def backward_input(
    dy: Array, w: Array, dx: Array, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """dx[i, j] = Σ dy[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] w[u, v]ᵀ."""
    dx[...] = 0
    for u, v, here, there in places(dy, dx, w, (stride_h, stride_w), dilation, top, left):
        dx[there] += dy[here] @ w[u, v].T


@reference("convtranspose2d.backward_weight")
def backward_weight(
    x: Array, dy: Array, dw: Array, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """dw[u, v] = Σ x[i, j]ᵀ dy[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation]."""
    channels, filters = dw.shape[2:]
    for u, v, here, there in places(dy, x, dw, (stride_h, stride_w), dilation, top, left):
        dw[u, v] = x[there].reshape(-1, channels).T @ dy[here].reshape(-1, filters)
