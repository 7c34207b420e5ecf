"""Conv1D: what it computes, what it sees, and that sequences of numbers come and go with the example first."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.kernels.operation import team
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])


def slid(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int, before: int, moments: int, dilation: int) -> Any:
    """The convolution moment by moment: x (n, time, c), w (kernel, c, filters)."""
    y = np.tile(b, (len(x), moments, 1)).astype(np.float64)
    for t in range(moments):
        for u in range(len(w)):
            source = t * stride - before + u * dilation
            if 0 <= source < x.shape[1]:
                y[:, t] += x[:, source] @ w[u]
    return y


@given(some.data())
@settings(max_examples=30)
def test_it_is_the_sum_over_each_window(data: Any) -> None:
    kernel, stride, dilation = (data.draw(some.integers(1, n)) for n in (5, 3, 3))
    span = (kernel - 1) * dilation + 1
    padding = data.draw(some.sampled_from(["valid", "same", "causal", 0, span - 1]))
    time, channels, filters, samples = (data.draw(some.integers(1, n)) for n in (12, 18, 18, 9))
    layer = nn.Conv1D(filters, kernel, stride=stride, padding=padding, dilation=dilation, name="c")
    around = {"valid": 0, "same": None, "causal": None}.get(padding, padding)
    moments = -(-time // stride) if around is None else (time + 2 * around - span) // stride + 1
    assume(moments > 0)
    before = span - 1 if padding == "causal" else around
    if padding == "same":
        before = max(0, (moments - 1) * stride + span - time) // 2
    random = np.random.default_rng(data.draw(some.integers(0, 2**32)))
    x = random.normal(size=(samples, time, channels)).astype(np.float32)
    made = []
    for threads in (1, 2, 5):
        net: Any = nn.Model([layer, nn.Dense(2)], (time, channels), threads=threads, seed=2)
        net._executor.threads_pay, net._executor._team = 0, team(threads)
        net.write("c.bias", np.arange(filters) / 7)
        made.append(net.observe(x, ["c.out"])["c.out"])
    exact = slid(x, net.read("c.weight"), net.read("c.bias"), stride, before, moments, dilation)
    assert made[0].shape == exact.shape
    np.testing.assert_allclose(made[0], exact, rtol=1e-4, atol=1e-5)
    assert all(other.tobytes() == made[0].tobytes() for other in made)


@DEVICES
def test_with_causal_padding_nothing_is_seen_before_it_happens(device: str) -> None:
    layers = [nn.Conv1D(4, 3, padding="causal", dilation=2), nn.Tanh(), nn.Conv1D(4, 2, padding="causal", name="c")]
    net = nn.Model([*layers, nn.Dense(2)], (10, 3), device=device)
    x = np.random.default_rng(0).normal(size=(1, 10, 3)).astype(np.float32)
    before = net.observe(x, ["c.out"])["c.out"]
    x[0, 6] += 1
    after = net.observe(x, ["c.out"])["c.out"]
    assert (before[:, :6] == after[:, :6]).all()
    assert (before[:, 6] != after[:, 6]).all()


@DEVICES
def test_labels_and_outputs_of_a_shortened_sequence_belong_to_their_example(device: str) -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=(300, 9, 2)).astype(np.float32)
    net = nn.Model([nn.Conv1D(3, 3, stride=2, name="c")], (9, 2), device=device)
    assert net.output_shape == (4, 3)
    y = net.observe(x, ["c.out"])["c.out"].argmax(-1)
    loss, hits = net.judge(x, y)
    assert loss.shape == hits.shape == (300, 4)
    assert hits.all()
    wrong = y.copy()
    wrong[5, 2] = (wrong[5, 2] + 1) % 3
    assert np.argwhere(net.judge(x, wrong)[1] == 0).tolist() == [[5, 2]]
    assert net.predict(x).shape == (300, 4, 3)
    np.testing.assert_allclose(net.predict(x[7:8])[0], net.predict(x)[7], rtol=1e-5)


def test_a_pattern_is_found_wherever_it_stands() -> None:
    """One of two shapes stands somewhere in the noise."""
    random = np.random.default_rng(3)
    y = random.integers(0, 2, 256).astype(np.int32)
    x = random.normal(0, 0.1, (256, 30, 1)).astype(np.float32)
    for row, label in zip(x, y, strict=True):
        start = random.integers(0, 25)
        row[start : start + 5, 0] += [0, 1, -1, 1, 0] if label else [0, -1, 1, -1, 0]
    layers = [nn.Conv1D(8, 5, padding="same"), nn.ReLU(), nn.Flatten(), nn.Dense(2)]
    net = nn.Model(layers, (30, 1), optimizer=nn.Adam(0.01), seed=1)
    net.fit(x, y, epochs=40)
    assert net.evaluate(x, y)["accuracy"] > 0.95
