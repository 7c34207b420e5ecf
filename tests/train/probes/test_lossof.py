from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import nn, signals
from tuidl.train.probes import lossof

CHANCES = st.floats(0.002, 0.998)


@given(CHANCES, st.lists(st.floats(0.01, 1), min_size=2, max_size=6), st.data())
@settings(max_examples=40)
def test_cross_entropy_pulls_as_hard_as_the_answer_is_wrong(p: float, rest: list[float], data: st.DataObject) -> None:
    row, truth = np.array(rest) / sum(rest), data.draw(st.integers(0, len(rest) - 1))
    at = np.array([p])
    assert lossof.losses(nn.CrossEntropy(), lossof.answering(row, truth, at), truth)[0] == pytest.approx(-np.log(p))
    assert lossof.slopes(nn.CrossEntropy(), row, truth, at)[0] == pytest.approx(1 - p, abs=1e-6)


@given(CHANCES, st.integers(0, 1))
@settings(max_examples=40)
def test_one_output(p: float, truth: int) -> None:
    row, at = np.array([0.3]), np.array([p])
    rows = lossof.answering(row, truth, at)
    assert lossof.losses(nn.BinaryCrossEntropy(), rows, truth)[0] == pytest.approx(-np.log(p))
    assert lossof.losses(nn.MSE(), rows, truth)[0] == pytest.approx((1 - p) ** 2)
    assert lossof.slopes(nn.BinaryCrossEntropy(), row, truth, at)[0] == pytest.approx(1 - p, abs=1e-6)
    assert lossof.slopes(nn.MSE(), row, truth, at)[0] == pytest.approx(2 * p * (1 - p) ** 2, abs=1e-6)


LOSSES = ("cross-entropy", "mean-squared-error", "mean-absolute-error", "huber", "categorical-cross-entropy")


@pytest.mark.parametrize("loss", LOSSES)
def test_the_example_shown_lies_on_the_curve_where_the_engine_says(tmp_path: Path, loss: str) -> None:
    folder = lessons.written(tmp_path / "x", lessons.DIGITS, ('loss = "cross-entropy"', f'loss = "{loss}"'))
    experiment = made(folder, 6)
    experiment.choose("sample", (3.0,))
    found = experiment.probe("lossof", 400, 20)
    assert isinstance(found, signals.Function)
    data, net = experiment._data, experiment._net
    x, y = data.val_x[3:4], data.val_y[3:4]
    row = net.predict(x)[0].astype(np.float64)
    assert found.here == pytest.approx(row[y[0]], rel=1e-5)
    at = np.array([found.here])
    said = lossof.losses(net.loss, lossof.answering(row, int(y[0]), at), int(y[0]))[0]
    assert said == pytest.approx(net.evaluate(x, y)["loss"], rel=1e-3)
    pull = abs(net.gradients(x, y)["out.bias"][y[0]])
    assert lossof.slopes(net.loss, row, int(y[0]), at)[0] == pytest.approx(pull, rel=2e-3, abs=1e-6)
    assert sum(found.counts) + sum(found.beyond) == len(data.val_x)
    assert len(found.curves[0][2]) == 201


NUMBERS = {"mean-squared-error": ("error", 0.0), "huber": ("error", 0.0), "hinge": ("margin", 0.0)}


@pytest.mark.parametrize(("loss", "said"), [*NUMBERS.items(), ("wasserstein", ("margin", -np.inf))])
def test_outputs_that_are_no_chances(tmp_path: Path, loss: str, said: tuple[str, float]) -> None:
    changes = (
        ('loss = "binary-cross-entropy"', f'loss = "{loss}"'),
        ('units = 1\nactivation = "sigmoid"', "units = 1"),
    )
    found = made(lessons.written(tmp_path / "x", lessons.POINTS, *changes), 3).probe("lossof", 60, 20)
    assert isinstance(found, signals.Function)
    assert (found.variable, found.bounds[0]) == said
    assert found.low == -found.high
    assert sum(found.counts) + sum(found.beyond) == 30


def test_characters_count_one_by_one(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.TEXT), 2)
    found = experiment.probe("lossof", 60, 20)
    assert isinstance(found, signals.Function)
    assert sum(found.counts) == experiment._data.val_y[:256].size
