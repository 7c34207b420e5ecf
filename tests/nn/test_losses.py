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
        ("categorical_cross_entropy", [[0.0, np.log(3)]], [[0.25, 0.75]], [np.log(4) - 0.75 * np.log(3)], [1]),
        ("categorical_cross_entropy", [[0.0, np.log(3)]], [0], [np.log(4)], [0]),
        (nn.CategoricalCrossEntropy(0.5), [[0.0, np.log(3)]], [[0.0, 1.0]], [np.log(4) - 0.75 * np.log(3)], [1]),
        (nn.CategoricalCrossEntropy(weights=(3, 5)), [[0.0, 0.0]], [[0.2, 0.8]], [4.6 * np.log(2)], [0]),
        (
            nn.CrossEntropy(weights=(3, 5)),
            [[0.0, 0.0], [0.0, np.log(3)]],
            [0, 1],
            [3 * np.log(2), 5 * np.log(4 / 3)],
            [1, 1],
        ),
        (nn.BinaryCrossEntropy((2, 7)), [[0.0], [np.log(3)]], [[1.0], [0.0]], [7 * np.log(2), 2 * np.log(4)], [0, 0]),
        ("wasserstein", [[0.5], [-2.0], [3.0]], [[1.0], [0.0], [0.0]], [-0.5, -2.0, 3.0], [1, 1, 0]),
        (nn.CrossEntropy(smoothing=0.5), [[0.0, np.log(3)]], [1], [-0.75 * np.log(0.75) - 0.25 * np.log(0.25)], [1]),
    ],
)
def test_a_loss_is_what_its_equation_gives(
    loss: str | nn.Loss, outputs: list[list[float]], targets: object, wanted: list[float], hits: list[int], device: str
) -> None:
    values, found = judged(loss, outputs, targets, device)
    np.testing.assert_allclose(values, wanted, rtol=1e-6, atol=1e-7)
    assert found == hits


TROUBLED = [
    "mae", nn.Huber(), "hinge", "kl", nn.CrossEntropy(smoothing=0.1), nn.CrossEntropy(weights=(1, 2)),
    "categorical_cross_entropy", "wasserstein", nn.BinaryCrossEntropy((1, 2)),
]  # fmt: skip


@DEVICES
@pytest.mark.parametrize("loss", TROUBLED, ids=str)
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


KEPT: list[nn.Loss] = [
    nn.Huber(0.3), nn.CrossEntropy(smoothing=0.1), nn.Hinge(), nn.MAE(), nn.CrossEntropy(weights=(1, 2, 0.5)),
    nn.CategoricalCrossEntropy(0.2, (1, 0, 1)), nn.BinaryCrossEntropy((1, 4)), nn.Wasserstein(),
]  # fmt: skip


@pytest.mark.parametrize("loss", KEPT, ids=repr)
def test_a_file_keeps_the_loss_with_its_numbers(loss: nn.Loss, tmp_path: Path) -> None:
    made = nn.Model([nn.Dense(3)], (2,), loss, device="reference")
    made.save(str(tmp_path / "model.npz"))
    assert nn.load(str(tmp_path / "model.npz"), "reference").loss == loss


@DEVICES
@pytest.mark.parametrize("smoothing", [0.0, 0.3])
def test_labels_and_their_rows_of_chances_are_the_same(smoothing: float, device: str) -> None:
    random = np.random.default_rng(2)
    x, labels = random.standard_normal((50, 6)).astype(np.float32), random.integers(0, 5, 50)
    told = []
    for loss in (
        nn.CrossEntropy(smoothing),
        nn.CategoricalCrossEntropy(smoothing),
        nn.CrossEntropy(smoothing, (1,) * 5),
    ):
        for targets in (labels, np.eye(5)[labels]):
            if targets.ndim == 2 and isinstance(loss, nn.CrossEntropy):
                continue
            net = nn.Model([nn.Dense(5)], (6,), loss, device=device, seed=4)
            values, hits = net.judge(x, targets)
            told.append((values, hits, net.gradients(x, targets)["dense_1.weight"]))
    for values, hits, gradient in told[1:]:
        np.testing.assert_allclose(values, told[0][0], rtol=3e-6)
        np.testing.assert_array_equal(hits, told[0][1])
        np.testing.assert_allclose(gradient, told[0][2], rtol=1e-4, atol=1e-7)


def test_a_weight_of_two_counts_an_example_twice() -> None:
    random = np.random.default_rng(2)
    x, y = random.standard_normal((30, 4)), random.integers(0, 3, 30)
    net = nn.Model(
        [nn.Dense(3)], (4,), nn.CrossEntropy(weights=(1, 2, 1)), device="reference", dtype=np.float64, seed=4
    )
    plain = nn.Model([nn.Dense(3)], (4,), device="reference", dtype=np.float64, seed=4)
    twice = np.concatenate([np.arange(30), np.flatnonzero(y == 1)])
    for name, gradient in plain.gradients(x[twice], y[twice]).items():
        np.testing.assert_allclose(net.gradients(x, y)[name] * 30, gradient * len(twice), rtol=1e-12, atol=1e-15)


@DEVICES
def test_a_critic_learns_how_far_two_clouds_lie_apart(device: str) -> None:
    """Kept within ±c, a linear critic w x reaches w = c, and its loss is −c times the distance of the means, halved."""
    random = np.random.default_rng(0)
    real, made_up = random.standard_normal(200) + 3.0, random.standard_normal(200)
    x = np.concatenate([real, made_up])[:, None]
    y = np.repeat([1.0, 0.0], 200)
    net = nn.Model([nn.Dense(1)], (1,), "wasserstein", nn.SGD(0.1, weight_clip=0.5), device=device)
    for _ in range(50):
        net.train(x, y, np.arange(400, dtype=np.int32)[None])
    assert net.read("dense_1.weight")[0, 0] == 0.5
    assert net.evaluate(x, y)["loss"] == pytest.approx(-0.5 * (real.mean() - made_up.mean()) / 2, rel=1e-5)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: nn.CrossEntropy(weights=(1, -1)), "a class weight must be a number from 0 up, not -1"),
        (lambda: nn.BinaryCrossEntropy((1, 2, 3)), "has 2 class weights, for targets 0 and 1, not 3"),
        (lambda: nn.CategoricalCrossEntropy(smoothing=1.0), "smoothing must be from 0 up to 1, not 1.0"),
        (
            lambda: nn.Model([nn.Dense(4)], (2,), nn.CrossEntropy(weights=(1, 2))),
            "2 class weights, but the network has 4",
        ),
    ],
)
def test_what_cannot_be_is_refused(make: type, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()
