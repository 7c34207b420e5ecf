"""Results to the bit: any number of threads, any number of steps a call, stopped and continued."""

import numpy as np
import pytest

from tests.nn.networks import NETWORKS, batches, data, model, same
from tuidl import nn
from tuidl.kernels.cpu.executor import CpuExecutor


@pytest.mark.parametrize("name", NETWORKS)
def test_threads_do_not_change_a_bit(name: str) -> None:
    x, y = data(name)
    indices = batches(len(x), 4, 21)
    states, losses, predictions = [], [], []
    for threads in (1, 2, 3, 5, 8):
        made = model(name, threads=threads, optimizer=nn.Adam(0.01, clip=1.0))
        losses.append(made.train(x, y, indices)["loss"].tobytes())
        states.append(made.state())
        predictions.append(made.predict(x).tobytes())
        assert isinstance(made._executor, CpuExecutor)
        assert {linked.choice.pick() for linked in made._executor._linked.values()} == {threads}
    assert len(set(losses)) == 1
    assert len(set(predictions)) == 1
    assert all(same(states[0], state) for state in states[1:])


@pytest.mark.parametrize("name", NETWORKS)
def test_same_seed_same_model_and_another_seed_another(name: str) -> None:
    one, two, other = model(name, seed=4), model(name, seed=4), model(name, seed=5)
    assert same(one.state(), two.state())
    assert not same(one.state(), other.state())
    other.reset(4)
    assert same(one.state(), other.state())


@pytest.mark.parametrize("device", ["cpu", "reference"])
@pytest.mark.parametrize("name", NETWORKS)
def test_many_steps_a_call_equal_single_steps(name: str, device: str) -> None:
    x, y = data(name)
    indices = batches(len(x), 5, 6)
    together, single = model(name, device), model(name, device)
    losses = together.train(x, y, indices)["loss"]
    assert [single.train(x, y, row[None])["loss"][0] for row in indices] == losses.tolist()
    assert same(together.state(), single.state())
    assert together.step == single.step == 5


OPTIMIZERS = [
    nn.Adam(0.01), nn.SGD(0.1), nn.SGD(0.1, momentum=0.9), nn.SGD(0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
    nn.Adagrad(0.1), nn.RMSprop(0.01), nn.AdamW(0.01, weight_decay=0.1),
]  # fmt: skip


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_threads_do_not_change_a_bit_of_an_update(optimizer: nn.Optimizer) -> None:
    x, y = data("batchnorm")
    states = []
    for threads in (1, 3):
        made = model("batchnorm", threads=threads, optimizer=optimizer)
        made.train(x, y, batches(len(x), 4, 21))
        states.append(made.state())
    assert same(*states)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
@pytest.mark.parametrize("name", ["dropout", "batchnorm", "characters"])
def test_a_restored_model_goes_on_as_if_nothing_had_been(name: str, optimizer: nn.Optimizer) -> None:
    x, y = data(name)
    indices = batches(len(x), 8, 6)
    whole, first, second = (model(name, optimizer=optimizer) for _ in range(3))
    whole.train(x, y, indices)
    first.train(x, y, indices[:3])
    second.restore(first.state())
    second.train(x, y, indices[3:])
    assert same(whole.state(), second.state())


@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_another_batch_size_keeps_what_was_learnt(device: str) -> None:
    x, y = data("batchnorm")
    made, kept = model("batchnorm", device), {}
    for step, size in enumerate((6, 1, 33, 6, 200)):
        if kept:
            assert same(made.state(), kept)
        made.train(x, y, batches(len(x), 1, size, seed=step))
        assert made.step == step + 1
        kept = made.state()
        made.evaluate(x[: size + 1], y[: size + 1])
        made.gradients(x[:size], y[:size])
        assert same(made.state(), kept)


@pytest.mark.parametrize("name", ["dense", "tanh", "relu", "batchnorm"])
@pytest.mark.parametrize("units", [3, 32, 50])
def test_equal_units_stay_equal(name: str, units: int) -> None:
    """Constant first values: every unit of the hidden layer does, and learns, the same to the bit."""
    middle: list[nn.Layer] = {"tanh": [nn.Tanh()], "relu": [nn.ReLU()], "batchnorm": [nn.BatchNorm()]}.get(name, [])
    made = nn.Model([nn.Dense(units, init=0.1, name="h"), *middle, nn.Dense(4, init=0.1, name="o")], (5,))
    random = np.random.default_rng(0)
    x, y = random.standard_normal((64, 5)).astype(np.float32), random.integers(0, 4, 64).astype(np.int32)
    made.train(x, y, batches(64, 50, 16))
    weight, out = made.read("h.weight"), made.read("o.weight")
    assert (weight != 0.1).all()
    assert (weight == weight[:, :1]).all()
    assert (out == out[:1]).all()
    assert (made.read("h.weight.grad") == made.read("h.weight.grad")[:, :1]).all()
