"""Losses: the numbers that their equations give, hits, trouble that shows, and files that keep their settings."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import NETWORKS, data, model
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])


def judged(loss: str | nn.Loss, outputs: list[list[float]], targets: object, device: str) -> tuple[list[float], ...]:
    """Loss and hit of each row: the network hands its input through."""
    x, y = np.array(outputs, np.float32), np.array(targets)
    width = x.shape[1]
    made = nn.Model([nn.Dense(width, init=nn.Fixed(np.eye(width).tolist()))], (width,), loss, device=device)
    values, hits = made.judge(x, y)
    return values.tolist(), hits.tolist()


@DEVICES
@pytest.mark.parametrize(
    ("loss", "outputs", "targets", "wanted", "hits"),
    [
        ("mae", [[1.0], [0.25]], [[-1.0], [0.5]], [2, 0.25], [0, 1]),
        ("mae", [[1.0, 3.0]], [[2.0, 5.0]], [1.5], [1]),
        (nn.Huber(1.0), [[0.5], [3.0], [-3.0]], [[0.0], [0.0], [0.0]], [0.125, 2.5, 2.5], [0, 0, 0]),
        (nn.Huber(2.0), [[3.0]], [[0.0]], [4.0], [0]),
        ("hinge", [[0.25], [2.0], [0.5], [-3.0]], [[1.0], [1.0], [0.0], [0.0]], [0.75, 0, 1.5, 0], [1, 1, 0, 1]),
        ("hinge", [[2.0, -2.0, 0.0], [0.0, 0.5, -1.0]], [0, 2], [1 / 3, 4.5 / 3], [1, 0]),
        ("kl", [[0.0, 0.0], [0.0, np.log(3)]], [[0.5, 0.5], [0.25, 0.75]], [0, 0], [1, 1]),
        ("kl", [[0.0, 0.0]], [[0.0, 1.0]], [np.log(2)], [0]),
        (nn.CrossEntropy(smoothing=0.5), [[0.0, np.log(3)]], [1], [-0.75 * np.log(0.75) - 0.25 * np.log(0.25)], [1]),
    ],
)
def test_a_loss_is_what_its_equation_gives(
    loss: str | nn.Loss, outputs: list[list[float]], targets: object, wanted: list[float], hits: list[int], device: str
) -> None:
    values, found = judged(loss, outputs, targets, device)
    np.testing.assert_allclose(values, wanted, rtol=1e-6, atol=1e-7)
    assert found == hits


@DEVICES
@pytest.mark.parametrize("loss", ["mae", nn.Huber(), "hinge", "kl", nn.CrossEntropy(smoothing=0.1)], ids=str)
def test_trouble_in_an_output_shows_in_the_loss(loss: str | nn.Loss, device: str) -> None:
    targets: object = [1] if isinstance(loss, nn.CrossEntropy) else [[0.5, 0.5]]
    values, _ = judged(loss, [[np.nan, 1.0]], targets, device)
    assert np.isnan(values).all()


@DEVICES
def test_a_chance_below_zero_shows_in_the_divergence(device: str) -> None:
    values, _ = judged("kl", [[0.0, 1.0]], [[-0.5, 1.5]], device)
    assert np.isnan(values).all()


def test_no_smoothing_is_plain_cross_entropy_to_the_bit() -> None:
    x, y = data("dense")
    layers, shape, _, _ = NETWORKS["dense"]()
    one, other = model("dense"), nn.Model(layers, shape, nn.CrossEntropy(smoothing=0.0), seed=1)
    indices = np.arange(32, dtype=np.int32).reshape(4, 8)
    assert one.train(x, y, indices)["loss"].tobytes() == other.train(x, y, indices)["loss"].tobytes()


@pytest.mark.parametrize("loss", [nn.Huber(0.3), nn.CrossEntropy(smoothing=0.1), nn.Hinge(), nn.MAE()], ids=repr)
def test_a_file_keeps_the_loss_with_its_numbers(loss: nn.Loss, tmp_path: Path) -> None:
    made = nn.Model([nn.Dense(3)], (2,), loss, device="reference")
    made.save(str(tmp_path / "model.npz"))
    assert nn.load(str(tmp_path / "model.npz"), "reference").loss == loss
