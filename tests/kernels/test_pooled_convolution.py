"""A convolution joined with the pooling after it gives the bits that the two give one after the other."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.kernels.operation import team
from tuidl.nn import Model
from tuidl.nn.layers import Conv2D, Dense, Flatten, Layer, MaxPool2D, ReLU

POOLED = "conv2d.forward_pooled"


def observed(model: Any, x: Any, *names: str) -> tuple[Any, set[str]]:
    """The first tensor that is kept, and the kernels that took part."""
    made = model.observe(x, names)[names[0]]
    linked = model._executor._linked[f"observe/{len(x)}/{','.join(names)}"]
    return made, {call.kernel.name for call in linked.calls}


@given(some.data())
@settings(max_examples=40)
def test_pooled_pixels_are_those_of_two_kernels(data: Any) -> None:
    kernel, stride, dilation = (data.draw(some.integers(1, n)) for n in (4, 2, 2))
    shape = (*(data.draw(some.integers(4, 12)) for _ in range(2)), data.draw(some.sampled_from([1, 2, 3, 16, 17])))
    filters, relu = data.draw(some.sampled_from([1, 15, 16, 17, 33, 50])), data.draw(some.booleans())
    assume(min(shape[:2]) >= (kernel - 1) * dilation + 1 + stride)
    x = np.random.default_rng(data.draw(some.integers(0, 2**32))).normal(size=(data.draw(some.integers(8, 20)), *shape))
    for threads in (1, 3):
        conv = Conv2D(filters, kernel, stride=stride, dilation=dilation, name="conv")
        layers = [conv, *([ReLU()] if relu else []), MaxPool2D(2, name="pool"), Flatten(), Dense(3)]
        model: Any = Model(layers, shape, threads=threads, seed=1)
        model._executor.threads_pay, model._executor._team = 0, team(threads)
        joined, kernels = observed(model, x.astype(np.float32), "pool.out")
        apart, others = observed(model, x.astype(np.float32), "pool.out", "conv.out")
        assert POOLED in kernels
        assert POOLED not in others
        assert joined.tobytes() == apart.tobytes()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("relu", [True, False])
def test_trouble_passes_through(value: float, relu: bool) -> None:
    x = np.random.default_rng(3).normal(size=(8, 9, 9, 1)).astype(np.float32)
    x[3, 4, 4] = value
    layers = [Conv2D(5, name="conv"), *([ReLU()] if relu else []), MaxPool2D(2, name="pool"), Flatten(), Dense(3)]
    model = Model(layers, x.shape[1:], seed=1)
    joined, apart = observed(model, x, "pool.out")[0], observed(model, x, "pool.out", "conv.out")[0]
    assert joined.tobytes() == apart.tobytes()
    assert not np.isfinite(joined[3]).all() or relu


@pytest.mark.parametrize(
    ("layers", "samples"),
    [
        ([Conv2D(5, padding="same"), MaxPool2D(2)], 8),
        ([Conv2D(5), MaxPool2D(2, stride=1)], 8),
        ([Conv2D(5), MaxPool2D(3)], 8),
        ([Conv2D(5), MaxPool2D(2, padding=1)], 8),
        ([Conv2D(5), MaxPool2D(2)], 7),
    ],
    ids=["padded", "overlapping", "3x3", "padded pool", "few images"],
)
def test_others_stay_apart(layers: list[Layer], samples: int) -> None:
    x = np.ones((samples, 9, 9, 1), np.float32)
    model = Model([*layers, Flatten(), Dense(3)], x.shape[1:])
    assert POOLED not in observed(model, x, "maxpool2d_1.out")[1]
