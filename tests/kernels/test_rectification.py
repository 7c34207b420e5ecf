"""ReLU joined with max-pooling: the same numbers with fewer kernels."""

import numpy as np
import pytest

from tuidl.kernels.cpu.executor import CpuExecutor
from tuidl.nn import Model
from tuidl.nn.layers import Conv2D, Dense, Flatten, Layer, LeakyReLU, MaxPool2D, ReLU

SHAPE = (9, 8, 2)


def model(device: str, *layers: Layer) -> Model:
    """A small network on one device."""
    return Model([*layers, Flatten(), Dense(3)], SHAPE, device=device, threads=1)


def kernels(network: Model, program: str) -> list[str]:
    """Names of the kernels of a program that was used."""
    executor = network._executor
    assert isinstance(executor, CpuExecutor)
    return [call.kernel.name for call in executor._linked[program].calls]


@pytest.mark.parametrize("pool", [MaxPool2D(2), MaxPool2D(3, stride=2, padding=1)], ids=["2x2", "overlapping"])
def test_gradients_are_those_of_two_layers(pool: MaxPool2D) -> None:
    random = np.random.default_rng(0)
    x, y = random.normal(size=(6, *SHAPE)).astype(np.float32), random.integers(0, 3, 6)
    networks = [model(device, Conv2D(5, name="conv"), ReLU(), pool) for device in ("cpu", "reference")]
    joined, apart = (network.gradients(x, y) for network in networks)
    for name in apart:
        assert joined[name] == pytest.approx(apart[name], rel=1e-4, abs=1e-6), name
    names = kernels(networks[0], "gradient/6")
    assert "maxpool2d.forward" in names
    assert not [name for name in names if "relu" in name]


def test_pixels_below_zero_win_nothing() -> None:
    x = np.full((1, *SHAPE), -1.0, np.float32)
    networks = [
        model(device, Conv2D(2, 1, init=1.0, name="conv"), ReLU(), MaxPool2D(2)) for device in ("cpu", "reference")
    ]
    for network in networks:
        assert not network.gradients(x, np.zeros(1, int))["conv.weight"].any()
        assert not network.observe(x, ["maxpool2d_1.out"])["maxpool2d_1.out"].any()


def test_trouble_shows() -> None:
    x = np.full((1, *SHAPE), np.nan, np.float32)
    network = model("cpu", ReLU(), MaxPool2D(2))
    assert np.isnan(network.evaluate(x, np.zeros(1, int))["loss"])


def test_what_is_looked_at_is_computed() -> None:
    x = np.random.default_rng(0).normal(size=(2, *SHAPE)).astype(np.float32)
    network = model("cpu", ReLU(name="relu"), MaxPool2D(2))
    assert np.array_equal(network.observe(x, ["relu.out"])["relu.out"], np.maximum(x, 0))


def test_other_pairs_stay_apart() -> None:
    x, y = np.ones((2, *SHAPE), np.float32), np.zeros(2, int)
    network = model("cpu", Conv2D(3), LeakyReLU(), MaxPool2D(2), Conv2D(3), ReLU())
    network.gradients(x, y)
    assert [name for name in kernels(network, "gradient/2") if "relu" in name] == [
        "activation.leaky_relu", "activation.relu", "activation.relu_backward", "activation.leaky_relu_backward",
    ]  # fmt: skip
