"""Smooth activations, whose gradients follow from the input x."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference

WIDTH, CUBIC = 0.7978845608028654, 0.044715  # √(2/π) and the factor of x³ in the approximation of GELU
FLAT = 12.0  # from here on GELU is x, and before −12 it is 0


def logistic(x: Array) -> Array:
    """σ(x) = 1 / (1 + e⁻ˣ), without overflow."""
    small = np.exp(-np.abs(x))
    found: Array = np.where(x >= 0, 1 / (1 + small), small / (1 + small))
    return found


@reference("activation.elu")
def elu(x: Array, y: Array, alpha: float) -> None:
    """y = x where x > 0, else α (eˣ − 1) (Clevert et al. 2016)."""
    y[...] = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


@reference("activation.elu_backward")
def elu_backward(x: Array, dy: Array, dx: Array, alpha: float) -> None:
    """dx = dy where x > 0, else α eˣ dy."""
    dx[...] = np.where(x > 0, dy, alpha * np.exp(np.minimum(x, 0)) * dy)


@reference("activation.softplus")
def softplus(x: Array, y: Array) -> None:
    """y = log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|), which does not overflow (Dugas et al. 2001)."""
    y[...] = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@reference("activation.softplus_backward")
def softplus_backward(x: Array, dy: Array, dx: Array) -> None:
    """dx = dy σ(x)."""
    dx[...] = dy * logistic(x)


@reference("activation.silu")
def silu(x: Array, y: Array) -> None:
    """y = x σ(x) (Elfwing et al. 2018; as swish: Ramachandran et al. 2017)."""
    y[...] = x * logistic(x)


@reference("activation.silu_backward")
def silu_backward(x: Array, dy: Array, dx: Array) -> None:
    """dx = dy (s + x s (1 − s)) with s = σ(x)."""
    s = logistic(x)
    dx[...] = dy * (s + x * s * (1 - s))


@reference("activation.gelu")
def gelu(x: Array, y: Array) -> None:
    """y = ½ x (1 + tanh u) = x σ(2u), u = √(2/π) (x + 0.044715 x³) (Hendrycks & Gimpel 2016)."""
    near = np.clip(x, -FLAT, FLAT)
    y[...] = x * logistic(2 * WIDTH * (near + CUBIC * near**3))


@reference("activation.gelu_backward")
def gelu_backward(x: Array, dy: Array, dx: Array) -> None:
    """dx = dy (s + 2 x s (1 − s) u′) with s = σ(2u) and u′ = √(2/π) (1 + 3 · 0.044715 x²)."""
    near = np.clip(x, -FLAT, FLAT)
    s = logistic(2 * WIDTH * (near + CUBIC * near**3))
    dx[...] = dy * (s + 2 * near * s * (1 - s) * WIDTH * (1 + 3 * CUBIC * near**2))
