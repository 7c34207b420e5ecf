"""Learner's functions that stand for a kind of layer, in plain Python; where one raises, the answers are NaN."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.noise import hashed

Function = Callable[..., Any]


def answers(function: Function, size: int, *given: Any) -> Array:
    """``size`` numbers, or NaN if the function raises or gives another number of them."""
    try:
        made = np.asarray(function(*given), np.float64)
    except Exception:  # whatever it is: the loss is no number then, and the run says why
        return np.full(size, np.nan)
    return made if made.shape == (size,) else np.full(size, np.nan)


def noise(shape: tuple[int, int], seed: int, layer: int, step: int) -> Array:
    """A number from 0 up to 1 for each element, below ``rate`` exactly where the engine's dropout leaves it out."""
    return np.asarray((0xFFFFFFFF - hashed(shape, seed, layer, step).astype(np.float64)) / 2.0**32)


def dense(function: Function) -> Callable[..., None]:
    """y = f(x, w, b) for each row."""

    def forward(x: Array, w: Array, b: Array, y: Array) -> None:
        weights, bias = w.astype(np.float64), b.astype(np.float64)
        for i, row in enumerate(x.astype(np.float64)):
            y[i] = answers(function, y.shape[1], row, weights, bias)

    return forward


def activation(function: Function) -> Callable[..., None]:
    """y = f(x) for each number."""

    def forward(x: Array, y: Array) -> None:
        y[...] = np.reshape([answers(lambda z: [function(z)], 1, float(z))[0] for z in x.ravel()], x.shape)

    return forward


def dropout(function: Function) -> Callable[..., None]:
    """y = f(x, noise, rate) for each row."""

    def forward(x: Array, rate: Array, y: Array, seed: int, layer: int, step: int) -> None:
        drawn = noise(x.shape, seed, layer, step)
        for i, row in enumerate(x.astype(np.float64)):
            y[i] = answers(function, y.shape[1], row, drawn[i], float(rate[0]))

    return forward


def batchnorm(function: Function) -> Callable[..., None]:
    """y = f(x, γ, β, ε) for each feature over all rows."""

    def forward(x: Array, gamma: Array, beta: Array, y: Array, epsilon: float) -> None:
        for j, column in enumerate(x.T.astype(np.float64)):
            y[:, j] = answers(function, len(x), column.copy(), float(gamma[j]), float(beta[j]), float(epsilon))

    return forward


FORWARD = {"dense": dense, "activation": activation, "dropout": dropout, "batchnorm": batchnorm}


def register(name: str, place: str, function: Function) -> None:
    """Make a function the kernel of an operation."""
    reference(name)(FORWARD[place](function))
