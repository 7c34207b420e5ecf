"""Small networks of everything that device cuda can do, with examples for them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuidl import nn
from tuidl.nn.optimizer import Optimizer
from tuidl.nn.optimizers import SGD, Adam, AdamW

COUNT, BATCH, STEPS = 21, 6, 4


@dataclass(frozen=True)
class Network:
    """How to make a network, and the shape of its examples; targets are labels, or 0 and 1, or numbers."""

    shape: tuple[int, ...]
    layers: Callable[[], list[nn.Layer]]
    optimizer: Callable[[], Optimizer] = SGD
    loss: str = "cross_entropy"
    outputs: int = 3

    def model(self, device: str) -> nn.Model:
        """On a device, from seed 1."""
        return nn.Model(self.layers(), self.shape, self.loss, self.optimizer(), device=device, seed=1)

    def examples(self) -> tuple[NDArray[np.float32], NDArray[np.generic]]:
        """What it learns from."""
        random = np.random.default_rng(2)
        x = random.normal(size=(COUNT, *self.shape)).astype(np.float32)
        if self.loss == "cross_entropy":
            return x, random.integers(0, self.outputs, COUNT)
        return x, random.integers(0, 2, (COUNT, self.outputs)).astype(np.float32)


NETWORKS = {
    "xor": Network((2,), lambda: [nn.Dense(4), nn.Tanh(), nn.Dense(1), nn.Sigmoid()], lambda: SGD(0.5),
                   "binary_cross_entropy", 1),
    "digits": Network((3, 5, 1), lambda: [nn.Flatten(), nn.Dense(17), nn.ReLU(), nn.Dropout(0.2), nn.Dense(5),
                                          nn.LeakyReLU(), nn.Dense(3), nn.Softmax()], lambda: Adam(0.01)),
    "clipped": Network((5,), lambda: [nn.Dense(9), nn.Sigmoid(), nn.Softmax(), nn.Dense(3)],
                       lambda: SGD(0.1, clip=0.05, momentum=0.9, weight_decay=0.01)),
    "nesterov": Network((5,), lambda: [nn.Dense(4), nn.ReLU(), nn.Dense(3)],
                        lambda: SGD(0.1, momentum=0.9, nesterov=True)),
    "numbers": Network((7,), lambda: [nn.Dense(4), nn.ReLU(), nn.Dense(2)], lambda: AdamW(0.01, clip=0.5), "mse", 2),
}  # fmt: skip
