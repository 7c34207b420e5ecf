"""Editing a network compiles nothing: sizes, depth, batch size and threads are numbers that the same kernels read."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numba import cfunc, types
from numba.core import event

from tuidl import nn
from tuidl.kernels.cpu.executor import CpuExecutor
from tuidl.kernels.cpu.kernel import KERNELS, ROUTINES

Random = np.random.Generator
Made = tuple[list[nn.Layer], tuple[int, ...]]
EDITS = 40


def dense(random: Random) -> Made:
    layers: list[nn.Layer] = []
    for _ in range(random.integers(0, 6)):
        layers += [nn.Dense(int(random.integers(1, 70))), nn.BatchNorm(), nn.ReLU(), nn.Dropout(random.uniform(0, 0.6))]
    return [*layers, nn.Dense(3)], (int(random.integers(1, 40)),)


def images(random: Random) -> Made:
    layers: list[nn.Layer] = []
    for _ in range(random.integers(1, 4)):
        kernel = int(random.integers(1, 6))
        layers += [nn.Conv2D(int(random.integers(1, 40)), kernel, stride=int(random.integers(1, 3)), padding="same")]
        layers += [nn.ReLU()] + ([nn.MaxPool2D(2, padding="same")] if random.random() < 0.7 else [])
    return [*layers, nn.Flatten(), nn.Dense(3)], (
        *(int(n) for n in random.integers(4, 20, 2)),
        int(random.integers(1, 4)),
    )


def sequences(random: Random) -> Made:
    layers: list[nn.Layer] = [nn.Embedding(9, int(random.integers(1, 20)))]
    for _ in range(random.integers(1, 4)):
        layers += [nn.LSTM(int(random.integers(1, 40)))]
    return [*layers, nn.Dense(9)], (int(random.integers(1, 20)),)


def attention(random: Random) -> Made:
    width = 2 * int(random.integers(1, 12))
    layers: list[nn.Layer] = [nn.Embedding(9, width), nn.PositionalEncoding()]
    for _ in range(random.integers(1, 4)):
        heads = int(random.choice([1, 2, width // 2, width]))
        layers += [nn.Residual(nn.LayerNorm(), nn.MultiHeadAttention(heads, width, causal=bool(random.integers(2))))]
    return [*layers, nn.Dense(9)], (int(random.integers(2, 20)),)


# Of each family an edit, and a network that takes every way which lowering knows for it.
FIRST: dict[str, tuple[Callable[[Random], Made], Callable[[], Made]]] = {
    "dense": (dense, lambda: ([nn.Dense(8), nn.BatchNorm(), nn.ReLU(), nn.Dropout(0.1), nn.Dense(3)], (4,))),
    "images": (
        images,
        lambda: (
            [nn.Conv2D(8, 3, padding="same"), nn.ReLU(), nn.MaxPool2D(2),
             nn.Conv2D(24, 5, padding="same"), nn.ReLU(), nn.MaxPool2D(2), nn.Conv2D(8, 2), nn.ReLU(), nn.MaxPool2D(2),
             nn.Conv2D(8, 3, padding="same"), nn.ReLU(), nn.MaxPool2D(2, stride=1), nn.Conv2D(4, 2), nn.ReLU(),
             nn.Flatten(), nn.Dense(3)],
            (40, 40, 1),
        ),
    ),
    "sequences": (sequences, lambda: ([nn.Embedding(9, 8), nn.LSTM(8), nn.LSTM(8), nn.Dense(9)], (6,))),
    "attention": (
        attention,
        lambda: (
            [nn.Embedding(9, 8), nn.PositionalEncoding(), nn.Residual(nn.LayerNorm(), nn.MultiHeadAttention(2, 8)),
             nn.Dense(9)],
            (6,),
        ),
    ),
}  # fmt: skip


def used(made: Made, random: Random) -> set[str]:
    """Train, evaluate and predict, with any batch size and number of threads; the kernels that took part."""
    layers, shape = made
    net = nn.Model(layers, shape, threads=int(random.integers(1, 9)), seed=1)
    executor = net._executor
    assert isinstance(executor, CpuExecutor)
    executor.threads_pay = 0
    tokens = isinstance(layers[0], nn.Embedding)
    x: Any = random.integers(0, 9, (40, *shape)) if tokens else random.standard_normal((40, *shape)).astype(np.float32)
    y = random.integers(0, 3, (40, *(shape if tokens else ()))).astype(np.int32)
    batch = int(random.integers(1, 40))
    for size in (batch, max(1, batch // 3)):
        net.train(x, y, random.integers(0, 40, (1, size)).astype(np.int32))
    net.evaluate(x[:batch], y[:batch])
    net.predict(x[: batch // 2 + 1])
    calls = [call.kernel for linked in executor._linked.values() for call in linked.calls]
    return {kernel.name for kernel in calls} | {name for kernel in calls for name in kernel.calls}


@pytest.mark.parametrize("family", FIRST)
def test_editing_compiles_nothing(family: str) -> None:
    edit, first = FIRST[family]
    random = np.random.default_rng(3)
    known = used(first(), random)
    ready = {name for name, each in {**KERNELS, **ROUTINES}.items() if each.ready}
    assert known <= ready
    with event.install_recorder("numba:run_pass") as passes:
        for _ in range(EDITS):
            made = edit(random)
            further = used(made, random) - known
            assert not further, f"{made} needs {sorted(further)}, which the first network of its family does not use"
    assert ready == {name for name, each in {**KERNELS, **ROUTINES}.items() if each.ready}
    assert not passes.buffer, "numba has compiled something"


def test_a_kernel_that_is_compiled_is_seen() -> None:
    """Else the test above could not fail."""
    with event.install_recorder("numba:run_pass") as passes:
        assert cfunc(types.void(), cache=False)(lambda: None).address
    assert passes.buffer
