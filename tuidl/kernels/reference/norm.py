"""Batch normalisation (Ioffe & Szegedy 2015)."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("batchnorm.train")
def train(
    x: Array, gamma: Array, beta: Array, normal: Array, y: Array, inverse: Array, mean: Array, variance: Array,
    momentum: float, epsilon: float,
) -> None:  # fmt: skip
    """normal = (x − mean) / √(var + ε), y = γ normal + β; the running variance is the unbiased one."""
    rows = len(x)
    centre, spread = x.mean(0), x.var(0)
    inverse[...] = 1 / np.sqrt(spread + epsilon)
    normal[...] = (x - centre) * inverse
    y[...] = gamma * normal + beta
    mean[...] = momentum * mean + (1 - momentum) * centre
    variance[...] = momentum * variance + (1 - momentum) * spread * (rows / max(rows - 1, 1))


@reference("batchnorm.evaluate")
def evaluate(x: Array, gamma: Array, beta: Array, y: Array, mean: Array, variance: Array, epsilon: float) -> None:
    """y = γ (x − mean) / √(variance + ε) + β."""
    y[...] = gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


@reference("batchnorm.backward")
def backward(dy: Array, normal: Array, gamma: Array, inverse: Array, dx: Array, dgamma: Array, dbeta: Array) -> None:
    """dx = γ inverse (dy − mean dy − normal mean(dy normal))."""
    dgamma[...] = (dy * normal).sum(0)
    dbeta[...] = dy.sum(0)
    dx[...] = gamma * inverse * (dy - dbeta / len(dy) - normal * dgamma / len(dy))


@reference("batchnorm.backward_fixed")
def backward_fixed(
    x: Array,
    dy: Array,
    gamma: Array,
    mean: Array,
    variance: Array,
    dx: Array,
    dgamma: Array,
    dbeta: Array,
    epsilon: float,
) -> None:
    """dx = γ dy / √(variance + ε), with dγ = Σ dy (x − mean) / √(variance + ε)."""
    inverse = 1 / np.sqrt(variance + epsilon)
    dgamma[...] = (dy * (x - mean) * inverse).sum(0)
    dbeta[...] = dy.sum(0)
    dx[...] = gamma * inverse * dy
