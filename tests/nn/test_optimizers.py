"""Every optimiser does what its equation says, on every device, and comes back from a file."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import data, model
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])


def path_of_one_weight(optimizer: nn.Optimizer, device: str, steps: int = 3) -> list[float]:
    """A weight that starts at 1 with the loss (w − 0)², so its gradient is 2 w; its values after each step."""
    made = nn.Model([nn.Dense(1, init=1.0)], (1,), "mse", optimizer, device=device)
    x, y = np.ones((1, 1), np.float32), np.zeros((1, 1), np.float32)
    values = []
    for _ in range(steps):
        made.write("dense_1.bias", np.zeros(1))
        made.train_step(x, y)
        values.append(float(made.read("dense_1.weight")[0, 0]))
    return values


def followed(update: str, steps: int = 3, **numbers: float) -> list[float]:
    """The same path by hand: ``update`` is Python on w, g, v, s and the step t from 1."""
    state = {"w": 1.0, "v": 0.0, "s": 0.0, **numbers}
    values = []
    for t in range(1, steps + 1):
        state |= {"g": 2 * state["w"], "t": t}
        exec(update, {}, state)
        values.append(state["w"])
    return values


CASES: list[tuple[nn.Optimizer, str]] = [
    (nn.SGD(0.1), "w -= 0.1 * g"),
    (nn.SGD(0.1, weight_decay=0.5), "w -= 0.1 * (g + 0.5 * w)"),
    (nn.SGD(0.1, momentum=0.9), "v = 0.9 * v + g; w -= 0.1 * v"),
    (nn.SGD(0.1, momentum=0.9, nesterov=True), "v = 0.9 * v + g; w -= 0.1 * (g + 0.9 * v)"),
    (nn.SGD(0.1, momentum=0.9, weight_decay=0.5), "v = 0.9 * v + g + 0.5 * w; w -= 0.1 * v"),
    (nn.Adagrad(0.1), "s += g**2; w -= 0.1 * g / s**0.5"),
    (nn.RMSprop(0.1, decay=0.8), "s = 0.8 * s + 0.2 * g**2; w -= 0.1 * g / s**0.5"),
    (
        nn.Adam(0.1, beta1=0.8, beta2=0.9),
        "v = 0.8 * v + 0.2 * g; s = 0.9 * s + 0.1 * g**2; w -= 0.1 * v / (1 - 0.8**t) / (s / (1 - 0.9**t)) ** 0.5",
    ),
    (
        nn.AdamW(0.1, beta1=0.8, beta2=0.9, weight_decay=0.5),
        "v = 0.8 * v + 0.2 * g; s = 0.9 * s + 0.1 * g**2; "
        "w -= 0.1 * 0.5 * w + 0.1 * v / (1 - 0.8**t) / (s / (1 - 0.9**t)) ** 0.5",
    ),
]


@DEVICES
@pytest.mark.parametrize(("optimizer", "update"), CASES, ids=[repr(case[0]) for case in CASES])
def test_a_weight_goes_where_the_equation_leads_it(optimizer: nn.Optimizer, update: str, device: str) -> None:
    np.testing.assert_allclose(path_of_one_weight(optimizer, device), followed(update), rtol=1e-5)


@DEVICES
def test_biases_decay_with_everything_else(device: str) -> None:
    made = nn.Model([nn.Dense(2, bias=1.0), nn.Dense(2)], (2,), "mse", nn.AdamW(0.1, weight_decay=0.5), device=device)
    made.write("dense_2.weight", np.zeros((2, 2)))  # no gradient goes through
    made.train_step(np.zeros((4, 2), np.float32), np.zeros((4, 2), np.float32))
    np.testing.assert_allclose(made.read("dense_1.bias"), 0.95, rtol=1e-6)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_every_named_optimiser_learns_and_comes_back_from_a_file(name: str, tmp_path: Path) -> None:
    made = model("tanh", optimizer=name)
    x, y = data("tanh")
    before = made.evaluate(x, y)["loss"]
    made.fit(x, y, epochs=20)
    assert made.evaluate(x, y)["loss"] < before
    made.save(str(tmp_path / "model.npz"))
    assert nn.load(str(tmp_path / "model.npz")).optimizer == made.optimizer
