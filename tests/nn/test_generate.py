"""Tokens that a net makes up: drawn from what it says, the same for the same seed, in one call or in many."""

import numpy as np
import pytest

from tuidl import nn

VOCABULARY = 11
START = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], np.int32)
KINDS = {
    "lstm": lambda: [nn.OneHot(VOCABULARY), nn.LSTM(20), nn.Dense(VOCABULARY)],
    "gru": lambda: [nn.Embedding(VOCABULARY, 5), nn.GRU(17), nn.RNN(9), nn.Dense(VOCABULARY)],
    "last": lambda: [nn.OneHot(VOCABULARY), nn.RNN(20, return_sequences=False), nn.Dense(VOCABULARY)],
    "softmax": lambda: [nn.OneHot(VOCABULARY), nn.RNN(20, init=2.0), nn.Dense(VOCABULARY), nn.Softmax()],
}


def begun(kind: str, device: str = "cpu", threads: int = 1) -> nn.Stream:
    """A stream that has read the start."""
    stream = nn.Model(KINDS[kind](), (6,), device=device, threads=threads, seed=3).stream()
    stream.read(START)
    return stream


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_what_is_made_up_was_read(kind: str, device: str) -> None:
    """The net goes on as if it had been given the tokens that it drew."""
    stream, other = begun(kind, device), begun(kind, device)
    made = np.concatenate([stream.generate(4, seed=7), stream.generate(9, seed=7)], axis=1)
    assert made.shape == (3, 13)
    np.testing.assert_array_equal(begun(kind, device).generate(13, seed=7), made)
    assert stream.moments == 16
    following = np.zeros((3, 2), np.int32)
    whole = other.read(np.concatenate([made, following], axis=1))
    wanted = whole if kind == "last" else whole[:, -2:]
    np.testing.assert_allclose(stream.read(following), wanted, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_devices_threads_and_seeds(kind: str) -> None:
    made = begun(kind).generate(40, temperature=0.8, seed=5)
    for device, threads in (("reference", 1), ("cpu", 2), ("cpu", 5)):
        np.testing.assert_array_equal(begun(kind, device, threads).generate(40, temperature=0.8, seed=5), made)
    assert (begun(kind).generate(40, temperature=0.8, seed=6) != made).any()


def test_tokens_come_as_often_as_the_net_says() -> None:
    model = nn.Model([nn.OneHot(4), nn.RNN(3), nn.Dense(4)], (5,), seed=1)
    logits = np.array([0.0, 1.0, 2.0, -np.inf])
    model.write("dense_1.weight", np.zeros((3, 4)))
    model.write("dense_1.bias", np.where(np.isfinite(logits), logits, -1e30))
    stream = model.stream()
    stream.read(np.zeros((40, 1), np.int32))
    for temperature in (1.0, 0.5, 2.0):
        counts = np.bincount(stream.generate(500, temperature).ravel(), minlength=4) / 20_000
        wanted = np.exp(logits / temperature) / np.exp(logits / temperature).sum()
        np.testing.assert_allclose(counts, wanted, atol=4 * 0.5 / np.sqrt(20_000))  # four standard deviations


def test_each_sequence_has_its_temperature() -> None:
    cold = begun("lstm").generate(30, temperature=np.array([1.0, 0.0, 1.0]))
    warm = begun("lstm").generate(30)
    np.testing.assert_array_equal(cold[[0, 2]], warm[[0, 2]])
    stream, token, likeliest = begun("lstm"), START[:, -1:], []
    stream.begin()
    said = stream.read(START)[:, -1:]
    for _ in range(30):
        token = said.argmax(-1).astype(np.int32)
        likeliest.append(token[1, 0])
        said = stream.read(token)
    np.testing.assert_array_equal(cold[1], likeliest)


def test_what_cannot_be_made_up() -> None:
    fresh = nn.Model(KINDS["lstm"](), (6,)).stream()
    with pytest.raises(ValueError, match="read nothing"):
        fresh.generate(3)
    with pytest.raises(ValueError, match="seed"):
        begun("lstm").generate(3, seed=-1)
    other = nn.Model([nn.OneHot(5), nn.RNN(4), nn.Dense(3)], (6,)).stream()
    with pytest.raises(ValueError, match="does not predict tokens of input 'x'"):
        other.generate(3)
    numbers = nn.Model([nn.RNN(4), nn.Dense(3)], (6, 3)).stream()
    with pytest.raises(ValueError, match="does not predict tokens"):
        numbers.generate(3)
    squares = nn.Model([nn.OneHot(5), nn.RNN(4, return_sequences=False), nn.Dense(5)], (6,), "mse").stream()
    with pytest.raises(ValueError, match="cross_entropy"):
        squares.generate(3)


def test_streams_follow_the_average() -> None:
    """Parameters of a stream are those of the moment: the average where evaluations use it, else those trained."""
    x = np.random.default_rng(0).integers(0, VOCABULARY, (8, 6)).astype(np.int32)
    layers = [nn.OneHot(VOCABULARY), nn.RNN(9), nn.Dense(VOCABULARY)]
    model = nn.Model(layers, (6,), optimizer=nn.Adam(0.1, average=0.5), seed=1)
    model.train(x, x, np.tile(np.arange(8, dtype=np.int32), (3, 1)))
    said, written = [], []
    for averaged in (False, True):
        model.averaged = averaged
        stream = model.stream()
        said.append(stream.read(x))
        np.testing.assert_array_equal(said[-1], model.predict(x))
        written.append(stream.generate(50, seed=2))
        stream.begin()
        stream.read(x)
        np.testing.assert_array_equal(stream.generate(50, seed=2), written[-1])
    assert (said[0] != said[1]).any()
    assert (written[0] != written[1]).any()
