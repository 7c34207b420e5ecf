"""Convolution whose filters see their own group of channels only, one group after the other."""

from collections.abc import Iterator

from tuidl.kernels.executor import Array
from tuidl.kernels.reference import convolution
from tuidl.kernels.reference.kernel import reference


def _groups(x: Array, w: Array, y: Array, groups: int) -> Iterator[tuple[Array, Array, Array]]:
    """Each group's channels of x, filters of w, and their places in y."""
    part, filters = x.shape[-1] // groups, y.shape[-1] // groups
    for group in range(groups):
        channels, mine = slice(group * part, (group + 1) * part), slice(group * filters, (group + 1) * filters)
        yield x[..., channels], w[..., mine], y[..., mine]


@reference("groupconv2d.forward")
def forward(
    x: Array, w: Array, y: Array, groups: int, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """y = x ∗ w within each group (Krizhevsky et al. 2012)."""
    for xg, wg, yg in _groups(x, w, y, groups):
        convolution.forward(xg, wg, 0, yg, stride_h, stride_w, dilation, top, left)


@reference("groupconv2d.backward_input")
def backward_input(
    dy: Array, w: Array, dx: Array, groups: int, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """dx gathers dy wᵀ within each group."""
    for dxg, wg, dyg in _groups(dx, w, dy, groups):
        convolution.backward_input(dyg, wg, dxg, stride_h, stride_w, dilation, top, left)


@reference("groupconv2d.backward_weight")
def backward_weight(
    x: Array, dy: Array, dw: Array, groups: int, stride_h: int, stride_w: int, dilation: int, top: int, left: int
) -> None:
    """dw = Σ x dy within each group."""
    for xg, dwg, dyg in _groups(x, dw, dy, groups):
        convolution.backward_weight(xg, dyg, dwg, stride_h, stride_w, dilation, top, left)
