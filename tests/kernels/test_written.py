"""Functions of a learner's in the instruction set: equal to the engine's own, on every executor, for any threads."""

from collections.abc import Callable
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest

from tuidl import nn
from tuidl.exercise import parts
from tuidl.kernels import written
from tuidl.kernels.executor import Array

LOSS = """
def loss(z, y):
    p = np.exp(z - np.max(z))
    p = p / np.sum(p)
    return p, -log(p[y])
"""
BACKWARD = """
def backward(x, w, dz):
    m, n, k = x.shape[0], w.shape[0], w.shape[1]
    dx, dw, db = np.zeros((m, n)), np.zeros((n, k)), np.zeros(k)
    for i in range(m):
        dw += np.outer(x[i], dz[i]) / m
        db += dz[i] / m
        for j in range(n):
            dx[i, j] = np.sum(w[j] * dz[i])
    return dx, dw, db
"""
SGD = """
def step(w, g, rate):
    return w - rate * g
"""
MOMENTUM = """
def step(w, g, m, rate):
    m = 0.9 * m + g
    return w - rate * m, m
"""
ADAM = """
def step(w, g, m, s, t, rate):
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g * g
    return w - rate * (m / (1 - 0.9**t)) / (sqrt(s / (1 - 0.999**t)) + 1e-8), m, s
"""


def function(text: str) -> Callable[..., Any]:
    room: dict[str, Any] = {"np": np, "exp": exp, "log": log, "sqrt": sqrt}
    exec(text, room)
    made: Callable[..., Any] = next(room[name] for name in ("loss", "backward", "step") if name in room)
    return made


def trained(device: str, own: dict[str, str], threads: int = 1, steps: int = 12) -> tuple[nn.Model, dict[str, Array]]:
    """A net of 5-7-3 after some steps, with written parts; odd sizes, batches that do not fill a block."""
    gradient = written.install_gradient(function(own["gradient"]), own["gradient"], device) if "gradient" in own else ""
    loss: nn.Loss = nn.CrossEntropy()
    if "loss" in own:
        loss = parts.loss(function(own["loss"]), own["loss"], loss, device)
    update = own.get("update", SGD)
    adam = "t, rate" in update
    optimizer: nn.Optimizer = nn.Adam(0.01) if adam else nn.SGD(0.1, momentum=0.9 if "m, rate" in update else 0.0)
    if own.get("optimizer"):
        optimizer = parts.optimizer(function(update), update, optimizer, device)
    net = nn.Model(
        nn.Sequential(nn.Dense(7, gradient=gradient), nn.Tanh(), nn.Dense(3, gradient=gradient)), (5,), loss,
        optimizer, device=device, seed=3, threads=threads,
    )  # fmt: skip
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(44, 5)).astype(np.float32), rng.integers(0, 3, 44).astype(np.int32)
    for _ in range(steps):
        net.fit(x, y, epochs=1, batch_size=11)
    return net, net.weights()


PARTS: dict[str, dict[str, str]] = {
    "loss": {"loss": LOSS},
    "gradient": {"gradient": BACKWARD},
    "plain update": {"update": SGD, "optimizer": "own"},
    "update with momentum": {"update": MOMENTUM, "optimizer": "own"},
    "update with two moments": {"update": ADAM, "optimizer": "own"},
}


@pytest.mark.parametrize("device", ["reference", "cpu"])
@pytest.mark.parametrize("part", PARTS)
def test_it_trains_as_the_engine_does(part: str, device: str) -> None:
    own = PARTS[part]
    _, mine = trained(device, own)
    _, engine = trained(device, {"update": own.get("update", SGD)})
    for name, value in engine.items():
        np.testing.assert_allclose(mine[name], value, rtol=2e-4, atol=2e-6, err_msg=name)


@pytest.mark.parametrize("part", PARTS)
def test_any_number_of_threads_gives_the_same_bits(part: str) -> None:
    _, one = trained("cpu", PARTS[part], 1, 3)
    _, three = trained("cpu", PARTS[part], 3, 3)
    for name, value in one.items():
        assert value.tobytes() == three[name].tobytes()


@pytest.mark.parametrize("device", ["reference", "cpu"])
def test_the_loss_told_and_the_hits_are_the_functions(device: str) -> None:
    text = LOSS.replace("return p, -log(p[y])", "return p, 2.5")
    net, _ = trained(device, {"loss": text}, steps=0)
    x, y = np.zeros((9, 5), np.float32), np.zeros(9, np.int32)
    assert net.evaluate(x, y) == pytest.approx({"loss": 2.5, "accuracy": 1.0})  # of equal chances the first wins


@pytest.mark.parametrize("device", ["reference", "cpu"])
@pytest.mark.parametrize(
    "own",
    [
        {"loss": LOSS.replace("p = p / np.sum(p)", "p = p[:2]")},
        {"loss": LOSS.replace("-log(p[y])", "1 / (y - y)")},
        {"gradient": BACKWARD.replace("np.zeros(k)", "np.zeros(1 + k)").replace("db += dz[i] / m", "pass")},
        {"gradient": BACKWARD.replace("dw += np.outer(x[i], dz[i]) / m", "dw[m + 10, 0] = 1.0")},
        {"update": SGD.replace("rate * g", "rate / (g - g)"), "optimizer": "own"},
    ],
)
def test_where_it_fails_the_weights_are_no_numbers(device: str, own: dict[str, str]) -> None:
    _, weights = trained(device, own, steps=1)
    assert np.isnan(next(iter(weights.values()))).any()


def test_what_lies_between_rows_stays_zero() -> None:
    text = SGD.replace("rate * g", "rate * (g + 1)")
    net, _ = trained("cpu", {"update": text, "optimizer": "own"}, steps=2)
    arena = net._executor._arena  # type: ignore[attr-defined]
    weight = net._programs.layout.persistent["dense_1.weight"]
    start = net._programs.layout.offset(weight)
    rows = arena[start : start + weight.words].reshape(5, 16)
    assert np.all(rows[:, :7] != 0)
    assert not rows[:, 7:].any()


def test_what_cannot_stand_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="stands for cross-entropy without settings, but the loss is mse"):
        parts.loss(function(LOSS), LOSS, nn.MSE(), "cpu")
    with pytest.raises(ValueError, match="'step' must take the scores and the label, not 3 arguments"):
        parts.loss(function(SGD), SGD, nn.CrossEntropy(), "cpu")
    with pytest.raises(ValueError, match="'step' must take 6 numbers here: w, g, m, s, t, rate"):
        parts.optimizer(function(SGD), SGD, nn.Adam(), "cpu")
    with pytest.raises(ValueError, match="leave out --device cuda"):
        written.install_update(function(SGD), SGD, 0, False, "cuda")
