"""Noise layers: how often, how much, and only while training; the same noise on every device."""

import numpy as np
import pytest

from tests.kernels.alone import Alone
from tests.kernels.cases import Case
from tuidl import nn
from tuidl.kernels.reference.noise import ALPHA, alpha_scale

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
ROWS = 4000


def disturbed(operation: str, x: np.ndarray, device: str, **amount: float) -> np.ndarray:
    """What a noise operation makes of x."""
    values = {"x": x.astype(np.float32), "y": np.zeros_like(x, np.float32)}
    values |= {name: np.array([value], np.float32) for name, value in amount.items()}
    return Alone(Case(operation, values, {"seed": 3, "layer": 2})).run(device, step=5)["y"].astype(np.float64)


@DEVICES
@pytest.mark.parametrize("features", [1, 7, 16, 33])
def test_gaussian_noise_is_normal_and_independent(features: int, device: str) -> None:
    n = disturbed("noise.gaussian", np.ones((ROWS, features)), device, deviation=0.5) - 1
    count = n.size
    assert abs(n.mean()) < 5 * 0.5 / np.sqrt(count)
    assert n.std() == pytest.approx(0.5, rel=5 / np.sqrt(2 * count))
    assert np.mean(np.abs(n) < 0.5) == pytest.approx(0.6827, abs=2.5 / np.sqrt(count))
    assert np.mean(np.abs(n) > 1.5) == pytest.approx(0.0027, abs=0.3 / np.sqrt(count))
    if features > 1:
        assert np.abs(np.corrcoef(n.T) - np.eye(features)).max() < 6 / np.sqrt(ROWS)
    assert abs(np.corrcoef(n[1:, 0], n[:-1, 0])[0, 1]) < 5 / np.sqrt(ROWS)


@DEVICES
def test_whole_channels_are_left_out(device: str) -> None:
    y = disturbed("dropout.channels", np.ones((600, 3, 2, 5)), device, rate=0.3)
    assert set(np.unique(y.astype(np.float32))) == {np.float32(0), np.float32(1 / 0.7)}
    assert (y == y[:, :1, :1]).all()
    assert np.mean(y == 0) == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / 3000))


@DEVICES
@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5])
def test_alpha_dropout_keeps_mean_and_variance(rate: float, device: str) -> None:
    x = np.random.default_rng(0).standard_normal((ROWS, 20))
    y = disturbed("dropout.alpha", x, device, rate=rate)
    assert y.mean() == pytest.approx(0, abs=6 * 1.5 / np.sqrt(y.size))
    assert y.var() == pytest.approx(1, abs=0.03)
    a, b = alpha_scale(rate), -alpha_scale(rate) * rate * ALPHA
    left_out = np.isclose(y, a * ALPHA + b, atol=1e-6)
    assert left_out.mean() == pytest.approx(rate, abs=0.01)
    np.testing.assert_allclose(y[~left_out], (a * x.astype(np.float32) + b)[~left_out], rtol=1e-5, atol=1e-6)


LAYERS: list[nn.Layer] = [nn.GaussianNoise(0.5), nn.AlphaDropout(0.5), nn.SpatialDropout2D(0.5), nn.Dropout(0.5)]


@DEVICES
@pytest.mark.parametrize("layer", LAYERS, ids=repr)
def test_noise_is_made_while_training_alone_and_can_be_turned(layer: nn.Layer, device: str) -> None:
    random = np.random.default_rng(0)
    x, y = random.standard_normal((12, 4, 4, 3)), random.integers(0, 3, 12)

    def made() -> nn.Model:
        return nn.Model([type(layer)(0.5, name="noise"), nn.Flatten(), nn.Dense(3)], (4, 4, 3), device=device, seed=2)

    net, quiet = made(), nn.Model([nn.Flatten(), nn.Dense(3)], (4, 4, 3), device=device, seed=2)
    batch = np.arange(12, dtype=np.int32)[None]
    assert net.evaluate(x, y) == quiet.evaluate(x, y)
    np.testing.assert_array_equal(net.predict(x), quiet.predict(x))
    assert made().train(x, y, batch)["loss"] == net.train(x, y, batch)["loss"] != quiet.train(x, y, batch)["loss"]
    silent = made()
    silent.write("noise.deviation" if isinstance(layer, nn.GaussianNoise) else "noise.rate", np.zeros(1))
    quiet.reset()
    np.testing.assert_allclose(silent.train(x, y, batch)["loss"], quiet.train(x, y, batch)["loss"], rtol=1e-6)


@DEVICES
def test_the_softmax_of_a_temperature(device: str) -> None:
    x = np.random.default_rng(0).standard_normal((9, 4)) * 3
    for temperature in (0.25, 1.0, 4.0):
        for layers, loss in (([nn.Softmax(temperature)], "mse"), ([nn.Softmax(temperature)], "cross_entropy")):
            eye = nn.Dense(4, init=nn.Fixed(np.eye(4).tolist()))
            net = nn.Model([eye, *layers], (4,), loss, device=device)
            powers = np.exp(x.astype(np.float32).astype(np.float64) / temperature)
            wanted = powers / powers.sum(1, keepdims=True)
            np.testing.assert_allclose(net.predict(x), wanted, rtol=2e-5, atol=1e-7)
    labels = np.arange(9) % 4
    assert net.evaluate(x, labels)["loss"] == pytest.approx(-np.log(wanted[np.arange(9), labels]).mean(), rel=1e-5)


@DEVICES
def test_a_hardmax_chooses_and_its_gradient_is_the_softmax_s(device: str) -> None:
    x = np.array([[1.0, 3.0, 3.0, 2.0], [0.0, 0.0, 0.0, 0.0], [-1.0, -2.0, -3.0, 5.0]])
    eye = nn.Fixed(np.eye(4).tolist())
    hard = nn.Model(
        [nn.Dense(4, init=eye, name="a"), nn.Hardmax(2.0, name="h"), nn.Dense(1, init=0.5)], (4,), "mse", device=device
    )
    chosen = hard.observe(x, ["h.out"])["h.out"]
    assert chosen.argmax(1).tolist() == [1, 0, 3]
    assert chosen.sum(1).tolist() == [1, 1, 1]
    slopes = np.array([0.1, 0.2, -0.3, 0.7])
    hard.write("dense_2.weight" if "dense_2.weight" in hard.tensors() else "dense_1.weight", slopes[:, None])
    target = np.zeros((3, 1))
    powers = np.exp((x - x.max(1, keepdims=True)) / 2)
    soft = powers / powers.sum(1, keepdims=True)
    dy = 2 * (chosen @ slopes)[:, None] / 3 * slopes
    wanted = soft * (dy - (soft * dy).sum(1, keepdims=True)) / 2
    np.testing.assert_allclose(hard.gradients(x, target)["a.bias"], wanted.sum(0), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: nn.Softmax(0), "Softmax needs a temperature above 0, not 0"),
        (lambda: nn.Hardmax(-1), "Hardmax needs a temperature above 0, not -1"),
        (lambda: nn.GaussianNoise(-1), "GaussianNoise needs a deviation from 0 up, not -1"),
        (lambda: nn.AlphaDropout(1), "AlphaDropout needs a rate from 0 up to 1, not 1"),
        (
            lambda: nn.Model([nn.SpatialDropout2D(name="s"), nn.Dense(2)], (4,)),
            r"'s' \(spatial_dropout2d\) needs images",
        ),
    ],
)
def test_what_cannot_be_is_refused(make: type, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()
