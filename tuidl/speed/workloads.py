"""The reference workloads: networks that lessons and textbooks train, and some of odd sizes.

One step is forward, loss, backward and Adam in float32, with the batch gathered from the data set; or, where a text is
made up, so many characters, each drawn from what the network says after the one before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import nn

EXAMPLES = 1024
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Workload:
    """A network and the shape of its data; ``shape`` is (moments,) where tokens are read.

    ``written``: how many characters a step makes up instead of training. ``twin`` makes the same network in torch,
    which it is given; it is left out where torch_twins knows all layers.
    """

    id: str
    title: str
    layers: Callable[[], list[nn.Layer]]
    shape: tuple[int, ...]
    classes: int
    batch: int
    written: int = 0
    twin: Callable[[Any], Any] | None = None

    @property
    def text(self) -> bool:
        """Tokens in, a token to predict at every moment."""
        return isinstance(self.layers()[0], nn.OneHot | nn.Embedding)

    def examples(self) -> tuple[Array, Array]:
        """Random data: only the time is looked at."""
        random = np.random.default_rng(0)
        if self.text:
            tokens = random.integers(0, self.classes, (2, EXAMPLES, *self.shape), np.int32)
            return tokens[0], tokens[1]
        x = random.normal(size=(EXAMPLES, *self.shape)).astype(np.float32)
        return x, random.integers(0, self.classes, EXAMPLES, np.int32)

    def model(self, threads: int | None = None) -> nn.Model:
        """The network, ready to train."""
        return nn.Model(self.layers(), self.shape, "cross_entropy", nn.Adam(1e-3), threads=threads)

    def steps(self, model: nn.Model) -> Callable[[int], None]:
        """What carries out so many steps of the workload."""
        stream = self.begun(model) if self.written else None
        x, y = self.examples()

        def run(count: int) -> None:
            if stream is None:
                model.train(x, y, self.batches(count))
            else:
                for _ in range(count):
                    stream.generate(self.written)

        return run

    def multiplications(self, model: nn.Model) -> int:
        """Those of matrix products and convolutions in a step."""
        return self.begun(model).work(self.written) if self.written else model.work(self.batch)

    def begun(self, model: nn.Model) -> nn.Stream:
        """A text of one character."""
        stream = model.stream()
        stream.read(np.zeros((self.batch, 1), np.int32))
        return stream

    def batches(self, steps: int) -> NDArray[np.int32]:
        """Which examples each step trains on."""
        order = np.random.default_rng(1).permutation(EXAMPLES).astype(np.int32)
        return np.resize(order, (steps, self.batch))


def mlp(*units: int, classes: int) -> list[nn.Layer]:
    """Dense layers with ReLU."""
    hidden = [layer for count in units for layer in (nn.Dense(count), nn.ReLU())]
    return [*hidden, nn.Dense(classes)]


def regularised() -> list[nn.Layer]:
    """Dense, batch norm, ReLU, dropout, three times."""
    layers: list[nn.Layer] = []
    for units in (64, 32, 16):
        layers += [nn.Dense(units), nn.BatchNorm(), nn.ReLU(), nn.Dropout(0.2)]
    return [*layers, nn.Dense(3)]


def cnn(
    *filters: int, kernel: int = 3, stride: int = 1, hidden: tuple[int, ...] = (), pools: int = 9
) -> list[nn.Layer]:
    """Convolutions with ReLU, the first ``pools`` of them with pooling, then dense layers."""
    layers: list[nn.Layer] = []
    for place, count in enumerate(filters):
        layers += [nn.Conv2D(count, kernel, stride=stride), nn.ReLU()]
        if place < pools:
            layers.append(nn.MaxPool2D(2))
    return [*layers, nn.Flatten(), *mlp(*hidden, classes=10)]


def characters(cell: nn.Layer, vocabulary: int) -> list[nn.Layer]:
    """One-hot characters, a recurrent layer, a prediction at every moment."""
    return [nn.OneHot(vocabulary), cell, nn.Dense(vocabulary)]


DIGIT = (28, 28, 1)
WORKLOADS = {
    work.id: work
    for work in (
        Workload("a", "MLP 20-64-32-16-3, batch norm, dropout", regularised, (20,), 3, 32),
        Workload("b", "MLP 784-256-128-10", lambda: mlp(256, 128, classes=10), (784,), 10, 128),
        Workload("c", "CNN conv 8, pool, conv 16, pool", lambda: cnn(8, 16), DIGIT, 10, 64),
        Workload(
            "d", "CNN conv 32, pool, conv 64, pool, conv 64, dense 64", lambda: cnn(32, 64, 64, hidden=(64,), pools=2),
            DIGIT, 10, 64,
        ),
        Workload("e", "RNN tanh 64, length 32, vocabulary 64", lambda: characters(nn.RNN(64), 64), (32,), 64, 32),
        Workload("f", "LSTM 128, length 64, vocabulary 64", lambda: characters(nn.LSTM(128), 64), (64,), 64, 32),
        Workload(
            "g", "LSTM 128 makes up 200 characters, vocabulary 64", lambda: characters(nn.LSTM(128), 64), (64,), 64, 1,
            written=200,
        ),
        Workload("gru", "GRU 128, length 64, vocabulary 64", lambda: characters(nn.GRU(128), 64), (64,), 64, 32),
        Workload(
            "stride", "CNN 5x5 with stride 2, channels 3-12-20", lambda: cnn(12, 20, kernel=5, stride=2, pools=0),
            (32, 32, 3), 10, 32,
        ),
        Workload("long", "LSTM 37, length 200, vocabulary 29", lambda: characters(nn.LSTM(37), 29), (200,), 29, 8),
        Workload("one", "CNN of c, one digit a step", lambda: cnn(8, 16), DIGIT, 10, 1),
        Workload("single", "MLP of b, one digit a step", lambda: mlp(256, 128, classes=10), (784,), 10, 1),
    )
}  # fmt: skip
