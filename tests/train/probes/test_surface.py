import re
from pathlib import Path

import numpy as np
import pytest

from tests.course.sample import NEURON
from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.course.load import read
from tuidl.errors import LessonError
from tuidl.train.probes import surface


def test_two_weights_of_a_neuron() -> None:
    experiment = made(NEURON, 0, ("surface",))
    for _ in range(5):
        experiment.train(10)
    found = experiment.probe("surface", 42, 42)
    assert isinstance(found, signals.Surface)
    assert found.axes == ("neuron[0,0]", "neuron[1,0]")
    assert found.steps == (0, 10, 20, 30, 40, 50)
    knobs = experiment.read_knobs()
    assert found.path[-1] == pytest.approx((knobs["w1"], knobs["w2"]), rel=1e-3)
    assert found.log
    for x, y in ((knobs["w1"], knobs["w2"]), (1.0, -1.0)):
        other = made(NEURON, 0, knobs={"w1": x, "w2": y, "b": knobs["b"]})
        loss = other._net.evaluate(other._x[: surface.LOOKED_AT], other._y[: surface.LOOKED_AT])["loss"]
        (left, right), (bottom, top) = found.x_range, found.y_range
        column, row = int((x - left) / (right - left) * 42), int((top - y) / (top - bottom) * 42)
        assert 10 ** found.loss.value(row, column) == pytest.approx(loss, rel=0.25)
        if y == knobs["w2"]:
            assert found.now == pytest.approx(loss, rel=1e-5)


def test_the_lesson_chooses_the_weights(tmp_path: Path) -> None:
    told = '[panels.surface]\nweights = ["h2.weight[0,3]", "h1.bias[1]"]\n\n[data.moons]'
    folder = lessons.written(tmp_path / "x", lessons.POINTS, ("[data.moons]", told))
    found = made(folder, 3, ("surface",)).probe("surface", 20, 20)
    assert isinstance(found, signals.Surface)
    assert found.axes == ("h2[0,3]", "h1.bias[1]")


def test_the_directions_are_those_of_the_way(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x"), 0, ("surface",))
    first = experiment.probe("surface", 20, 20)
    assert isinstance(first, signals.Surface)
    assert first.axes == ("random", "random")
    assert first.path == ((0.0, 0.0),)
    for _ in range(8):
        experiment.train(3)
    found = experiment.probe("surface", 20, 20)
    assert isinstance(found, signals.Surface)
    assert found.axes[0].startswith("main way, ")
    assert len(found.path) == 9
    assert np.ptp(np.array(found.path), axis=0)[0] > np.ptp(np.array(found.path), axis=0)[1]
    low, high = found.x_range
    assert all(low <= x <= high for x, _ in found.path)
    assert 10**found.loss.low <= found.now * 1.01 or not found.log


def test_the_directions_rest_while_the_way_is_not_twice_as_long(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x"), 0, ("surface",))
    axes = []
    for _ in range(16):
        experiment.train(2)
        found = experiment.probe("surface", 20, 20)
        assert isinstance(found, signals.Surface)
        axes.append(found.axes)
    assert len(set(axes)) <= 5


def test_principal_directions() -> None:
    random = np.random.default_rng(3)
    places = random.normal(size=(40, 30)) * 0.01
    places[:, 4] += np.linspace(0, 9, 40)
    places[:, 7] += np.sin(np.linspace(0, 6, 40))
    directions, shares = surface.principal(places)
    assert np.abs(directions[0]).argmax() == 4
    assert np.abs(directions[1]).argmax() == 7
    assert np.allclose(directions @ directions.T, np.eye(2), atol=1e-6)
    assert shares[0] > 0.9 > shares[1] > 0
    straight, (whole, rest) = surface.principal(np.outer(np.arange(5.0), np.ones(6)))
    assert np.allclose(straight @ straight.T, np.eye(2), atol=1e-6)
    assert (whole, rest) == pytest.approx((1.0, 0.0), abs=1e-6)


def test_smoothing_keeps_values_and_holes() -> None:
    grid = np.add.outer(np.arange(5.0), np.arange(5.0))
    smooth = surface.smoothed(grid, 40)
    assert smooth[0, 0] == pytest.approx(0.1)
    assert smooth[39, 39] == pytest.approx(7.9)
    grid[2, 2] = np.nan
    assert np.isnan(surface.smoothed(grid, 40)[20, 20])
    assert np.isfinite(surface.smoothed(grid, 40)[0, 0])


def test_without_the_panel_nothing_is_noted(tmp_path: Path) -> None:
    assert made(lessons.written(tmp_path / "x"), 5).probe("surface", 20, 20) is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('["h1.weight[0,0]", "h2.bias[1]"]', ""),
        ('["h1.weight[0,0]"]', "weights must be two texts"),
        ('["h1.weight[0,0]", "h1.kernel[0]"]', "'h1.kernel[0]' must look like"),
        ('["h1.weight[0,0]", "h9.weight[0,0]"]', "layer 'h9' is unknown"),
    ],
)
def test_weights_that_cannot_be_are_told_when_the_lesson_is_checked(tmp_path: Path, told: str, said: str) -> None:
    change = ("[data.moons]", f"[panels.surface]\nweights = {told}\n\n[data.moons]")
    folder = lessons.written(tmp_path / "x", lessons.POINTS, change)
    if not said:
        assert tuple(read(folder).panels["surface"].options["weights"]) == ("h1.weight[0,0]", "h2.bias[1]")
        return
    with pytest.raises(LessonError, match=re.escape(f"[panels.surface]: {said}")):
        read(folder)


@pytest.mark.parametrize("told", ['["w₁"]', '"w₁"', "[1, 2]"])
def test_names_that_cannot_be_are_told_when_the_lesson_is_checked(tmp_path: Path, told: str) -> None:
    change = ("[data.moons]", f"[panels.surface]\nnames = {told}\n\n[data.moons]")
    with pytest.raises(LessonError, match="names must be two texts"):
        read(lessons.written(tmp_path / "x", lessons.POINTS, change))
