"""Numbers at the edge: tiny signals survive, trouble shows in the loss, extreme logits stay finite."""

import numpy as np
import pytest

from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])


def test_a_signal_survives_twenty_tanh_layers_of_small_weights() -> None:
    layers = [layer for _ in range(20) for layer in (nn.Dense(30, init=nn.Normal(0.05)), nn.Tanh())]
    made = nn.Model([*layers, nn.Dense(2)], (30,), seed=3)
    truth = nn.Model([*layers, nn.Dense(2)], (30,), device="reference", dtype=np.float64)
    truth.restore(made.state())
    x = np.random.default_rng(0).standard_normal((16, 30)).astype(np.float32)
    got, wanted = (m.observe(x, ["tanh_20.out"])["tanh_20.out"] for m in (made, truth))
    size = np.abs(wanted).max()
    assert 1e-14 < size < 1e-9
    assert np.abs(got - wanted).max() < 1e-4 * size


def test_a_gradient_survives_twenty_tanh_layers_of_small_weights() -> None:
    layers = [layer for _ in range(20) for layer in (nn.Dense(30, init=nn.Normal(0.05)), nn.Tanh())]
    made = nn.Model([*layers, nn.Dense(2)], (30,), seed=3)
    truth = nn.Model([*layers, nn.Dense(2)], (30,), device="reference", dtype=np.float64)
    truth.restore(made.state())
    random = np.random.default_rng(0)
    x, y = random.standard_normal((16, 30)).astype(np.float32), random.integers(0, 2, 16).astype(np.int32)
    got, wanted = (m.gradients(x, y)["dense_1.bias"] for m in (made, truth))
    assert np.abs(got - wanted).max() < 1e-4 * np.abs(wanted).max()


@DEVICES
@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("middle", [nn.ReLU, nn.LeakyReLU, nn.BatchNorm, nn.Dropout])
def test_trouble_in_the_data_shows_in_the_loss(poison: float, middle: type[nn.Layer], device: str) -> None:
    made = nn.Model([nn.Dense(5), middle(), nn.Dense(3)], (4,), device=device)
    made.write("dense_1.weight", np.ones((4, 5)))
    x, y = np.ones((8, 4), np.float32), np.zeros(8, np.int32)
    x[3, 2] = poison
    values = made.train(x, y, np.arange(8, dtype=np.int32)[None])
    hidden = isinstance(middle(), nn.ReLU) and poison == -np.inf  # max(−∞, 0) is 0: that is right
    assert np.isfinite(values["loss"][0]) == hidden


@DEVICES
@pytest.mark.parametrize("pool", [nn.MaxPool2D(2), nn.AvgPool2D(2), nn.MaxPool2D(3, stride=1)])
def test_trouble_in_a_pixel_shows_through_pooling(pool: nn.Layer, device: str) -> None:
    layers = [nn.Conv2D(3), nn.ReLU(), pool, nn.Flatten(), nn.Dense(2)]
    made = nn.Model(layers, (8, 8, 1), device=device)
    x, y = np.ones((4, 8, 8, 1), np.float32), np.zeros(4, np.int32)
    x[2, 3, 3] = np.nan
    assert np.isnan(made.evaluate(x, y)["loss"])
    assert np.isnan(made.train(x, y, np.arange(4, dtype=np.int32)[None])["loss"][0])


@DEVICES
def test_trouble_in_the_weights_shows_through_a_recurrent_layer(device: str) -> None:
    made = nn.Model([nn.OneHot(4), nn.RNN(5), nn.Dense(4)], (6,), device=device)
    made.write("rnn_1.recurrent", np.full((5, 5), np.nan))
    x = np.zeros((3, 6), np.int32)
    assert np.isnan(made.evaluate(x, x)["loss"])
    made.train(x, x, np.zeros((1, 3), np.int32))
    assert np.isnan(made.read("rnn_1.weight.grad")[0]).any()


@DEVICES
def test_cross_entropy_of_extreme_logits(device: str) -> None:
    made = nn.Model([nn.Dense(3, init=nn.Fixed(np.eye(3) * 1e4))], (3,), device=device)
    x = np.eye(3, dtype=np.float32) * 2 - 1
    right, hits = made.judge(x, np.arange(3, dtype=np.int32))
    assert right.tolist() == [0, 0, 0]
    assert hits.tolist() == [1, 1, 1]
    wrong, _ = made.judge(x, np.array([1, 2, 0], np.int32))
    np.testing.assert_allclose(wrong, 2e4, rtol=1e-6)
    gradient = made.gradients(x, np.array([1, 2, 0], np.int32))["dense_1.bias"]
    assert np.isfinite(gradient).all()
    np.testing.assert_allclose(made.predict(x).sum(1), made.predict(x).sum(1))
    assert np.isfinite(made.predict(x)).all()


@DEVICES
def test_binary_cross_entropy_of_extreme_logits(device: str) -> None:
    layers = [nn.Dense(1, init=nn.Fixed([[1e4]])), nn.Sigmoid()]
    made = nn.Model(layers, (1,), "binary_cross_entropy", device=device)
    x = np.array([[1], [-1]], np.float32)
    assert made.evaluate(x, np.array([1, 0], np.float32)) == {"loss": 0.0, "accuracy": 1.0}
    worst = made.evaluate(x, np.array([0, 1], np.float32))
    assert worst["loss"] == pytest.approx(1e4)
    assert worst["accuracy"] == 0
    assert made.predict(x)[:, 0].tolist() == [1, 0]
    assert np.isfinite(made.gradients(x, np.array([0, 1], np.float32))["dense_1.weight"]).all()


@DEVICES
def test_softmax_rows_sum_to_one_and_do_not_overflow(device: str) -> None:
    made = nn.Model([nn.Dense(5), nn.Softmax()], (4,), device=device)
    x = np.random.default_rng(0).standard_normal((50, 4)).astype(np.float32) * 1e4
    np.testing.assert_allclose(made.predict(x).sum(1), 1, rtol=1e-5)


@pytest.mark.parametrize("function", [nn.Tanh, nn.Sigmoid])
def test_elementary_functions_over_the_whole_range(function: type[nn.Layer]) -> None:
    made = nn.Model([nn.Dense(1, init=1.0), function(), nn.Dense(1)], (1,), "mse")
    random = np.random.default_rng(1)
    spread = 10.0 ** random.uniform(-36, 1.5, 20000) * random.choice([-1, 1], 20000)
    x = np.concatenate([spread, random.standard_normal(20000) * 3]).astype(np.float32)[:, None]
    name = f"{function.kind}_1.out"
    got = made.observe(x, [name])[name].astype(np.float64)
    wide = x.astype(np.float64)
    wanted = np.tanh(wide) if function is nn.Tanh else 1 / (1 + np.exp(-wide))
    np.testing.assert_allclose(got, wanted, rtol=4e-7)
    ends = made.observe(np.array([[50], [-50], [np.inf], [-np.inf], [0], [np.nan]], np.float32), [name])[name][:, 0]
    low = -1 if function is nn.Tanh else 0
    assert ends[0] == ends[2] == 1
    assert ends[1] == pytest.approx(low, abs=1e-20)
    assert ends[3] == low
    assert ends[4] == (0 if function is nn.Tanh else 0.5)
    assert np.isnan(ends[5])


def _relative(function: type[nn.Layer], x: np.ndarray) -> np.ndarray:
    """The activation in float64, each by a way that loses no digits."""
    match function.__name__:
        case "ELU":
            return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))
        case "Softplus":
            return np.logaddexp(0, x)
        case "SiLU":
            return x / (1 + np.exp(-x))
    return x / (1 + np.exp(-2 * np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


@DEVICES
@pytest.mark.parametrize("function", [nn.ELU, nn.Softplus, nn.SiLU, nn.GELU])
def test_smooth_activations_keep_their_digits(function: type[nn.Layer], device: str) -> None:
    made = nn.Model([nn.Dense(1, init=1.0), function(), nn.Dense(1)], (1,), "mse", device=device)
    random = np.random.default_rng(1)
    spread = 10.0 ** random.uniform(-30, 0.5, 5000) * random.choice([-1, 1], 5000)
    x = np.concatenate([spread, random.uniform(-6, 20, 5000)]).astype(np.float32)[:, None]
    name = f"{function.kind}_1.out"
    got = made.observe(x, [name])[name].astype(np.float64)
    np.testing.assert_allclose(got, _relative(function, x.astype(np.float64)), rtol=3e-6)
    ends = made.observe(np.array([[1e30], [-1e30], [0], [np.nan], [np.inf]], np.float32), [name])[name][:, 0]
    assert ends[0] == np.float32(1e30)
    assert ends[1] == {nn.ELU: -1}.get(function, 0)
    assert ends[2] == pytest.approx({nn.Softplus: np.log(2)}.get(function, 0))
    assert np.isnan(ends[3])
    assert ends[4] == np.inf
    made.write("dense_2.weight", np.ones((1, 1)))
    for place, slope in ((1e20, 1.0), (-1e20, 0.0)):
        gradient = made.gradients(np.full((1, 1), place, np.float32), np.zeros((1, 1), np.float32))
        error = made.predict(np.full((1, 1), place, np.float32))[0, 0]
        assert gradient["dense_1.bias"][0] == pytest.approx(2 * error * slope)
