from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals


def test_the_gates_of_an_lstm(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.ATTENDING), 4)
    experiment.choose("hidden", (0.0, 2.0))
    found = experiment.probe("gates:memory", 40, 5)
    assert isinstance(found, signals.Grids)
    assert found.names == ("forget", "input", "output")
    assert [(grid.height, grid.width) for grid in found.grids] == [(5, 12)] * 3
    net, x = experiment._net, experiment._data.val_x[2:3]
    seen = net.observe(x, ["memory.gates", "memory.cell"])
    gates, cell = seen["memory.gates"][0], seen["memory.cell"][0]
    after = gates[1:, 1] * cell[:-1] + gates[1:, 0] * gates[1:, 2]  # c[t] = f c[t−1] + i g: the order is the engine's
    assert np.allclose(after, cell[1:], atol=1e-5)
    assert found.grids[0].value(3, 7) == pytest.approx(gates[7, 1, 3], abs=0.003)
    assert found.grids[2].value(3, 7) == pytest.approx(gates[7, 3, 3], abs=0.003)
    assert "".join(found.columns) == experiment._data.text(x[0]).replace("\n", "¶").replace(" ", "·")


def test_the_gates_of_a_gru(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x", lessons.TEXT, ('type = "rnn"', 'type = "gru"'))
    found = made(folder).probe("gates:memory", 40, 50)
    assert isinstance(found, signals.Grids)
    assert found.names == ("update", "reset")


def test_attention_looks_back_only_and_adds_up_to_one(tmp_path: Path) -> None:
    found = made(lessons.written(tmp_path / "x", lessons.ATTENDING), 4).probe("attention:look", 40, 20)
    assert isinstance(found, signals.Grids)
    assert found.names == ("head 1", "head 2")
    assert found.rows == found.columns
    for grid in found.grids:
        numbers = np.array([[grid.value(r, c) for c in range(grid.width)] for r in range(grid.height)])
        assert np.allclose(numbers.sum(axis=1), 1, atol=0.03)
        assert not np.triu(numbers, 1).any()


def test_feature_maps_of_any_layer(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS), 4)
    experiment.choose("sample", (3.0,))
    pooled = experiment.probe("maps:pool1", 40, 20)
    assert isinstance(pooled, signals.Grids)
    assert [(grid.height, grid.width) for grid in pooled.grids] == [(3, 3)] * 3
    said = experiment._net.observe(experiment._data.val_x[3:4], ["pool1.out"])["pool1.out"][0]
    assert pooled.grids[1].value(2, 0) == pytest.approx(said[2, 0, 1], abs=0.01)
    assert len({(grid.low, grid.high) for grid in pooled.grids}) == 1
    for panel in ("maps:out", "gates:conv1", "attention:conv1"):
        assert isinstance(experiment.probe(panel, 40, 20), signals.Absent)
