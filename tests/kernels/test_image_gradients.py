"""The reference's gradients of image networks are the derivatives of its loss, in float64."""

from collections.abc import Callable

import numpy as np
import pytest

from tuidl.nn import Model
from tuidl.nn.layers import AvgPool2D, Conv2D, Dense, Flatten, Layer, MaxPool2D, Tanh

STEP = 1e-6  # the error of a central difference is about STEP² + 1e-16 / STEP, both near 1e-10
NETWORKS: dict[str, Callable[[], list[Layer]]] = {
    "valid": lambda: [Conv2D(4, 3), Tanh(), Conv2D(3, 2), Flatten(), Dense(3)],
    "same": lambda: [Conv2D(4, 3, padding="same"), Tanh(), Conv2D(3, 4, padding="same"), Flatten(), Dense(3)],
    "strides": lambda: [Conv2D(4, 3, stride=2, padding=1), Conv2D(3, 1, stride=2), Flatten(), Dense(3)],
    "largest": lambda: [Conv2D(4, 2), MaxPool2D(2), Conv2D(3, 2), MaxPool2D(2, stride=1), Flatten(), Dense(3)],
    "padded largest": lambda: [Conv2D(4, 2), MaxPool2D(3, stride=2, padding="same"), Flatten(), Dense(3)],
    "means": lambda: [Conv2D(4, 2), AvgPool2D(3, stride=2, padding=1), Conv2D(3, 2), AvgPool2D(2), Flatten(), Dense(3)],
}


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_are_derivatives(name: str) -> None:
    random = np.random.default_rng(5)
    x, y = random.normal(size=(3, 8, 7, 2)), random.integers(0, 3, 3)
    model = Model(NETWORKS[name](), (8, 7, 2), device="reference", dtype=np.float64)
    gradients = model.gradients(x, y)
    assert len(gradients) == 2 * sum(isinstance(layer, Conv2D | Dense) for layer in NETWORKS[name]())
    for parameter, gradient in gradients.items():
        value = model.read(parameter)
        direction = random.normal(size=value.shape)
        losses = []
        for step in (STEP, -STEP):
            model.write(parameter, value + step * direction)
            losses.append(model.evaluate(x, y)["loss"])
        model.write(parameter, value)
        slope = (losses[0] - losses[1]) / (2 * STEP)
        assert np.sum(gradient * direction) == pytest.approx(slope, rel=1e-6, abs=1e-8), parameter
