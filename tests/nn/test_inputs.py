"""Several inputs by name, and branches that begin at any of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import same
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
RANDOM = np.random.default_rng(7)
X = {
    "picture": RANDOM.standard_normal((11, 6, 6, 1)).astype(np.float32),
    "words": RANDOM.integers(0, 5, (11, 4)).astype(np.int32),
    "curve": RANDOM.standard_normal((11, 7, 3)).astype(np.float32),
    "facts": RANDOM.standard_normal((11, 2)).astype(np.float32),
}
Y = RANDOM.integers(0, 3, 11).astype(np.int32)
SHAPES = {"picture": (6, 6, 1), "words": nn.Whole(4), "curve": (7, 3), "facts": (2,)}
ROWS = np.arange(11, dtype=np.int32)[None].repeat(3, 0)


def made(device: str = "cpu", **options: object) -> nn.Model:
    words = nn.Sequential(nn.Input("words"), nn.Embedding(5, 3), nn.RNN(4, return_sequences=False))
    curve = nn.Sequential(nn.Input("curve"), nn.GRU(5, return_sequences=False))
    pictures = nn.Sequential(nn.Input("picture"), nn.Conv2D(2), nn.Flatten(), nn.Dense(4))
    branches = nn.Parallel(pictures, words, curve, nn.Input("facts"), join="concat")
    return nn.Model([branches, nn.Dense(3)], SHAPES, device=device, **options)  # type: ignore[arg-type]


def test_a_model_of_four_inputs_has_the_slope_of_its_loss_as_gradient() -> None:
    net = made("reference", dtype=np.float64)
    gradients = net.gradients(X, Y)
    assert len(gradients) == 13
    for name, gradient in gradients.items():
        start, way = net.read(name), np.random.default_rng(1).standard_normal(net.read(name).shape)
        losses = []
        for sign in (-1, 1):
            net.write(name, start + sign * 1e-5 * way)
            losses.append(net.evaluate(X, Y)["loss"])
        net.write(name, start)
        assert (losses[1] - losses[0]) / 2e-5 == pytest.approx(float((gradient * way).sum()), rel=1e-6, abs=1e-9), name


def test_the_compiled_model_follows_and_threads_change_no_bit() -> None:
    truth = made("reference", dtype=np.float64)
    wanted = truth.train(X, Y, ROWS)["loss"]
    states = []
    for threads in (1, 2, 3, 5, 8):
        net = made(threads=threads)
        net._executor.threads_pay = 0  # type: ignore[attr-defined]
        np.testing.assert_allclose(net.train(X, Y, ROWS)["loss"], wanted, rtol=1e-5)
        states.append(net.state())
    assert all(same(states[0], state) for state in states)


@DEVICES
def test_everything_that_is_asked_takes_a_dict(device: str, tmp_path: Path) -> None:
    net = made(device)
    history = net.fit(X, Y, epochs=2, batch_size=4, validation=(X, Y))
    assert len(history) == 2
    assert net.predict(X).shape == (11, 3)
    seen = net.observe(X, ["parallel_1.sequential_2.embedding_1.out", "parallel_1.sequential_3.gru_1.states"])
    assert [value.shape for value in seen.values()] == [(11, 4, 3), (11, 7, 5)]
    net.save(str(tmp_path / "net.npz"))
    loaded = nn.load(str(tmp_path / "net.npz"), device)
    assert loaded.input_shape == SHAPES
    assert loaded.predict(X).tobytes() == net.predict(X).tobytes()


@DEVICES
def test_sequences_of_features_are_read_by_example(device: str) -> None:
    net = nn.Model([nn.Dense(3, init=nn.Fixed(np.eye(3).tolist())), nn.Dense(3)], (7, 3), device=device)
    np.testing.assert_array_equal(net.observe(X["curve"], ["dense_1.out"])["dense_1.out"], X["curve"])
    assert net.predict(X["curve"]).shape == (11, 7, 3)


def test_a_branch_may_begin_at_an_earlier_layer() -> None:
    layers = [nn.Dense(4, name="first"), nn.Dense(3, name="unused"), nn.Input("first"), nn.Tanh(), nn.Dense(3)]
    net = nn.Model(layers, (2,), device="reference")
    seen = net.observe(X["facts"], ["first.out", "tanh_1.out"])
    np.testing.assert_allclose(seen["tanh_1.out"], np.tanh(seen["first.out"]), rtol=1e-6)
    gradients = net.gradients(X["facts"], Y)
    assert gradients["first.weight"].any()
    assert not gradients["unused.weight"].any()


MISTAKES: dict[str, tuple[Callable[[], object], str]] = {
    "no such input": (lambda: nn.Model([nn.Input("b"), nn.Dense(2)], {"a": (2,)}), "input_1.*'b' is no input.*'a'"),
    "a later layer": (lambda: nn.Model([nn.Input("d"), nn.Dense(2, name="d")], (2,)), "'d' is no input and no layer"),
    "a name that is taken": (lambda: nn.Model([nn.Dense(2)], {"loss": (2,)}), "cannot be named 'loss'"),
    "no input": (lambda: nn.Model([nn.Dense(2)], {}), "at least one input"),
    "an array for a dict": (lambda: made("reference").predict(X["facts"]), "picture, words, curve, facts; give a dict"),
    "an input too few": (lambda: made("reference").predict({"facts": X["facts"]}), "inputs facts; the model reads"),
    "other counts": (lambda: made("reference").predict(X | {"facts": X["facts"][:3]}), "has 11.*'facts' has 3"),
    "another shape": (
        lambda: made("reference").predict(X | {"facts": X["facts"][:, :1]}), r"'facts' have shape \(1,\).*\(2,\)",
    ),
    "a word out of range": (lambda: made("reference").predict(X | {"words": X["words"] + 4}), "'words' number 8.*0 to"),
    "a table of whole numbers": (lambda: nn.Whole(3, 4), "whole numbers"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake: str) -> None:
    attempt, pattern = MISTAKES[mistake]
    with pytest.raises(ValueError, match=pattern) as caught:
        attempt()
    assert "\n" not in str(caught.value)
