"""The running average of the parameters: its equation, what evaluations see, state and threads."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn import linear
from tests.nn.networks import batches, data, model, same
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])


def followed(net: nn.Model, decay: float, steps: int) -> dict[str, linear.Array]:
    """Train step by step, and average the parameters by the equation."""
    x, y = linear.examples()
    average = linear.parameters(net)
    for t, batch in enumerate(linear.batches(steps)):
        net.train(x, y, batch[None])
        d = min(decay, t / (t + 1))
        average = {name: d * average[name] + (1 - d) * value for name, value in linear.parameters(net).items()}
    return average


@DEVICES
@pytest.mark.parametrize("decay", [0.0, 0.5, 0.8, 0.99])
def test_the_average_follows_its_equation(decay: float, device: str) -> None:
    net, whole = (linear.made(nn.SGD(0.3, average=decay), device) for _ in range(2))
    wanted = followed(net, decay, 12)
    whole.train(*linear.examples(), linear.batches(12))
    for name in linear.NAMES:
        exact = device == "reference"
        got = net.read(f"{name}.average")
        np.testing.assert_allclose(got, wanted[name], rtol=1e-12 if exact else 1e-5, atol=1e-13 if exact else 1e-7)
        np.testing.assert_array_equal(whole.read(f"{name}.average"), got)


def test_it_is_the_plain_mean_at_first() -> None:
    net, seen = linear.made(nn.SGD(0.3, average=0.999)), []
    for batch in linear.batches(7):
        net.train(*linear.examples(), batch[None])
        seen.append(net.read("last.weight"))
    np.testing.assert_allclose(net.read("last.weight.average"), np.mean(seen, axis=0), rtol=1e-12)


@DEVICES
def test_evaluations_use_the_average_and_training_does_not(device: str) -> None:
    x, y = linear.examples()
    net, plain, other = (linear.made(nn.SGD(0.3, **more), device) for more in ({"average": 0.8}, {}, {}))
    told = [one.train(x, y, linear.batches(9))["loss"].tolist() for one in (net, plain)]
    assert told[0] == told[1]
    for name in linear.NAMES:
        np.testing.assert_array_equal(net.read(name), plain.read(name))
        other.write(name, net.read(f"{name}.average"))
    assert net.averaged
    assert net.evaluate(x, y) == other.evaluate(x, y) != plain.evaluate(x, y)
    np.testing.assert_array_equal(net.predict(x), other.predict(x))
    for name, gradient in net.gradients(x, y).items():
        np.testing.assert_array_equal(gradient, plain.gradients(x, y)[name])
    net.averaged = False
    assert net.evaluate(x, y) == plain.evaluate(x, y)
    np.testing.assert_array_equal(net.predict(x), plain.predict(x))
    with pytest.raises(ValueError, match="no average is kept"):
        plain.averaged = True


def test_it_begins_at_the_first_weights_and_a_written_value_is_its_own_average() -> None:
    x, y = linear.examples()
    net, plain = (linear.made(nn.SGD(0.3, **more)) for more in ({"average": 0.8}, {}))
    assert net.evaluate(x, y) == plain.evaluate(x, y)
    net.train(x, y, linear.batches(3))
    net.write("last.bias", np.ones(3))
    np.testing.assert_array_equal(net.read("last.bias.average"), np.ones(3))
    net.reset()
    assert net.evaluate(x, y) == plain.evaluate(x, y)


def test_frozen_parameters_need_no_average() -> None:
    x, y = linear.examples()
    net = linear.made(nn.SGD(0.3, average=0.8))
    net.train(x, y, linear.batches(3))
    net.freeze("first")
    assert [n for n in net.tensors() if n.endswith(".average")] == ["last.weight.average", "last.bias.average"]
    assert net.averaged
    net.train(x, y, linear.batches(3))
    net.unfreeze()
    np.testing.assert_array_equal(net.read("first.weight.average"), net.read("first.weight"))


@pytest.mark.parametrize("name", ["batchnorm", "dropout", "convolution", "characters"])
def test_threads_and_a_saved_file_do_not_change_a_bit(name: str, tmp_path: Path) -> None:
    x, y = data(name)
    indices = batches(len(x), 6, 21)
    states, told = [], []
    for threads in (1, 2, 3, 5, 8):
        made = model(name, threads=threads, optimizer=nn.Adam(0.01, average=0.9))
        made.train(x, y, indices)
        states.append(made.state())
        told.append(made.predict(x).tobytes())
    assert all(same(states[0], state) for state in states[1:])
    assert len(set(told)) == 1
    half = model(name, optimizer=nn.Adam(0.01, average=0.9))
    half.train(x, y, indices[:3])
    half.save(str(tmp_path / "half.npz"))
    again = nn.load(str(tmp_path / "half.npz"))
    again.train(x, y, indices[3:])
    assert same(states[0], again.state())
    assert again.predict(x).tobytes() == told[0]
