"""Functions that stand for a whole kind of layer: the same net as with the engine's own, gradients and all."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tuidl import nn
from tuidl.kernels import written
from tuidl.nn.layers.activation import Straight

DEVICES = [("reference", 1), ("cpu", 3)]


def dense(x: Any, w: Any, b: Any) -> Any:
    z = b.copy()
    for i in range(len(x)):
        for j in range(len(b)):
            z[j] += x[i] * w[i, j]
    return z


def relu(z: float) -> float:
    return max(z, 0.0)


def dropout(x: Any, noise: Any, rate: float) -> Any:
    return np.where(noise < rate, 0.0, x / (1.0 - rate))


def batchnorm(x: Any, gamma: float, beta: float, epsilon: float) -> Any:
    centred = x - np.mean(x)
    return gamma * centred / np.sqrt(np.mean(centred**2) + epsilon) + beta


OWN: dict[str, Callable[..., Any]] = {
    "dense": dense, "activation": relu, "dropout": dropout, "batchnorm": batchnorm,
}  # fmt: skip


def net(place: str, units: int, inputs: int, forward: str, device: str, threads: int) -> nn.Model:
    given = {each: {"forward": forward} if each == place and forward else {} for each in OWN}
    layers = [
        nn.Dense(units, name="first", **given["dense"]),
        nn.BatchNorm(name="norm", **given["batchnorm"]),
        nn.ReLU(name="bend", **given["activation"]),
        nn.Dropout(0.3, name="drop", **given["dropout"]),
        nn.Dense(3, name="last", **given["dense"]),
    ]
    return nn.Model(
        layers, (inputs,), "mse", nn.SGD(rate=0.1), device=device, threads=threads, seed=5,
        dtype=np.float64 if device == "reference" else np.float32,
    )  # fmt: skip


@pytest.mark.parametrize(("device", "threads"), DEVICES)
@pytest.mark.parametrize("place", OWN)
def test_it_trains_as_the_engines_own(place: str, device: str, threads: int) -> None:
    name = written.install_at(place, OWN[place], place, device)
    near: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-7} if device == "reference" else {"rtol": 2e-3, "atol": 2e-5}
    for rows, units, inputs in ((2, 1, 1), (13, 17, 5), (37, 3, 16)):
        random = np.random.default_rng(rows)
        x, y = random.normal(size=(rows, inputs)), random.normal(size=(rows, 3))
        own, other = (net(place, units, inputs, each, device, threads) for each in (name, ""))
        np.testing.assert_allclose(own.predict(x), other.predict(x), **near)
        steps = np.tile(np.arange(rows, dtype=np.int32), (5, 1))
        np.testing.assert_allclose(own.train(x, y, steps)["loss"], other.train(x, y, steps)["loss"], **near)
        for tensor, weights in own.weights().items():
            np.testing.assert_allclose(weights, other.weights()[tensor], **near)


@pytest.mark.parametrize("place", OWN)
def test_threads_do_not_change_a_bit(place: str) -> None:
    name = written.install_at(place, OWN[place], place, "cpu")
    x, y = np.random.default_rng(0).normal(size=(70, 5)), np.zeros((70, 3))
    steps = np.tile(np.arange(70, dtype=np.int32), (3, 1))
    few, many = (net(place, 9, 5, name, "cpu", threads).train(x, y, steps)["loss"] for threads in (1, 3))
    assert few.tobytes() == many.tobytes()


def test_the_noise_falls_below_the_rate_where_the_engine_leaves_out() -> None:
    def masked(x: Any, noise: Any, rate: float) -> Any:
        return np.where(noise >= rate, x / (1.0 - rate), 0.0)

    losses = []
    for forward in ("", written.install_at("dropout", masked, "masked", "cpu")):
        given = {"forward": forward} if forward else {}
        model = nn.Model([nn.Dropout(0.37, **given), nn.Dense(1)], (200,), "mse", nn.SGD(rate=0.0), device="cpu")
        steps = np.tile(np.arange(40, dtype=np.int32), (50, 1))
        losses.append(model.train(np.ones((40, 200)), np.zeros((40, 1)), steps)["loss"])
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)


def softmax(z: Any) -> Any:
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


@pytest.mark.parametrize(("device", "threads"), DEVICES)
def test_a_softmax_stands_before_the_losss_own(device: str, threads: int) -> None:
    name = written.install_at("softmax", softmax, "softmax", device)
    near: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-7} if device == "reference" else {"rtol": 2e-3, "atol": 2e-5}
    dtype = np.float64 if device == "reference" else np.float32
    for rows, classes, inputs in ((1, 2, 1), (19, 3, 5), (40, 17, 2)):
        random = np.random.default_rng(rows)
        x, y = random.normal(size=(rows, inputs)), random.integers(0, classes, rows)
        own, other = (
            nn.Model(
                [nn.Dense(classes, name="last"), *middle, nn.Softmax()], (inputs,), "cross_entropy", nn.SGD(rate=0.5),
                device=device, threads=threads, seed=2, dtype=dtype,
            )
            for middle in ([Straight(name)], [])
        )  # fmt: skip
        np.testing.assert_allclose(own.predict(x), other.predict(x), **near)
        steps = np.tile(np.arange(rows, dtype=np.int32), (5, 1))
        np.testing.assert_allclose(own.train(x, y, steps)["loss"], other.train(x, y, steps)["loss"], **near)
        for tensor, weights in own.weights().items():
            np.testing.assert_allclose(weights, other.weights()[tensor], **near)


def failing(z: float) -> float:
    if z > 0.5:
        raise ValueError("too large")
    return z


def short(x: Any, w: Any, b: Any) -> Any:
    return np.zeros(len(b) - 1)


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_what_it_cannot_answer_is_nan(device: str) -> None:
    name = written.install_at("activation", failing, "failing", device)
    start: dict[str, Any] = {"init": nn.Constant(1.0)}
    model = nn.Model([nn.Dense(1, **start), nn.ReLU(forward=name), nn.Dense(1, **start)], (1,), "mse", device=device)
    x = np.linspace(-1, 1, 21)[:, None]
    assert (np.isnan(model.predict(x)[:, 0]) == (x[:, 0] > 0.5)).all()
    name = written.install_at("dense", short, "short", device)
    model = nn.Model([nn.Dense(3, forward=name)], (2,), "mse", "sgd", device=device)
    assert np.isnan(model.predict(np.ones((4, 2)))).all()


def test_names_follow_from_place_and_text() -> None:
    first = written.install_at("activation", relu, "text", "reference")
    assert written.install_at("activation", relu, "text", "reference") == first
    assert written.install_at("activation", relu, "other", "reference") != first
    assert written.install_at("dropout", dropout, "text", "reference") != first
    with pytest.raises(ValueError, match="trains on the CPU"):
        written.install_at("activation", relu, "text", "cuda")
