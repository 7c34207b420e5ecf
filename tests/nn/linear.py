"""A linear network trained twice: by ``nn`` in float64, and by the equations on this page."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import nn

Array = NDArray[np.float64]
STEPS, BATCH = 12, 6


def examples(seed: int = 0) -> tuple[Array, Array]:
    """40 examples of 5 features, and 3 targets each."""
    random = np.random.default_rng(seed)
    return random.standard_normal((40, 5)), random.standard_normal((40, 3))


def batches(steps: int = STEPS, seed: int = 1) -> NDArray[np.int32]:
    """Random indices, one row a step."""
    return np.random.default_rng(seed).integers(0, 40, (steps, BATCH)).astype(np.int32)


def made(optimizer: nn.Optimizer, device: str = "reference", **options: Any) -> nn.Model:
    """Two layers, or it would be of one part only: y = (x w + b) u + c, mean squared error."""
    dtype = np.float64 if device == "reference" else np.float32
    layers = [nn.Dense(4, bias=0.1, name="first"), nn.Dense(3, bias=-0.2, name="last")]
    return nn.Model(layers, (5,), "mse", optimizer, device=device, dtype=dtype, seed=3, **options)


def parameters(net: nn.Model) -> dict[str, Array]:
    """All parameters in float64."""
    return {name: net.read(name).astype(np.float64) for name in NAMES}


NAMES = ("first.weight", "first.bias", "last.weight", "last.bias")


def gradients(p: dict[str, Array], x: Array, y: Array) -> dict[str, Array]:
    """The gradient of the mean squared error."""
    hidden = x @ p["first.weight"] + p["first.bias"]
    error = 2 * (hidden @ p["last.weight"] + p["last.bias"] - y) / y.size
    back = error @ p["last.weight"].T
    first, last = {"weight": x.T @ back, "bias": back.sum(0)}, {"weight": hidden.T @ error, "bias": error.sum(0)}
    return {f"{layer}.{n}": g for layer, each in (("first", first), ("last", last)) for n, g in each.items()}


Update = Callable[[int, dict[str, Array], dict[str, Array]], None]


def by_hand(start: dict[str, Array], update: Update, steps: int = STEPS) -> dict[str, Array]:
    """The parameters after these steps: ``update(t, parameters, gradients)`` changes them in place, t from 0."""
    x, y = examples()
    p = {name: value.copy() for name, value in start.items()}
    for t, batch in enumerate(batches(steps)):
        update(t, p, gradients(p, x[batch], y[batch]))
    return p


def agree(net: nn.Model, update: Update, steps: int = STEPS) -> None:
    """Train the network; it must come where the equations lead."""
    wanted = by_hand(parameters(net), update, steps)
    net.train(*examples(), batches(steps))
    exact = net.device == "reference"
    for name, value in parameters(net).items():
        np.testing.assert_allclose(value, wanted[name], rtol=1e-11 if exact else 1e-4, atol=1e-12 if exact else 1e-6)
