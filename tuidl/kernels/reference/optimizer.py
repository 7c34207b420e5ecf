"""Updates of all parameters at once."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference

NORM_BLOCK = 4096  # words per partial sum of the gradient's norm, the same on every device


@reference("optimizer.sgd")
def sgd(value: Array, grad: Array, rate: Array) -> None:
    """value −= rate grad."""
    value -= rate * grad


@reference("optimizer.momentum")
def momentum_(value: Array, grad: Array, velocity: Array, rate: Array, momentum: float) -> None:
    """velocity = momentum velocity + grad; value −= rate velocity (Polyak 1964)."""
    velocity[...] = momentum * velocity + grad
    value -= rate * velocity


@reference("optimizer.nesterov")
def nesterov(value: Array, grad: Array, velocity: Array, rate: Array, momentum: float) -> None:
    """velocity = momentum velocity + grad; value −= rate (grad + momentum velocity) (Sutskever et al. 2013)."""
    velocity[...] = momentum * velocity + grad
    value -= rate * (grad + momentum * velocity)


@reference("optimizer.adagrad")
def adagrad(value: Array, grad: Array, square: Array, rate: Array, epsilon: float) -> None:
    """square += grad²; value −= rate grad / (√square + ε) (Duchi et al. 2011)."""
    square += grad * grad
    value -= rate * grad / (np.sqrt(square) + epsilon)


@reference("optimizer.rmsprop")
def rmsprop(value: Array, grad: Array, square: Array, rate: Array, decay: float, epsilon: float) -> None:
    """square = decay square + (1 − decay) grad²; value −= rate grad / (√square + ε) (Tieleman & Hinton 2012)."""
    square[...] = decay * square + (1 - decay) * grad * grad
    value -= rate * grad / (np.sqrt(square) + epsilon)


@reference("optimizer.adam")
def adam(
    value: Array,
    grad: Array,
    mean: Array,
    square: Array,
    rate: Array,
    beta1: float,
    beta2: float,
    epsilon: float,
    step: int,
) -> None:
    """Adam (Kingma & Ba 2015); ``step`` counts from 0."""
    mean[...] = beta1 * mean + (1 - beta1) * grad
    square[...] = beta2 * square + (1 - beta2) * grad * grad
    first = mean / (1 - beta1 ** (step + 1))
    second = square / (1 - beta2 ** (step + 1))
    value -= rate * first / (np.sqrt(second) + epsilon)


@reference("optimizer.shrink")
def shrink(value: Array, rate: Array, decay: float) -> None:
    """value −= rate decay value (Loshchilov & Hutter 2019)."""
    value -= rate * decay * value


@reference("optimizer.penalty")
def penalty(grad: Array, value: Array, decay: float) -> None:
    """grad += decay value, the gradient of ½ decay Σ value² (Krogh & Hertz 1992)."""
    grad += decay * value


@reference("optimizer.lasso")
def lasso(grad: Array, value: Array, strength: float) -> None:
    """grad += strength sign(value), the gradient of strength Σ |value| (Tibshirani 1996)."""
    grad += strength * np.sign(value)


@reference("optimizer.limit")
def limit_(values: Array, limit: float) -> None:
    """values = values within −limit and limit; NaN stays NaN."""
    np.clip(values, -limit, limit, out=values)


@reference("optimizer.part_rate")
def part_rate(rate: Array, own: Array, factor: float) -> None:
    """own = factor rate."""
    own[...] = factor * rate


@reference("optimizer.average")
def average_(value: Array, average: Array, decay: float, step: int) -> None:
    """average = d average + (1 − d) value, d = min(decay, step / (step + 1)): the plain mean of the first steps.

    Polyak & Juditsky 1992; the ramp as in Tarvainen & Valpola 2017. ``step`` counts from 0.
    """
    kept = min(decay, step / (step + 1))
    average += (1 - kept) * (value - average)


@reference("optimizer.square_sums")
def square_sums(grad: Array, sums: Array) -> None:
    """sums = Σ grad² of each block."""
    for block in range(len(sums)):
        part = grad[block * NORM_BLOCK : (block + 1) * NORM_BLOCK]
        sums[block] = (part * part).sum()


@reference("optimizer.clip")
def clip(grad: Array, sums: Array, norm: Array, limit: float) -> None:
    """grad *= min(1, limit / norm), the norm of all gradients together (Pascanu et al. 2013)."""
    norm[0] = np.sqrt(sums.sum())
    if norm[0] > limit:
        grad *= limit / norm[0]
