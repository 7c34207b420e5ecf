"""Affine maps of rows."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("dense.forward")
def forward(x: Array, w: Array, b: Array, y: Array) -> None:
    """y = x w + b."""
    y[...] = x @ w + b


@reference("dense.backward_input")
def backward_input(dy: Array, w: Array, dx: Array) -> None:
    """dx = dy wᵀ."""
    dx[...] = dy @ w.T


@reference("dense.backward_weight")
def backward_weight(x: Array, dy: Array, dw: Array) -> None:
    """dw = xᵀ dy."""
    dw[...] = x.T @ dy


@reference("dense.backward_bias")
def backward_bias(dy: Array, db: Array) -> None:
    """db = Σ dy over the rows."""
    db[...] = dy.sum(0)
