"""LSTM and GRU: what their gates say, how they begin, and that they come back from a file."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import batches, same
from tuidl import nn

KINDS = pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU])
DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
Kind = type[nn.LSTM] | type[nn.GRU]
TOKENS = np.random.default_rng(2).integers(0, 6, (9, 5)).astype(np.int32)


def made(kind: Kind, device: str = "cpu", **options: bool) -> nn.Model:
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
