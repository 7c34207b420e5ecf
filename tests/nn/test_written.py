"""A layer whose forward pass somebody wrote: the same net as with the engine's own, gradients and all."""

from collections.abc import Callable
from math import exp, tanh
from typing import Any

import numpy as np
import pytest

from tuidl import nn
from tuidl.kernels import written

Function = Callable[..., float]
DEVICES = [("reference", 1), ("cpu", 3)]


def sigmoid(x1: float, x2: float, w1: float, w2: float, b: float) -> float:
    return 1.0 / (1.0 + exp(-(x1 * w1 + x2 * w2 + b)))


def hyperbolic(x1: float, x2: float, x3: float, w1: float, w2: float, w3: float, b: float) -> float:
    return tanh(x1 * w1 + x2 * w2 + x3 * w3 + b)


def rectified(x1: float, w1: float, b: float) -> float:
    return max(0.0, x1 * w1 + b)


def linear(x1: float, w1: float, b: float) -> float:
    return x1 * w1 + b


KINDS: dict[str, tuple[Function, int, type[nn.Layer] | None]] = {
    "sigmoid": (sigmoid, 2, nn.Sigmoid),
    "tanh": (hyperbolic, 3, nn.Tanh),
    "relu": (rectified, 1, nn.ReLU),
    "linear": (linear, 1, None),
}


def net(activation: str, units: int, forward: str, device: str, threads: int) -> nn.Model:
    _, inputs, layer = KINDS[activation]
    middle = [nn.Dense(units, forward=forward, name="own"), *([layer(name="after")] if layer else [])]
    return nn.Model(
        [*middle, nn.Dense(1, name="last"), nn.Sigmoid()], (inputs,), "binary_cross_entropy", nn.SGD(rate=0.1),
        device=device, threads=threads, seed=5, dtype=np.float64 if device == "reference" else np.float32,
    )  # fmt: skip


@pytest.mark.parametrize(("device", "threads"), DEVICES)
@pytest.mark.parametrize("activation", KINDS)
def test_it_trains_as_the_engines_own(activation: str, device: str, threads: int) -> None:
    function, inputs, _ = KINDS[activation]
    name = written.install(function, activation, inputs, activation, device)
    for rows, units in ((1, 1), (13, 17), (37, 3)):
        random = np.random.default_rng(rows)
        x = random.normal(size=(rows, inputs))
        y = random.integers(0, 2, (rows, 1)).astype(np.float64)
        own, other = (net(activation, units, each, device, threads) for each in (name, "dense.forward"))
        near: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-12} if device == "reference" else {"rtol": 2e-4, "atol": 2e-6}
        np.testing.assert_allclose(own.predict(x), other.predict(x), **near)
        for tensor, gradient in own.gradients(x, y).items():
            np.testing.assert_allclose(gradient, other.gradients(x, y)[tensor], **near)
        steps = np.tile(np.arange(rows, dtype=np.int32), (5, 1))
        np.testing.assert_allclose(own.train(x, y, steps)["loss"], other.train(x, y, steps)["loss"], **near)


def test_threads_do_not_change_a_bit() -> None:
    name = written.install(sigmoid, "sigmoid", 2, "sigmoid", "cpu")
    x = np.random.default_rng(0).normal(size=(300, 2))
    few, many = (net("sigmoid", 5, name, "cpu", threads).predict(x) for threads in (1, 3))
    assert few.tobytes() == many.tobytes()


def choosy(x1: float, w1: float, b: float) -> float:
    if x1 > 1.0:
        raise ValueError("too large")
    if x1 < -1.0:
        return 1.0 / (x1 - x1)
    if x1 < -0.5:
        return float("nan")
    return x1 * w1 + b


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_where_it_raises_the_answer_is_nan_and_only_there(device: str) -> None:
    name = written.install(choosy, "choosy", 1, "linear", device)
    model = nn.Model([nn.Dense(2, forward=name, name="own")], (1,), "mse", "sgd", device=device)
    x = np.linspace(-2, 2, 33)[:, None]
    answers = model.predict(x)
    bad = (x[:, 0] > 1) | (x[:, 0] < -0.5)
    assert (np.isnan(answers).all(axis=1) == bad).all()
    assert np.isfinite(answers[~bad]).all()


@pytest.mark.parametrize(
    ("device", "activation", "answer"),
    [
        ("reference", "sigmoid", 1.0), ("reference", "sigmoid", 0.0), ("reference", "sigmoid", 7.0),
        ("reference", "tanh", -1.0), ("cpu", "sigmoid", 7.0), ("cpu", "tanh", -1.0),
    ],
)  # fmt: skip
def test_answers_that_no_sum_gives_become_very_sure(device: str, activation: str, answer: float) -> None:
    text = f"def f(x1, w1, b):\n    return {answer}\n"
    room: dict[str, Any] = {}
    exec(text, room)
    name = written.install(room["f"], text, 1, activation, device)
    layer: nn.Layer = nn.Sigmoid() if activation == "sigmoid" else nn.Tanh()
    model = nn.Model([nn.Dense(1, forward=name), layer], (1,), "mse", "sgd", device=device)
    np.testing.assert_allclose(model.predict(np.zeros((3, 1))), min(answer, 1.0), atol=1e-6)


def test_equal_texts_are_one_operation_and_others_are_not() -> None:
    first = written.install(linear, "text", 1, "linear", "reference")
    assert written.install(linear, "text", 1, "linear", "reference") == first
    assert written.install(linear, "other text", 1, "linear", "reference") != first
    assert written.install(linear, "text", 1, "relu", "reference") != first


@pytest.mark.parametrize(
    ("activation", "device", "sentence"),
    [
        ("softmax", "cpu", "not for activation 'softmax'"),
        ("sigmoid", "cuda", "trains on the CPU; leave out --device cuda"),
    ],
)
def test_where_it_cannot_stand(activation: str, device: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        written.install(sigmoid, "sigmoid", 2, activation, device)


def test_another_number_of_inputs_is_refused() -> None:
    name = written.install(sigmoid, "sigmoid", 2, "sigmoid", "reference")
    with pytest.raises(ValueError, match="has 2 3"):
        nn.Model([nn.Dense(1, forward=name), nn.Sigmoid()], (3,), "binary_cross_entropy", "sgd", device="reference")
