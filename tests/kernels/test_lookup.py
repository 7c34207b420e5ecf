"""Products with one-hot rows become lookups where nobody else reads the rows."""

import numpy as np

from tuidl import nn
from tuidl.kernels.cpu.lowering import lower
from tuidl.program import Layout, Program


def kernels(program: Program, layout: Layout) -> list[str]:
    return [call.kernel.name for call in lower(program, layout)[0]]


def made() -> nn.Model:
    return nn.Model([nn.OneHot(5), nn.RNN(4), nn.Dense(5)], (3,), threads=1)


def test_one_hot_rows_are_not_made_for_training() -> None:
    net = made()
    names = kernels(net.program, net._programs.layout)
    assert "onehot.dense" in names
    assert "embedding.backward" in names
    assert "onehot.forward" not in names
    assert names.count("dense.backward_weight") == 2  # of the recurrent weights and of the dense layer


def test_one_hot_rows_can_still_be_seen() -> None:
    net = made()
    tokens = np.array([[0, 4, 2], [1, 1, 3]], np.int32)
    seen = net.observe(tokens, ["one_hot_1.out", "rnn_1.sum", "output"])
    np.testing.assert_array_equal(seen["one_hot_1.out"], np.eye(5)[tokens])
    wanted = net.read("rnn_1.weight")[tokens] + net.read("rnn_1.bias")
    np.testing.assert_array_equal(seen["rnn_1.sum"], wanted)
    np.testing.assert_array_equal(seen["output"], net.predict(tokens))


def test_one_hot_rows_that_something_else_reads_are_made() -> None:
    net = nn.Model([nn.OneHot(5), nn.Tanh(), nn.Dense(5)], (3,), threads=1)
    names = kernels(net.program, net._programs.layout)
    assert "onehot.forward" in names
    assert "onehot.dense" not in names
