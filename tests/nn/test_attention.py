"""Attention: what its weights say, what it may see, what it can learn, and that it comes back from a file."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import Array, batches, same
from tuidl import nn
from tuidl.kernels.cpu.executor import CpuExecutor

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
TOKENS = np.random.default_rng(2).integers(0, 6, (9, 5)).astype(np.int32)


def made(layer: nn.Layer, device: str = "cpu") -> nn.Model:
    return nn.Model([nn.Embedding(6, 8, init=nn.Normal(1)), layer, nn.Dense(6)], (5,), device=device, seed=3)


def softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def projected(net: nn.Model, x: Array, heads: int) -> list[Array]:
    """q, k and v of layer ``a`` as (example, head, moment, depth)."""
    parts = (x @ net.read(f"a.{part}.weight") + net.read(f"a.{part}.bias") for part in ("query", "key", "value"))
    return [part.reshape(*part.shape[:2], heads, -1).swapaxes(1, 2) for part in parts]


@DEVICES
@pytest.mark.parametrize("causal", [False, True])
def test_the_weights_of_one_head_can_be_read(device: str, causal: bool) -> None:
    net = made(nn.Attention(3, causal=causal, name="a"), device)
    for part in ("query", "key", "value"):
        net.write(f"a.{part}.bias", np.array([0.5, -1, 2]))
    seen = net.observe(TOKENS, ["a.weights", "a.out", "embedding_1.out"])
    q, k, v = projected(net, seen["embedding_1.out"], 1)
    scores = q @ k.swapaxes(2, 3) / np.sqrt(3)
    wanted = softmax(np.where(np.tri(5, dtype=bool) | (not causal), scores, -np.inf))
    assert seen["a.weights"].shape == (9, 5, 1, 5)
    np.testing.assert_allclose(seen["a.weights"][:, :, 0], wanted[:, 0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(seen["a.out"], (wanted @ v)[:, 0], rtol=1e-4, atol=1e-5)
    assert ((seen["a.weights"][:, :, 0] == 0) == (causal & ~np.tri(5, dtype=bool))).all()


@DEVICES
@pytest.mark.parametrize(("heads", "units"), [(2, 6), (2, 32), (5, 5), (1, 7)])
def test_each_head_has_its_part_of_the_units(device: str, heads: int, units: int) -> None:
    net = made(nn.MultiHeadAttention(heads, units, name="a"), device)
    seen = net.observe(TOKENS, ["a.weights", "a.heads", "a.output.out", "embedding_1.out"])
    q, k, v = projected(net, seen["embedding_1.out"], heads)
    wanted = softmax(q @ k.swapaxes(2, 3) / np.sqrt(units // heads))
    means = (wanted @ v).swapaxes(1, 2).reshape(9, 5, units)
    np.testing.assert_allclose(seen["a.weights"], wanted.swapaxes(1, 2), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(seen["a.heads"], means, rtol=1e-4, atol=1e-5)
    y = means @ net.read("a.output.weight") + net.read("a.output.bias")
    np.testing.assert_allclose(seen["a.output.out"], y, rtol=1e-4, atol=1e-5)
    parameters = next(row.parameters for row in net.layers if row.name == "a")
    assert parameters == 3 * (8 * units + units) + units * units + units


@DEVICES
def test_a_causal_moment_knows_nothing_of_what_follows(device: str) -> None:
    net, other = made(nn.MultiHeadAttention(2, 6, causal=True), device), TOKENS.copy()
    other[:, 3:] = (other[:, 3:] + 1) % 6
    one, two = net.predict(TOKENS), net.predict(other)
    assert one[:, :3].tobytes() == two[:, :3].tobytes()
    assert (one[:, 3:] != two[:, 3:]).any(-1).all()


@DEVICES
def test_without_positions_the_order_of_moments_goes_unnoticed(device: str) -> None:
    order = np.array([3, 0, 4, 1, 2])
    net = made(nn.MultiHeadAttention(2, 6), device)
    np.testing.assert_allclose(net.predict(TOKENS)[:, order], net.predict(TOKENS[:, order].copy()), atol=1e-5)
    for position in (nn.PositionalEncoding(), nn.PositionEmbedding(init=nn.Normal(1))):
        net = made(nn.Sequential(position, nn.MultiHeadAttention(2, 6)), device)
        apart = np.abs(net.predict(TOKENS)[:, order] - net.predict(TOKENS[:, order].copy()))
        assert apart.max() > 1e-3


@DEVICES
@pytest.mark.parametrize("features", [1, 2, 7, 16])
def test_positions_are_sines_and_cosines(device: str, features: int) -> None:
    layers = [nn.Embedding(6, features), nn.PositionalEncoding(name="p"), nn.Dense(6)]
    net = nn.Model(layers, (5,), device=device)
    seen = net.observe(TOKENS, ["p.out", "embedding_1.out"])
    for t in range(5):
        for i in range(features):
            angle = t / 10000 ** (2 * (i // 2) / features)
            wanted = np.sin(angle) if i % 2 == 0 else np.cos(angle)
            assert net.read("p.table")[t, i] == pytest.approx(wanted, abs=1e-6)
    np.testing.assert_allclose(
        seen["p.out"] - seen["embedding_1.out"], np.tile(net.read("p.table"), (9, 1, 1)), atol=1e-6
    )
    before = net.read("p.table")
    net.train(TOKENS, TOKENS, batches(9, 3, 4))
    assert (net.read("p.table") == before).all()


@DEVICES
def test_large_scores_do_not_overflow(device: str) -> None:
    net = made(nn.MultiHeadAttention(2, 6, name="a"), device)
    for part in ("query", "key"):
        net.write(f"a.{part}.weight", 1e4 * net.read(f"a.{part}.weight"))
    weights = net.observe(TOKENS, ["a.weights"])["a.weights"]
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=1e-5)
    assert all(np.isfinite(gradient).all() for gradient in net.gradients(TOKENS, TOKENS).values())


@DEVICES
@pytest.mark.parametrize("part", ["query.weight", "key.bias", "value.weight", "output.bias"])
def test_trouble_in_the_weights_shows(device: str, part: str) -> None:
    net = made(nn.MultiHeadAttention(2, 6, causal=True, name="a"), device)
    net.write(f"a.{part}", np.full(net.read(f"a.{part}").shape, np.nan))
    assert np.isnan(net.evaluate(TOKENS, TOKENS)["loss"])


@DEVICES
def test_weights_are_left_out_while_training_alone(device: str) -> None:
    rates = []
    for rate in (0.0, 0.5):
        net = made(nn.Attention(4, dropout=rate, name="a"), device)
        before = net.evaluate(TOKENS, TOKENS)["loss"]
        rates.append((before, net.train(TOKENS, TOKENS, np.arange(9, dtype=np.int32)[None])["loss"][0]))
    assert rates[0][0] == rates[1][0] == pytest.approx(rates[0][1], rel=1e-6)
    assert rates[1][1] != pytest.approx(rates[0][1], rel=1e-4)
    net.write("a.dropout.rate", np.zeros(1))
    assert net.train(TOKENS, TOKENS, np.arange(9, dtype=np.int32)[None])["loss"][0] < rates[0][0]


def test_each_model_leaves_other_weights_out() -> None:
    losses = set()
    for seed in (1, 2):
        layers = [nn.Embedding(6, 8, init=0.5), nn.Attention(4, dropout=0.5, init=0.3), nn.Dense(6, init=0.1)]
        net = nn.Model(layers, (5,), seed=seed)
        net.write("embedding_1.weight", np.arange(48).reshape(6, 8) / 48)
        net.write("dense_1.weight", np.arange(24).reshape(4, 6) / 24)
        losses.add(net.train(TOKENS, TOKENS, np.arange(9, dtype=np.int32)[None])["loss"][0].item())
    assert len(losses) == 2


@pytest.mark.parametrize("layer", [
    nn.Attention(6, causal=True, dropout=0.2), nn.MultiHeadAttention(3, 9, dropout=0.1, init="he"),
    nn.PositionEmbedding(), nn.PositionalEncoding(),
], ids=repr)  # fmt: skip
def test_a_saved_model_goes_on_to_the_bit(layer: nn.Layer, tmp_path: Path) -> None:
    net, path = made(layer), str(tmp_path / "net.npz")
    net.train(TOKENS, TOKENS, batches(9, 3, 4))
    net.save(path)
    loaded = nn.load(path)
    assert same(net.state(), loaded.state())
    assert [repr(each) for each in net.network] == [repr(each) for each in loaded.network]
    for each in (net, loaded):
        each.train(TOKENS, TOKENS, batches(9, 3, 4, seed=1))
    assert same(net.state(), loaded.state())


LENGTHS = np.array([5, 1, 3, 0, 4, 2, 5, 5, 1], np.int32)
REAL = np.arange(5) < LENGTHS[:, None]  # (example, moment)
PADDED = np.where(REAL, TOKENS % 5 + 1, 0).astype(np.int32)


def masked(device: str, causal: bool = False, dtype: type = np.float32) -> nn.Model:
    layers = [
        nn.Embedding(6, 8, mask_zero=True, init=nn.Normal(1)), nn.MultiHeadAttention(2, 8, causal=causal, name="a"),
        nn.Residual(nn.LayerNorm(), nn.Attention(8, name="b")), nn.Dense(6),
    ]  # fmt: skip
    return nn.Model(layers, (5,), device=device, seed=3, dtype=dtype)


@DEVICES
@pytest.mark.parametrize("causal", [False, True])
def test_padding_changes_nothing(device: str, causal: bool) -> None:
    """An example with padding is answered as the same example without: as a shorter sequence."""
    net = masked(device, causal)
    answers = net.predict(PADDED)
    for length in (1, 3, 4):
        layers = [
            nn.Embedding(6, 8), nn.MultiHeadAttention(2, 8, causal=causal, name="a"),
            nn.Residual(nn.LayerNorm(), nn.Attention(8, name="b")), nn.Dense(6),
        ]  # fmt: skip
        short = nn.Model(layers, (length,), device=device)
        short.restore(net.state())
        which = length == LENGTHS
        wanted = short.predict(PADDED[which, :length].copy())
        np.testing.assert_allclose(answers[which, :length], wanted, rtol=1e-4, atol=1e-5)


@DEVICES
@pytest.mark.parametrize("causal", [False, True])
def test_an_example_of_nothing_but_padding_gives_numbers(device: str, causal: bool) -> None:
    net, nothing = masked(device, causal), np.zeros((3, 5), np.int32)
    seen = net.observe(PADDED, ["a.weights", "a.heads", "output"])
    assert all(np.isfinite(values).all() for values in seen.values())
    empty = LENGTHS == 0
    assert not seen["a.weights"][empty].any()
    assert not seen["a.heads"][empty].any()
    np.testing.assert_allclose(seen["a.weights"][~empty].sum(-1), 1, rtol=1e-5)
    assert all(np.isfinite(gradient).all() for gradient in net.gradients(PADDED, TOKENS).values())
    assert net.train(nothing, nothing, np.arange(3, dtype=np.int32)[None])["loss"][0] == 0


def slopes(net: nn.Model, x: Array | dict[str, Array], y: Array) -> None:
    """The gradient of every parameter is the slope of the loss along a random direction."""
    random = np.random.default_rng(8)
    for name, gradient in net.gradients(x, y).items():
        start, direction = net.read(name), random.standard_normal(net.read(name).shape)
        losses = []
        for way in (-1, 1):
            net.write(name, start + way * 1e-5 * direction)
            losses.append(net.evaluate(x, y)["loss"])
        net.write(name, start)
        assert (losses[1] - losses[0]) / 2e-5 == pytest.approx(
            float((gradient * direction).sum()), rel=1e-5, abs=1e-8
        ), name


@pytest.mark.parametrize("causal", [False, True])
def test_gradients_with_padding_are_slopes(causal: bool) -> None:
    slopes(masked("reference", causal, np.float64), PADDED, TOKENS)


@pytest.mark.parametrize("causal", [False, True])
def test_padding_is_compiled_alike_for_any_number_of_threads(causal: bool) -> None:
    truth, states = masked("reference", causal, np.float64), []
    truth_losses = truth.train(PADDED, TOKENS, batches(9, 4, 7))["loss"]
    for threads in (1, 2, 3, 5, 8):
        layers = masked("cpu", causal).network
        net = nn.Model(layers, (5,), seed=3, threads=threads)
        net._executor.threads_pay = 0  # type: ignore[attr-defined]
        np.testing.assert_allclose(net.train(PADDED, TOKENS, batches(9, 4, 7))["loss"], truth_losses, rtol=1e-4)
        states.append(net.state())
    assert all(same(states[0], state) for state in states)


SOURCE = np.random.default_rng(6).integers(1, 7, (9, 4)).astype(np.int32)
SOURCE[LENGTHS < 3, 2:] = 0
BOTH = {"source": SOURCE, "target": TOKENS}
SHAPES = {"source": nn.Whole(4), "target": nn.Whole(5)}


def crossed(device: str, dtype: type = np.float32, threads: int = 1) -> nn.Model:
    """An encoder and a decoder that looks back at it, each of one block."""
    encoder = nn.Sequential(
        nn.Embedding(7, 8, mask_zero=True),
        nn.PositionalEncoding(),
        nn.Residual(nn.MultiHeadAttention(2, 8)),
        name="encoder",
    )
    look = nn.MultiHeadAttention(2, 8, memory="encoder", name="cross")
    layers = [
        encoder, nn.Input("target"), nn.Embedding(6, 8), nn.PositionEmbedding(),
        nn.Residual(nn.Attention(8, causal=True)), nn.Residual(nn.LayerNorm(), look, name="look"), nn.Dense(6),
    ]  # fmt: skip
    net = nn.Model(layers, SHAPES, device=device, seed=4, dtype=dtype, threads=threads)
    if isinstance(net._executor, CpuExecutor):
        net._executor.threads_pay = 0
    return net


@DEVICES
def test_another_sequence_can_be_asked(device: str, tmp_path: Path) -> None:
    net = crossed(device)
    weights = net.observe(BOTH, ["look.cross.weights"])["look.cross.weights"]
    assert weights.shape == (9, 5, 2, 4)
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=1e-5)
    assert not weights.swapaxes(2, 3).swapaxes(1, 2)[SOURCE == 0].any()
    other = BOTH | {"source": np.where(SOURCE > 0, SOURCE % 6 + 1, 0)}
    assert (net.predict(BOTH) != net.predict(other)).any(-1).all()
    net.save(str(tmp_path / "net.npz"))
    assert nn.load(str(tmp_path / "net.npz"), device).predict(BOTH).tobytes() == net.predict(BOTH).tobytes()


def test_gradients_go_back_into_the_other_sequence() -> None:
    net = crossed("reference", np.float64)
    slopes(net, BOTH, TOKENS)
    gradients = net.gradients(BOTH, TOKENS)
    assert all(gradient.any() for name, gradient in gradients.items() if "key.bias" not in name)


def test_cross_attention_is_compiled_alike_for_any_number_of_threads() -> None:
    wanted, states = crossed("reference", np.float64).train(BOTH, TOKENS, batches(9, 4, 7))["loss"], []
    for threads in (1, 2, 3, 5, 8):
        net = crossed("cpu", threads=threads)
        np.testing.assert_allclose(net.train(BOTH, TOKENS, batches(9, 4, 7))["loss"], wanted, rtol=1e-4)
        states.append(net.state())
    assert all(same(states[0], state) for state in states)


LENGTH, LETTERS = 5, 7


def reversals(count: int) -> tuple[Array, Array]:
    """Letters, then as many blanks (0): the answer to a letter is itself, to the blanks the letters backwards."""
    letters = np.random.default_rng(5).integers(1, LETTERS, (count, LENGTH)).astype(np.int32)
    return np.hstack([letters, np.zeros_like(letters)]), np.hstack([letters, letters[:, ::-1]])


def transformer(device: str, threads: int = 1) -> nn.Model:
    """One block: attention, then a dense layer for each moment, around both a way past."""
    layers = [
        nn.Embedding(LETTERS, 32, init=nn.Normal(0.5)), nn.PositionalEncoding(),
        nn.Residual(nn.LayerNorm(), nn.MultiHeadAttention(2, 32, causal=True), name="attend"),
        nn.Residual(nn.LayerNorm(), nn.Dense(64), nn.GELU(), nn.Dense(32)), nn.LayerNorm(), nn.Dense(LETTERS),
    ]  # fmt: skip
    net = nn.Model(layers, (2 * LENGTH,), optimizer=nn.Adam(0.005), device=device, seed=2, threads=threads)
    if isinstance(net._executor, CpuExecutor):
        net._executor.threads_pay = 0
    return net


def test_a_small_transformer_learns_to_say_letters_backwards() -> None:
    x, y = reversals(512)
    net = transformer("cpu", threads=2)
    net.train(x[:448], y[:448], batches(448, 400, 32))
    right = (net.predict(x[448:]).argmax(-1) == y[448:])[:, LENGTH:].mean()
    assert right > 0.97
    seen = net.observe(x[448:], ["attend.multi_head_attention_1.weights"])["attend.multi_head_attention_1.weights"]
    looks = seen[:, LENGTH:].mean((0, 2))  # of all examples and heads: blank i looks at the letter it must say
    assert (looks.argmax(-1) == np.arange(LENGTH)[::-1]).all()


def test_a_small_transformer_learns_alike_on_both_devices() -> None:
    x, y = reversals(64)
    indices = batches(64, 40, 16)
    compiled, truth = transformer("cpu"), transformer("reference")
    losses = [net.train(x, y, indices)["loss"] for net in (compiled, truth)]
    np.testing.assert_allclose(*losses, rtol=2e-3)
    assert losses[0][-1] < 0.8 * losses[0][0]
