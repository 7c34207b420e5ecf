"""Shapes, sums, and rows laid end to end."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("shape.flatten")
def flatten(x: Array, y: Array) -> None:
    """y = x as rows, in the order height, width, channel."""
    y[...] = x.reshape(y.shape)


@reference("shape.unflatten")
def unflatten(x: Array, y: Array) -> None:
    """y = x as images."""
    y[...] = x.reshape(y.shape)


@reference("sequence.flatten")
def flatten_sequence(x: Array, y: Array) -> None:
    """y = x as rows, in the order time, channel."""
    y[...] = x.swapaxes(0, 1).reshape(y.shape)


@reference("sequence.unflatten")
def unflatten_sequence(x: Array, y: Array) -> None:
    """y = x as sequences."""
    time, samples, channels = y.shape
    y[...] = x.reshape(samples, time, channels).swapaxes(0, 1)


@reference("sum.add")
def add(a: Array, b: Array, y: Array) -> None:
    """y = a + b."""
    y[...] = a + b


@reference("sum.accumulate")
def accumulate(x: Array, y: Array) -> None:
    """y += x."""
    y += x


@reference("sum.copy")
def copy(x: Array, y: Array) -> None:
    """y = x."""
    y[...] = x


@reference("sum.backward")
def add_backward(dy: Array, dx: Array) -> None:
    """dx = dy."""
    dx[...] = dy


@reference("sum.bias")
def bias(b: Array, y: Array) -> None:
    """y += b."""
    y += b


@reference("concat.put")
def put(x: Array, y: Array, first: int) -> None:
    """y[first:] = x, as far as x reaches."""
    y[:, first : first + x.shape[1]] = x


@reference("concat.take")
def take(dy: Array, dx: Array, first: int) -> None:
    """dx = dy[first:], as far as dx reaches."""
    dx[...] = dy[:, first : first + dx.shape[1]]
