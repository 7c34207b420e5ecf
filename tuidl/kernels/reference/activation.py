"""Activations and their gradients, which all follow from the output y."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("activation.relu")
def relu(x: Array, y: Array) -> None:
    """y = max(x, 0); NaN stays NaN."""
    y[...] = np.maximum(x, 0)


@reference("activation.relu_backward")
def relu_backward(y: Array, dy: Array, dx: Array) -> None:
    """dx = dy where y > 0, else 0."""
    dx[...] = np.where(y > 0, dy, 0)


@reference("activation.leaky_relu")
def leaky_relu(x: Array, y: Array, slope: float) -> None:
    """y = x where x > 0, else slope x (Maas et al. 2013)."""
    y[...] = np.where(x > 0, x, slope * x)


@reference("activation.leaky_relu_backward")
def leaky_relu_backward(y: Array, dy: Array, dx: Array, slope: float) -> None:
    """dx = dy where y > 0, else slope dy."""
    dx[...] = np.where(y > 0, dy, slope * dy)


@reference("activation.sigmoid")
def sigmoid(x: Array, y: Array) -> None:
    """y = 1 / (1 + e⁻ˣ), without overflow: e is raised to −|x| only."""
    small = np.exp(-np.abs(x))
    y[...] = np.where(x >= 0, 1 / (1 + small), small / (1 + small))


@reference("activation.sigmoid_backward")
def sigmoid_backward(y: Array, dy: Array, dx: Array) -> None:
    """dx = dy y (1 − y)."""
    dx[...] = dy * y * (1 - y)


@reference("activation.tanh")
def tanh(x: Array, y: Array) -> None:
    """y = tanh x."""
    y[...] = np.tanh(x)


@reference("activation.tanh_backward")
def tanh_backward(y: Array, dy: Array, dx: Array) -> None:
    """dx = dy (1 − y²)."""
    dx[...] = dy * (1 - y * y)


@reference("activation.hard_sigmoid")
def hard_sigmoid(x: Array, y: Array) -> None:
    """y = x / 6 + ½, within 0 and 1 (Howard et al. 2019)."""
    y[...] = np.clip(x / 6 + 0.5, 0, 1)


@reference("activation.hard_sigmoid_backward")
def hard_sigmoid_backward(y: Array, dy: Array, dx: Array) -> None:
    """dx = dy / 6 where 0 < y < 1, else 0."""
    dx[...] = np.where((y > 0) & (y < 1), dy / 6, 0)


@reference("activation.scale")
def scale(x: Array, y: Array, factor: float) -> None:
    """y = factor x; it is its own gradient, from dy to dx."""
    y[...] = factor * x


@reference("activation.hardmax")
def hardmax(x: Array, y: Array) -> None:
    """y = 1 at the largest x of the row, the first of equal ones, else 0; NaN stays NaN."""
    y[...] = 0 * x
    y[np.arange(len(x)), x.argmax(-1)] += 1


@reference("activation.softmax")
def softmax(x: Array, y: Array) -> None:
    """y = eˣ / Σ eˣ per row; the largest x is taken off first, so nothing overflows."""
    powers = np.exp(x - x.max(-1, keepdims=True))
    y[...] = powers / powers.sum(-1, keepdims=True)


@reference("activation.softmax_backward")
def softmax_backward(y: Array, dy: Array, dx: Array) -> None:
    """dx = y (dy − Σ y dy)."""
    dx[...] = y * (dy - (y * dy).sum(-1, keepdims=True))
