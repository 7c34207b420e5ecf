"""The gradient for what a layer reads, moment by moment: against finite differences, float64 and other threads."""

import numpy as np
import pytest

from tests.nn.networks import data, model
from tuidl import nn
from tuidl.nn.distance import at_reading, by_distance

KINDS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
NUDGE = 1e-6


def _made(kind: str, device: str = "reference", sequences: bool = True, threads: int | None = None) -> nn.Model:
    layer = KINDS[kind](5, return_sequences=sequences, name="h")
    layers = [nn.Masking(name="mask"), layer, nn.Dense(3, name="out"), nn.Softmax()]
    dtype = np.float64 if device == "reference" else np.float32
    return nn.Model(layers, (7, 2), "cross_entropy", device=device, seed=5, dtype=dtype, threads=threads)


def _examples(sequences: bool, count: int = 5) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(8)
    x = random.standard_normal((count, 7, 2))
    x[1, 4:] = x[3, 1:] = 0.0  # padding
    return x, random.integers(0, 3, (count, 7) if sequences else count)


def _losses(made: nn.Model, x: np.ndarray, y: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The loss of each example at its last real moment, from nothing but predictions."""
    p = made.predict(x)
    rows = np.arange(len(x))
    return -np.log(p[rows, lengths - 1, y[rows, lengths - 1]] if p.ndim == 3 else p[rows, y])


@pytest.mark.parametrize("sequences", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_each_number_is_the_slope_of_the_last_loss(kind: str, sequences: bool) -> None:
    made = _made(kind, sequences=sequences)
    x, y = _examples(sequences)
    g, real = at_reading(made, x, y, "h")
    assert g.shape == x.shape
    assert real.tolist() == (x != 0).any(axis=2).tolist()
    lengths = real.sum(axis=1)
    wanted = np.zeros_like(g)
    for t in range(7):
        for feature in range(2):
            nudge = np.zeros_like(x)
            nudge[real[:, t], t, feature] = NUDGE
            wanted[:, t, feature] = (_losses(made, x + nudge, y, lengths) - _losses(made, x - nudge, y, lengths)) / (
                2 * NUDGE
            )
    np.testing.assert_allclose(g, wanted, rtol=2e-5, atol=1e-9)
    assert np.abs(g[0]).min(axis=1).max() > 0
    assert not g[1, 4:].any()


def test_an_rnn_in_plain_numpy() -> None:
    """g[t] = Wᵀ diag(1 − h²) Uᵀ diag(1 − h²) ... : the product of Jacobians, written down by hand."""
    made = _made("rnn")
    x, y = _examples(True)
    w, u = made.read("h.weight"), made.read("h.recurrent")
    h = made.observe(x, ["h.out"])["h.out"][0]
    p = made.predict(x)[0, -1]
    d = made.read("out.weight") @ (p - np.eye(3)[y[0, -1]])
    wanted = np.zeros((7, 2))
    for t in range(6, -1, -1):
        wanted[t] = w @ (d * (1 - h[t] ** 2))
        d = u @ (d * (1 - h[t] ** 2))
    np.testing.assert_allclose(at_reading(made, x, y, "h")[0][0], wanted, rtol=1e-10)


@pytest.mark.parametrize("kind", KINDS)
def test_compiled_it_agrees_with_float64_and_has_the_same_bits_for_any_number_of_threads(kind: str) -> None:
    x, y = _examples(True, 70)
    truth = _made(kind)
    made = [_made(kind, "cpu", threads=threads) for threads in (1, 2, 3)]
    for each in made:
        each.restore(truth.state())
    before = {name: array.tobytes() for name, array in made[0].state().items()}
    one, *others = [at_reading(each, x, y, "h")[0] for each in made]
    wanted = at_reading(truth, x, y, "h")[0]
    np.testing.assert_allclose(one, wanted, rtol=1e-3, atol=2e-6 * np.abs(wanted).max())
    assert {one.tobytes()} == {other.tobytes() for other in others}
    assert before == {name: array.tobytes() for name, array in made[0].state().items()}


@pytest.mark.parametrize("name", ["rnn", "lstm characters", "masked gru", "residual moments", "dropped lstm"])
def test_networks_that_read_tokens_have_it_too(name: str) -> None:
    made, truth = model(name), model(name, "reference", dtype=np.float64)
    truth.restore(made.state())
    x, y = data(name, 7)[:2]
    for layer in made.network.layers:
        if not isinstance(layer, nn.RNN | nn.LSTM | nn.GRU):
            continue
        (got, real), (wanted, _) = at_reading(made, x, y, layer.name), at_reading(truth, x, y, layer.name)
        np.testing.assert_allclose(got, wanted, rtol=1e-3, atol=1e-6 * np.abs(wanted).max())
        assert by_distance(wanted, real)[0] > 0


def test_by_distance_counts_from_the_last_real_moment() -> None:
    g = np.zeros((2, 3, 2))
    g[0] = [[1, 1], [2, 2], [4, 4]]
    g[1] = [[8, 8], [0, 0], [0, 0]]
    real = np.array([[True, True, True], [True, False, False]])
    assert by_distance(g, real).tolist() == [np.sqrt((16 + 64) / 2), 2.0, 1.0]


def test_without_memory_nothing_comes_from_before() -> None:
    made = nn.Model([nn.Dense(4, name="h"), nn.Tanh(), nn.Dense(3)], (6, 2), "cross_entropy", seed=1)
    x, y = _examples(True)
    g, real = at_reading(made, x[:, :6], y[:, :6], "h")
    assert by_distance(g, real)[0] > 0
    assert not by_distance(g, real)[1:].any()


def test_what_has_no_such_gradient_says_so() -> None:
    made = nn.Model([nn.Flatten(), nn.Dense(3, name="out")], (6, 2), "cross_entropy")
    with pytest.raises(ValueError, match="reads no sequence"):
        at_reading(made, np.zeros((2, 6, 2)), np.zeros(2, int), "out")
    with pytest.raises(ValueError, match="no layer 'h'"):
        at_reading(made, np.zeros((2, 6, 2)), np.zeros(2, int), "h")
