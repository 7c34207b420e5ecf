"""RNN, LSTM and GRU: what their gates say, how they begin, end, drop and skip, and that they come back from a file."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import batches, same
from tuidl import nn

KINDS = pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU])
ALL = pytest.mark.parametrize("kind", [nn.RNN, nn.LSTM, nn.GRU])
DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
Kind = type[nn.RNN] | type[nn.LSTM] | type[nn.GRU]
TOKENS = np.random.default_rng(2).integers(0, 6, (9, 5)).astype(np.int32)


def made(kind: Kind, device: str = "cpu", **options: object) -> nn.Model:
    return nn.Model([nn.Embedding(6, 4), kind(10, name="r", **options), nn.Dense(6)], (5,), device=device, seed=3)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


@DEVICES
def test_the_gates_and_the_cell_of_an_lstm_can_be_read(device: str) -> None:
    net = made(nn.LSTM, device)
    seen = net.observe(TOKENS, ["r.gates", "r.cell", "r.out", "embedding_1.out"])
    gates, cell, state = seen["r.gates"], seen["r.cell"], seen["r.out"]
    assert gates.shape == (9, 5, 4, 10)
    w, u, b = (net.read(f"r.{name}") for name in ("weight", "recurrent", "bias"))
    h = c = np.zeros((9, 10))
    for t in range(5):
        total = np.einsum("bi,igj->bgj", seen["embedding_1.out"][:, t], w) + np.einsum("bi,igj->bgj", h, u) + b
        i, f, o = (sigmoid(total[:, k]) for k in (0, 1, 3))
        c = f * c + i * np.tanh(total[:, 2])
        h = o * np.tanh(c)
        np.testing.assert_allclose(gates[:, t], np.stack([i, f, np.tanh(total[:, 2]), o], axis=1), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(cell[:, t], c, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(state[:, t], h, rtol=1e-5, atol=1e-6)


@DEVICES
def test_the_gates_of_a_gru_can_be_read(device: str) -> None:
    net = made(nn.GRU, device)
    seen = net.observe(TOKENS, ["r.gates", "r.recall", "r.out", "embedding_1.out"])
    w, v, b = (net.read(f"r.{name}") for name in ("weight", "recurrent", "bias"))
    h = np.zeros((9, 10))
    for t in range(5):
        given = np.einsum("bi,igj->bgj", seen["embedding_1.out"][:, t], w) + b
        known = np.einsum("bi,igj->bgj", h, v)
        r, u = (sigmoid(given[:, k] + known[:, k]) for k in (0, 1))
        n = np.tanh(given[:, 2] + r * known[:, 2])
        h = u * h + (1 - u) * n
        np.testing.assert_allclose(seen["r.gates"][:, t], np.stack([r, u, n], axis=1), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(seen["r.recall"][:, t], known[:, 2], rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(seen["r.out"][:, t], h, rtol=1e-5, atol=1e-6)


def test_the_forget_gate_begins_open() -> None:
    bias = made(nn.LSTM).read("r.bias")
    assert (bias[1] == 1).all()
    assert not bias[[0, 2, 3]].any()
    assert not made(nn.GRU).read("r.bias").any()


@KINDS
def test_every_gate_has_first_values_of_its_own(kind: Kind) -> None:
    recurrent = made(kind).read("r.recurrent").astype(np.float64)
    for gate in range(recurrent.shape[1]):
        np.testing.assert_allclose(recurrent[:, gate].T @ recurrent[:, gate], np.eye(10), atol=1e-5)
        assert gate == 0 or not np.allclose(recurrent[:, gate], recurrent[:, 0])


@KINDS
@pytest.mark.parametrize("sequences", [True, False])
def test_a_saved_model_goes_on_to_the_bit(kind: Kind, sequences: bool, tmp_path: Path) -> None:
    net, path = made(kind, return_sequences=sequences), str(tmp_path / "net.npz")
    y = TOKENS if sequences else TOKENS[:, 0].copy()
    net.train(TOKENS, y, batches(9, 3, 4))
    net.save(path)
    loaded = nn.load(path)
    assert same(net.state(), loaded.state())
    for each in (net, loaded):
        each.train(TOKENS, y, batches(9, 3, 4, seed=1))
    assert same(net.state(), loaded.state())
    assert loaded.predict(TOKENS).tobytes() == net.predict(TOKENS).tobytes()


@KINDS
@DEVICES
def test_trouble_in_the_weights_shows(kind: Kind, device: str) -> None:
    net = made(kind, device)
    net.write("r.recurrent", np.full(net.read("r.recurrent").shape, np.nan))
    assert np.isnan(net.evaluate(TOKENS, TOKENS)["loss"])


@KINDS
def test_a_first_character_is_remembered_over_time(kind: Kind) -> None:
    """The label is the first of twenty tokens; nothing after it says which it was."""
    random = np.random.default_rng(5)
    x = random.integers(0, 4, (128, 20)).astype(np.int32)
    y = x[:, 0].copy()
    layers = [nn.OneHot(4), kind(16, return_sequences=False), nn.Dense(4)]
    net = nn.Model(layers, (20,), optimizer=nn.Adam(0.02, clip=1.0), seed=1)
    net.train(x, y, batches(128, 400, 32))
    assert net.evaluate(x, y)["accuracy"] > 0.95


LENGTHS = np.array([5, 1, 3, 2, 5, 4, 1, 2, 3])
PADDED = np.where(np.arange(5) < LENGTHS[:, None], TOKENS % 5 + 1, 0).astype(np.int32)


def masked(kind: Kind, device: str, time: int = 5, **options: object) -> nn.Model:
    layers = [nn.Embedding(6, 4, mask_zero=True), kind(10, name="r", **options), nn.Dense(6)]  # type: ignore[arg-type]
    return nn.Model(layers, (time,), device=device, seed=3)


@ALL
@DEVICES
def test_padding_carries_the_state_through_unchanged(kind: Kind, device: str) -> None:
    net = masked(kind, device)
    seen = net.observe(PADDED, ["r.out", "r.state"])
    for example, length in enumerate(LENGTHS):
        alone = masked(kind, device, int(length)).observe(PADDED[example : example + 1, :length], ["r.out"])["r.out"][0]
        out = seen["r.out"][example]
        np.testing.assert_allclose(out[:length], alone, rtol=0 if device == "cpu" else 1e-5)
        np.testing.assert_array_equal(out[length:], out[length - 1 : length].repeat(5 - length, 0))
        np.testing.assert_array_equal(seen["r.state"][example], out[-1])


@ALL
@DEVICES
def test_the_last_state_of_padded_sequences_has_the_gradients_of_unpadded_ones(kind: Kind, device: str) -> None:
    """Without return_sequences every example has one label; padding neither adds to a gradient nor stops it."""
    y = TOKENS[:, 0].copy()
    made_ = masked(kind, device, return_sequences=False).gradients(PADDED, y)
    sums = {name: np.zeros_like(value) for name, value in made_.items()}
    for example, length in enumerate(LENGTHS):
        alone = masked(kind, device, int(length), return_sequences=False)
        one = alone.gradients(PADDED[example : example + 1, :length], y[example : example + 1])
        for name in sums:
            sums[name] += one[name] / len(y)
    for name, value in made_.items():
        np.testing.assert_allclose(value, sums[name], rtol=1e-4, atol=1e-6, err_msg=name)


@ALL
@DEVICES
def test_trouble_at_padding_is_never_seen(kind: Kind, device: str) -> None:
    x = np.random.default_rng(1).standard_normal((9, 5, 3)).astype(np.float32)
    y = np.random.default_rng(2).integers(0, 4, (9, 5)).astype(np.int32)
    layers = [nn.Masking(by="n"), kind(7), kind(6), nn.Dense(4)]
    net = nn.Model(layers, {"x": (5, 3), "n": nn.Whole()}, device=device, seed=1)
    bad = np.where((np.arange(5) < LENGTHS[:, None])[..., None], x, np.nan)
    clean, dirty = {"x": x, "n": LENGTHS}, {"x": bad, "n": LENGTHS}
    assert net.evaluate(clean, y) == net.evaluate(dirty, y)
    one, other = net.gradients(clean, y), net.gradients(dirty, y)
    assert all(np.array_equal(one[name], other[name]) for name in one)


@ALL
@DEVICES
@pytest.mark.parametrize("cuts", [[5], [2, 3], [1, 1, 1, 1, 1], [1, 4], [3, 1, 1]])
def test_a_sequence_in_pieces_is_the_whole_sequence_to_the_bit(kind: Kind, device: str, cuts: list[int]) -> None:
    layers = [nn.Embedding(6, 4), kind(10), nn.Dropout(0.2), kind(7, dropout=0.1, recurrent_dropout=0.3), nn.Dense(6)]
    net = nn.Model(layers, (5,), device=device, seed=3)
    whole, stream = net.predict(TOKENS), net.stream()
    for _ in range(2):  # begin() makes a stream new
        places = np.cumsum([0, *cuts])
        pieces = [stream.read(TOKENS[:, a:b]) for a, b in itertools.pairwise(places)]
        if device == "cpu":
            np.testing.assert_array_equal(np.concatenate(pieces, axis=1), whole)
        else:  # NumPy's products of other sizes may differ in the last bit, depending on the processor
            np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, rtol=1e-5, atol=1e-7)
        stream.begin()


@DEVICES
def test_a_stream_goes_beyond_the_length_that_was_trained(device: str) -> None:
    net = made(nn.GRU, device)
    longer = nn.Model([nn.Embedding(6, 4), nn.GRU(10, name="r"), nn.Dense(6)], (15,), shares=net)
    text = np.tile(TOKENS, (1, 3))
    stream = net.stream()
    parts = [stream.read(text[:, k : k + 1]) for k in range(15)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), longer.predict(text))
    with pytest.raises(ValueError, match=r"stream has 9 sequences, the piece 2.*begin"):
        stream.read(TOKENS[:2])
    with pytest.raises(ValueError, match="no moments"):
        stream.read(TOKENS[:, :0])


@ALL
@DEVICES
def test_a_given_first_state_is_where_a_sequence_goes_on(kind: Kind, device: str) -> None:
    whole = made(kind, device)
    x = whole.observe(TOKENS, ["r.out", "r.state"] + ["r.cell_state"] * (kind is nn.LSTM))
    np.testing.assert_array_equal(x["r.out"][:, -1], x["r.state"])
    layers = [nn.Embedding(6, 4, name="e"), kind(10, name="r", initial="h"), nn.Dense(6, name="d")]
    later = nn.Model(layers, {"x": nn.Whole(5), "h": (10,)}, device=device, seed=9)
    later.restore({name.replace("embedding_1", "e").replace("dense_1", "d"): v for name, v in whole.state().items()})
    zero = later.predict({"x": TOKENS, "h": np.zeros((9, 10))})
    np.testing.assert_allclose(zero, whole.predict(TOKENS), rtol=1e-6)
    if kind is not nn.LSTM:  # whose cell begins at 0 where a single state is given
        twice = nn.Model(whole.network, (10,), device=device, seed=3).predict(np.tile(TOKENS, (1, 2)))
        on = later.predict({"x": TOKENS, "h": x["r.state"]})
        np.testing.assert_allclose(on, twice[:, 5:], rtol=1e-5)


def translator(device: str, kind: Kind, **options: object) -> nn.Model:
    layers = [
        nn.Input("source"), nn.Embedding(7, 5, mask_zero=True), kind(16, name="encoder"),
        nn.Input("target"), nn.Embedding(7, 5), kind(16, initial="encoder"), nn.Dense(7),
    ]  # fmt: skip
    shapes = {"target": nn.Whole(4), "source": nn.Whole(5)}
    return nn.Model(layers, shapes, optimizer=nn.Adam(0.02), device=device, seed=2, **options)  # type: ignore[arg-type]


@ALL
def test_an_encoder_and_a_decoder_learn_to_turn_words_round(kind: Kind) -> None:
    """The decoder starts from the encoder's last state and is fed what it wrote, one step at a time."""
    random = np.random.default_rng(0)
    words = random.integers(2, 7, (64, 4)).astype(np.int32)
    source = np.concatenate([words, np.zeros((64, 1), np.int32)], axis=1)
    wanted = words[:, ::-1].copy()
    fed = np.concatenate([np.ones((64, 1), np.int32), wanted[:, :-1]], axis=1)
    net = translator("cpu", kind)
    x = {"source": source, "target": fed}
    net.train(x, wanted, batches(64, 500, 32))
    assert net.evaluate(x, wanted)["accuracy"] > 0.9
    stream, token, written = net.stream("target", {"source": source}), np.ones((64, 1), np.int32), []
    for _ in range(4):
        token = stream.read(token).argmax(-1).astype(np.int32)
        written.append(token)
    assert (np.concatenate(written, axis=1) == wanted).mean() > 0.9
    stream.begin()
    forced = np.concatenate([stream.read(fed[:, k : k + 1]) for k in range(4)], axis=1)
    np.testing.assert_array_equal(forced, net.predict(x))


@ALL
@DEVICES
@pytest.mark.parametrize("sequences", [True, False])
def test_both_ways_are_two_layers_of_which_one_reads_backwards(kind: Kind, device: str, sequences: bool) -> None:
    layer = kind(6, return_sequences=sequences)
    net = nn.Model([nn.Embedding(6, 4), nn.Bidirectional(layer, name="b"), nn.Dense(3)], (5,), device=device, seed=4)
    seen = net.observe(TOKENS, ["embedding_1.out", "b.out", "b.state"])
    parts = []
    for way, x in (("forward", seen["embedding_1.out"]), ("backward", seen["embedding_1.out"][:, ::-1])):
        alone = nn.Model([kind(6, return_sequences=sequences, name="r"), nn.Dense(3)], (5, 4), device=device)
        for name in ("weight", "recurrent", "bias"):
            alone.write(f"r.{name}", net.read(f"b.{way}.{name}"))
        parts.append(alone.observe(np.ascontiguousarray(x), ["r.out", "r.state"]))
    turned = parts[1]["r.out"][:, ::-1] if sequences else parts[1]["r.out"]
    np.testing.assert_array_equal(seen["b.out"], np.concatenate([parts[0]["r.out"], turned], axis=-1))
    np.testing.assert_array_equal(seen["b.state"], np.concatenate([part["r.state"] for part in parts], axis=-1))


@DEVICES
def test_both_ways_skip_padding(device: str) -> None:
    layers = [nn.Embedding(6, 4, mask_zero=True), nn.Bidirectional(nn.GRU(6), merge="sum", name="b"), nn.Dense(3)]
    net = nn.Model(layers, (5,), device=device, seed=4)
    whole = net.observe(PADDED, ["b.out"])["b.out"]
    for example, length in enumerate(LENGTHS):
        alone = nn.Model(layers, (int(length),), device=device, seed=4)
        one = alone.observe(PADDED[example : example + 1, :length], ["b.out"])["b.out"][0]
        np.testing.assert_array_equal(whole[example, :length], one)


@ALL
@pytest.mark.parametrize("padding", [False, True])
def test_gradients_with_dropout_are_the_slope_of_the_loss_at_that_step(kind: Kind, padding: bool) -> None:
    """The masks of a step are fixed by its number, so the loss of a step can be taken again with other weights."""
    recurrent = kind(7, name="r", dropout=0.3, recurrent_dropout=0.4)
    layers = [nn.Embedding(6, 4, mask_zero=padding), recurrent, nn.Dense(6)]
    net = nn.Model(layers, (5,), optimizer=nn.SGD(0.0), device="reference", dtype=np.float64, seed=3)

    def loss() -> float:
        net.step = 4
        return net.train_step(PADDED, TOKENS)

    loss()
    gradients = {name: net.read(f"{name}.grad") for name in ("r.weight", "r.recurrent", "r.bias", "embedding_1.weight")}
    for name, gradient in gradients.items():
        start, way = net.read(name), np.random.default_rng(1).standard_normal(net.read(name).shape)
        ends = []
        for sign in (-1, 1):
            net.write(name, start + sign * 1e-5 * way)
            ends.append(loss())
        net.write(name, start)
        assert (ends[1] - ends[0]) / 2e-5 == pytest.approx(float((gradient * way).sum()), rel=1e-6, abs=1e-9), name


@ALL
def test_dropout_leaves_the_same_out_at_every_moment_and_nothing_outside_training(kind: Kind) -> None:
    """A state that sees all or nothing of itself: with one mask, units of a sequence are cut off for good."""
    net = nn.Model([kind(64, name="r", recurrent_dropout=0.5), nn.Dense(3)], (6, 2), device="reference", seed=1)
    program = net._programs.train(9)
    x = np.random.default_rng(3).standard_normal((9, 6, 2))
    net.train(x, np.zeros((9, 6), np.int32), np.arange(9, dtype=np.int32)[None])
    keep = net._executor.read(program.tensors["r.recurrent_dropout.mask"])
    seen = net._executor.read(program.tensors["r.seen"])
    h = net._executor.read(program.tensors["r.out"])
    assert set(np.unique(keep)) == {0, 2}
    assert 0.4 < (keep > 0).mean() < 0.6
    assert not (keep == keep[0]).all()
    np.testing.assert_array_equal(seen[1:], h[:-1] * keep)
    assert net.predict(x).tobytes() == net.predict(x).tobytes()
    assert "r.recurrent_dropout.rate" in net.tensors()
    assert "r.dropout.rate" not in net.tensors()


@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_everything_recurrent_comes_back_from_a_file(device: str, tmp_path: Path) -> None:
    layers = [
        nn.Embedding(6, 4, mask_zero=True), nn.Bidirectional(nn.LSTM(3, dropout=0.2, recurrent_dropout=0.1), name="b"),
        nn.Bidirectional(nn.RNN(5), merge="sum"), nn.LSTM(6, initial="b"), nn.GRU(6, initial="lstm_1"), nn.Dense(6),
    ]  # fmt: skip
    net = nn.Model(layers, (5,), device=device, seed=3)
    net.train(PADDED, TOKENS, batches(9, 3, 4))
    net.save(str(tmp_path / "net.npz"))
    loaded = nn.load(str(tmp_path / "net.npz"), device)
    for each in (net, loaded):
        each.train(PADDED, TOKENS, batches(9, 3, 4, seed=1))
    assert same(net.state(), loaded.state())


MISTAKES = {
    "a rate of one": (lambda: nn.GRU(3, dropout=1), "GRU.*rate.*1"),
    "a rate below zero": (lambda: nn.RNN(3, recurrent_dropout=-0.1), "RNN.*rate.*-0.1"),
    "no recurrent layer inside": (lambda: nn.Bidirectional(nn.Dense(3)), r"recurrent layer.*Dense\(3\)"),
    "another merge": (lambda: nn.Bidirectional(nn.RNN(3), merge="mul"), "'concat' or 'sum', not 'mul'"),
    "no such state": (lambda: made(nn.RNN, initial="q"), "layer 'r' .rnn. cannot begin: 'q' is no input"),
    "a state of another size": (
        lambda: nn.Model([nn.GRU(3, name="a"), nn.RNN(4, initial="a")], (5, 2)), "4 units.*'a' gives it 3 ",
    ),
    "a stream both ways": (
        lambda: nn.Model([nn.Bidirectional(nn.RNN(3)), nn.Dense(2)], (5, 2)).stream().read(np.zeros((1, 2, 2))),
        "both ends.*whole",
    ),
    **{
        f"a stream through {type(layer).__name__}": (
            lambda layer=layer: nn.Model([layer, nn.Dense(2)], (5, 2)).stream().read(np.zeros((1, 5, 2))),
            "needs whole sequences: they cannot come in pieces",
        )
        for layer in (
            nn.Conv1D(2), nn.MaxPool1D(), nn.AvgPool1D(), nn.GlobalMaxPool1D(), nn.GlobalAveragePool1D(), nn.Flatten(),
            nn.Reshape((2, 5)), nn.Attention(3), nn.MultiHeadAttention(1, 3), nn.PositionalEncoding(),
            nn.PositionEmbedding(),
        )
    },
    "a stream of no sequence": (lambda: nn.Model([nn.Dense(2)], (5,)).stream(), "'x' is no sequence"),
    "a stream along nothing": (lambda: made(nn.RNN).stream("z"), "'z' is no sequence"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake: str) -> None:
    attempt, pattern = MISTAKES[mistake]
    with pytest.raises(ValueError, match=pattern) as caught:
        attempt()
    assert "\n" not in str(caught.value)
