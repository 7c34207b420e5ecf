"""Positions: attention does not know the order of moments unless each carries a mark of its place."""

from dataclasses import dataclass

import numpy as np

from tuidl.language import tr
from tuidl.nn.init import Initialiser, Normal, Values, resolve
from tuidl.nn.layers.layer import Layer, expect, expect_whole
from tuidl.program import Builder, Tensor

SLOWEST = 10_000.0  # the last pair of features turns once in 2π · 10 000 moments
SPREAD = Normal(0.02)


@dataclass(frozen=True)
class Waves:
    """table[t, 2i] = sin(t / 10000^(2i / features)), table[t, 2i + 1] = cos of the same."""

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """``shape`` is (time, features)."""
        time, features = shape
        feature = np.arange(features)
        angle = np.arange(time)[:, None] / SLOWEST ** (feature // 2 * 2 / features)
        return np.where(feature % 2 == 0, np.sin(angle), np.cos(angle))


class PositionalEncoding(Layer):
    """y[t] = x[t] + p[t], p[t] sines and cosines of t, slower from feature to feature (Vaswani et al. 2017).

    p[t, 2i] = sin(t / 10000^(2i / features)), p[t, 2i + 1] = cos(t / 10000^(2i / features)). p is fixed.
    Shapes: x, y (time, n, features), p (time, features), the tensor ``NAME.table``. Gradient: dx = dy.
    """

    kind = "positional-encoding"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, tr("sequences (time, features)"))
        expect_whole(self, x, emit)
        return added(x, emit.state("table", (x.shape[0], x.shape[-1]), Waves()), None, emit)


class PositionEmbedding(Layer):
    """y[t] = x[t] + p[t], p[t] a row of weights that is learnt for each place (Gehring et al. 2017).

    Shapes: x, y (time, n, features), p (time, features), the parameter ``NAME.weight``. Gradients: dx = dy,
    dp[t] = Σ dy[t] over the batch.
    """

    kind = "position-embedding"

    def __init__(self, *, init: str | float | Initialiser = SPREAD, name: str | None = None) -> None:
        super().__init__(name)
        self.init = resolve(init)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, tr("sequences (time, features)"))
        expect_whole(self, x, emit)
        table = emit.parameter("weight", (x.shape[0], x.shape[-1]), self.init)
        return added(x, table.value, table.grad, emit)


def added(x: Tensor, table: Tensor, dtable: Tensor | None, emit: Builder) -> Tensor:
    """Emit x[t] + table[t]."""
    y = emit.tensor("out", x.shape)
    emit("position.add", x=x, table=table, y=y)

    def backward(dy: Tensor, dx: Tensor | None) -> None:
        if dtable is not None:
            emit("position.backward", dy=dy, dtable=dtable)
        if dx is not None:
            emit("sum.backward", dy=dy, dx=dx)

    emit.backward(x, y, backward)
    return y
