"""Masks: padding is carried through, judged by nobody, and gives no gradient."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import same
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
RANDOM = np.random.default_rng(5)
LENGTHS = np.array([5, 1, 3, 0, 4, 2, 5, 5, 1], np.int32)
REAL = np.arange(5) < LENGTHS[:, None]  # (example, moment)
TOKENS = np.where(REAL, RANDOM.integers(1, 6, REAL.shape), 0).astype(np.int32)
LABELS = RANDOM.integers(0, 6, REAL.shape).astype(np.int32)
FEATURES = np.where(REAL[..., None], RANDOM.standard_normal((*REAL.shape, 3)), 0).astype(np.float32)


def by_tokens(device: str, mask: bool = True) -> nn.Model:
    return nn.Model([nn.Embedding(6, 4, mask_zero=mask), nn.Dense(6)], (5,), device=device, seed=2)


@DEVICES
def test_loss_and_accuracy_are_means_over_real_moments(device: str) -> None:
    net, plain = by_tokens(device), by_tokens(device, mask=False)
    loss, hit = plain.judge(TOKENS, LABELS)
    found, hits = net.judge(TOKENS, LABELS)
    np.testing.assert_array_equal(found, np.where(REAL, loss, 0))
    np.testing.assert_array_equal(hits, np.where(REAL, hit, 0))
    made = net.evaluate(TOKENS, LABELS)
    assert made["loss"] == pytest.approx(loss[REAL].mean())
    assert made["accuracy"] == pytest.approx(hit[REAL].mean())
    indices = np.arange(9, dtype=np.int32)[None]
    trained = net.train(TOKENS, LABELS, indices)
    assert trained["loss"][0] == pytest.approx(loss[REAL].mean(), rel=1e-5)
    assert trained["accuracy"][0] == pytest.approx(hit[REAL].mean(), rel=1e-5)


@DEVICES
def test_gradients_are_those_of_the_real_moments_alone(device: str) -> None:
    """The same tokens, one by one, without padding: each is a sequence of one moment."""
    net = by_tokens(device)
    single = nn.Model([nn.Embedding(6, 4), nn.Dense(6)], (1,), device=device, seed=2)
    wanted = single.gradients(TOKENS[REAL][:, None], LABELS[REAL][:, None])
    for name, gradient in net.gradients(TOKENS, LABELS).items():
        np.testing.assert_allclose(gradient, wanted[name], rtol=1e-4, atol=1e-6)


@DEVICES
def test_gradients_over_several_batches_count_moments_not_examples(device: str) -> None:
    net, many = by_tokens(device), np.arange(700) % 9
    whole = net.gradients(TOKENS[many[:9]], LABELS[many[:9]])
    parts = net.gradients(TOKENS[many[: 9 * 60]], LABELS[many[: 9 * 60]])
    for name, gradient in parts.items():
        np.testing.assert_allclose(gradient, whole[name], rtol=1e-4, atol=1e-6)


@DEVICES
def test_lengths_a_mask_and_values_say_the_same(device: str) -> None:
    def net(shapes: object, *layers: nn.Layer) -> nn.Model:
        return nn.Model([*layers, nn.Dense(4), nn.Tanh(), nn.Dense(6)], shapes, device=device, seed=3)  # type: ignore[arg-type]

    lengths = net({"x": (5, 3), "lengths": nn.Whole()}, nn.Masking(by="lengths"))
    given = net({"x": (5, 3), "shown": nn.Whole(5)}, nn.Masking(by="shown"))
    values = net((5, 3), nn.Masking())
    sevens = net((5, 3), nn.Masking(7.0))
    results = [
        lengths.evaluate({"x": FEATURES, "lengths": LENGTHS}, LABELS),
        lengths.evaluate({"x": np.where(REAL[..., None], FEATURES, np.nan), "lengths": LENGTHS}, LABELS),
        given.evaluate({"x": FEATURES, "shown": REAL.astype(np.int32)}, LABELS),
        values.evaluate(FEATURES, LABELS),
        sevens.evaluate(np.where(REAL[..., None], FEATURES, 7).astype(np.float32), LABELS),
    ]
    assert all(result == results[0] for result in results[1:])


def test_masks_go_through_layers_and_branches() -> None:
    layers = [
        nn.Embedding(6, 4, mask_zero=True), nn.Residual(nn.LayerNorm(), nn.Dense(4), nn.GELU()), nn.Dropout(0.2),
        nn.Parallel(nn.Dense(3), nn.Dense(2), join="concat"), nn.Dense(6), nn.Softmax(),
    ]  # fmt: skip
    assert nn.Model(layers, (5,), device="reference")._programs.masked


@DEVICES
def test_a_batch_of_nothing_but_padding_teaches_nothing(device: str) -> None:
    net = nn.Model([nn.Embedding(6, 4, mask_zero=True), nn.Dense(6)], (5,), optimizer="sgd", device=device)
    before = {name: value for name, value in net.state().items() if name != "step"}
    made = net.train(np.zeros((3, 5), np.int32), LABELS[:3], np.arange(3, dtype=np.int32)[None])
    assert (made["loss"][0], made["accuracy"][0]) == (0, 0)
    assert same(before, {name: value for name, value in net.state().items() if name != "step"})


def test_a_saved_mask_comes_back(tmp_path: Path) -> None:
    layers = [nn.Masking(2.0), nn.Masking(by="lengths"), nn.Dense(6)]
    net = nn.Model(layers, {"x": (5, 3), "lengths": nn.Whole()})
    x = {"x": FEATURES, "lengths": LENGTHS}
    net.save(str(tmp_path / "net.npz"))
    assert nn.load(str(tmp_path / "net.npz")).evaluate(x, LABELS) == net.evaluate(x, LABELS)


@pytest.mark.parametrize(("lengths", "pattern"), [([6] * 9, "6 is out of range.*0 to 5"), ([-1] * 9, "-1 is out")])
def test_a_length_beyond_the_sequence_is_refused(lengths: list[int], pattern: str) -> None:
    net = nn.Model([nn.Masking(by="n"), nn.Dense(6)], {"x": (5, 3), "n": nn.Whole()}, device="reference")
    with pytest.raises(ValueError, match=pattern):
        net.predict({"x": FEATURES, "n": np.array(lengths)})


def test_a_mask_by_no_input_is_refused() -> None:
    with pytest.raises(ValueError, match=r"masking_1.*needs an input 'n'.*Whole\(5\)"):
        nn.Model([nn.Masking(by="n"), nn.Dense(6)], (5, 3), device="reference")


@pytest.mark.parametrize("loss", ["mse", "mae", nn.Huber(0.5), "binary_cross_entropy", "hinge", "kl"], ids=str)
@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_every_loss_of_a_sequence_is_the_mean_over_its_real_moments(loss: str | nn.Loss, device: str) -> None:
    """What stands at padding changes neither loss nor gradient."""
    random = np.random.default_rng(4)
    x = random.standard_normal((6, 5, 3)).astype(np.float32)
    lengths = np.array([5, 3, 1, 4, 2, 5], np.int32)
    y = random.dirichlet(np.ones(2), (6, 5)).astype(np.float32)
    layers = [nn.Masking(by="length"), nn.RNN(4), nn.Dense(2)]
    net = nn.Model(layers, {"x": (5, 3), "length": nn.Whole()}, loss, device=device, seed=2)
    given = {"x": x, "length": lengths}
    values, _ = net.judge(given, y)
    real = np.arange(5) < lengths[:, None]
    assert values.shape == (6, 5)
    assert not values[~real].any()
    assert net.evaluate(given, y)["loss"] == pytest.approx(float(values[real].mean()), rel=1e-5)
    other = np.where(real[..., None], y, 1 - y)
    np.testing.assert_array_equal(net.judge(given, other)[0], values)
    for name, gradient in net.gradients(given, y).items():
        np.testing.assert_array_equal(net.gradients(given, other)[name], gradient)
