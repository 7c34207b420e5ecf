from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.course import vocabulary
from tuidl.train.probes import activation

SMOOTH = ("linear", "sigmoid", "tanh", "elu", "softplus", "silu", "gelu", "softmax")


@pytest.mark.parametrize("name", SMOOTH)
def test_a_slope_is_the_derivative(name: str) -> None:
    values, slopes = activation.curve(name, 4.0, 8000, 3)
    step = 8.0 / 8000
    differences = (values[2:] - values[:-2]) / (2 * step)
    error = np.abs(differences - slopes[1:-1])
    if name == "elu":  # its second derivative jumps at 0
        error = np.delete(error, range(3998, 4001))
    assert error.max() < 1e-5


@pytest.mark.parametrize("name", vocabulary.ACTIVATIONS)
def test_a_function_keeps_to_its_bounds(name: str) -> None:
    low, high = activation.BOUNDS.get(name, (-inf, inf))
    values, _ = activation.curve(name, 64.0, 400, 4)
    assert np.isfinite(values).all()
    assert values.min() >= low - 1e-3 * (name in ("silu", "gelu"))
    assert values.max() <= high


def test_the_engine_says_what_the_slope_of_a_bend_is() -> None:
    values, slopes = activation.curve("relu", 4.0, 8)
    assert values.tolist() == [0, 0, 0, 0, 0, 1, 2, 3, 4]
    assert slopes.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert activation.curve("leaky-relu", 4.0, 8)[1][0] == pytest.approx(0.01)
    assert activation.curve("softmax", 6.0, 2, 3)[0][1] == pytest.approx(1 / 3)


@given(st.floats(-50, 50))
@settings(max_examples=60)
def test_where_a_function_is_flat(z: float) -> None:
    at = np.array([z])
    assert activation.flat("relu", at)[0] == (z <= 0) or abs(z) < 0.01
    assert activation.flat("tanh", at)[0] == (abs(np.tanh(z)) > 0.97) or abs(abs(np.tanh(z)) - 0.97) < 0.01
    assert not activation.flat("linear", at)[0]


def test_the_sums_of_a_layer_on_its_curve(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x"), 5)
    found = experiment.probe("activation:h2", 40, 20)
    assert isinstance(found, signals.Function)
    assert (found.name, found.low, found.high, found.bounds) == ("tanh", -4.0, 4.0, (-1.0, 1.0))
    assert [len(values) for *_, values in found.curves] == [41, 41]
    assert found.curves[0][2][20] == 0
    assert sum(found.counts) + sum(found.beyond) == 60 * 4
    assert found.note.endswith("on the flat part")


def test_the_picture_grows_until_it_holds_nearly_all_sums(tmp_path: Path) -> None:
    folder = lessons.written(
        tmp_path / "x", lessons.POINTS, ("units = 4\n", 'units = 4\ninit = "normal"\nscale = 9.0\n')
    )
    found = made(folder).probe("activation:h2", 40, 20)
    assert isinstance(found, signals.Function)
    assert found.high > 4
    assert sum(found.beyond) <= 0.01 * 240


@pytest.mark.parametrize(("layer", "name"), [("conv1", "relu"), ("out", "softmax")])
def test_layers_of_a_convolutional_net(tmp_path: Path, layer: str, name: str) -> None:
    found = made(lessons.written(tmp_path / "x", lessons.DIGITS)).probe(f"activation:{layer}", 40, 20)
    assert isinstance(found, signals.Function)
    assert found.name == name


def test_what_has_no_sums_of_its_own_has_no_curve(tmp_path: Path) -> None:
    digits = made(lessons.written(tmp_path / "x", lessons.DIGITS))
    words = made(lessons.written(tmp_path / "y", lessons.TEXT))
    for experiment, layer in ((digits, "pool1"), (digits, "drop"), (words, "memory")):
        assert isinstance(experiment.probe(f"activation:{layer}", 40, 20), signals.Absent)
    assert digits.probe("activation:none", 40, 20) is None


def test_what_a_softmax_is_shown_of_is_said(tmp_path: Path) -> None:
    found = made(lessons.written(tmp_path, lessons.DIGITS), 1).probe("activation:out", 80, 20)
    assert isinstance(found, signals.Function)
    assert found.note == "of one sum, all others 0"
