"""Sequences (time, batch, features) as a whole."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("sequence.last")
def last(x: Array, y: Array) -> None:
    """y = x at the last moment."""
    y[...] = x[-1]


@reference("sequence.last_backward")
def last_backward(dy: Array, dx: Array) -> None:
    """dx = dy at the last moment, else 0."""
    dx[...] = 0
    dx[-1] = dy


@reference("sequence.reverse")
def reverse(x: Array, y: Array) -> None:
    """y = x, last moment first."""
    y[...] = x[::-1]


@reference("sequence.scale")
def scale(x: Array, m: Array, y: Array) -> None:
    """y[t] = x[t] m."""
    y[...] = x * m
