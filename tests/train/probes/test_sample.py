"""One example of every kind of data, and what a net with one or two inputs has learnt of numbers."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import test_kinds as kinds
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.train.supervised import Supervised

RAW = "standardise_target = false"
ONE = ['type = "dense"\nunits = 8\nactivation = "tanh"', kinds.NUMBER]
EACH = 'type = "lstm"\nunits = 5\nbidirectional = "concat"'


def experiment(folder: Path, source: str, options: str, loss: str, layers: list[str]) -> Supervised:
    return made(kinds.written(folder, source, options, loss, 20, layers), 3)


def test_a_row_of_numbers_with_a_number_to_predict(tmp_path: Path) -> None:
    """All in units of the data: those of the file."""
    found = experiment(tmp_path / "l", "diabetes", "", "mean-squared-error", ONE).probe("sample", 40, 20)
    assert isinstance(found, signals.Sample)
    (name, truth, said), *rest = found.targets
    assert name == "progression"
    assert 25 <= truth <= 346
    assert np.isfinite(said)
    assert not rest
    assert len(found.features) == 10
    assert not found.probabilities


def test_a_sentence_with_a_class(tmp_path: Path) -> None:
    layers = [kinds.WORDS, kinds.LSTM, kinds.SAID]
    made = experiment(tmp_path / "l", "reviews", "n = 60\nvalidation = 15", "cross-entropy", layers)
    made.choose("sample", (4.0,))
    found = made.probe("sample", 40, 20)
    assert isinstance(found, signals.Sample)
    assert " ".join(found.tokens) == made._data.text(made._data.val_x[4])
    assert found.truth == made._data.val_y[4]
    assert sum(found.probabilities) == pytest.approx(1, abs=1e-5)


def test_a_sentence_with_a_class_for_each_word(tmp_path: Path) -> None:
    found = experiment(tmp_path / "l", "senses", "", "cross-entropy", [kinds.WORDS, EACH, kinds.SAID]).probe(
        "sample", 40, 20
    )
    assert isinstance(found, signals.Sample)
    assert len(found.tags) == len(found.tokens) > 3
    assert found.loss > 0


def test_a_course_with_a_number(tmp_path: Path) -> None:
    made = experiment(tmp_path / "l", "sunspots", "", "mean-squared-error", [kinds.LSTM, kinds.NUMBER])
    found = made.probe("sample", 40, 20)
    assert isinstance(found, signals.Sample)
    assert len(found.course) == made._data.shape[0]
    assert 0 <= min(found.course) <= max(found.course) < 300  # sunspots, not deviations
    assert len(found.targets) == 1


def test_a_graph_is_shown_as_who_is_joined_to_whom(tmp_path: Path) -> None:
    layers = [*kinds.NODES, 'type = "globalpool1d"', kinds.SAID]
    found = experiment(tmp_path / "l", "shapes", "n = 60\nvalidation = 20", "cross-entropy", layers).probe(
        "sample", 40, 20
    )
    assert isinstance(found, signals.Sample)
    assert found.image is not None
    assert (found.image.height, found.image.width) == (12, 12)


def test_the_curve_over_one_input(tmp_path: Path) -> None:
    made = experiment(tmp_path / "l", "curve", "n = 40\nvalidation = 10\nstandardise = true", "huber", ONE)
    found = made.probe("boundary", 30, 20)
    assert isinstance(found, signals.Fit)
    raw = made._data.raw(made._data.x)
    assert found.low < raw.min() < raw.max() < found.high
    assert len(found.points) == 40
    ((_, values),) = found.curves
    low = (made._data.x.min() - 0.1 * np.ptp(made._data.x)).reshape(1, 1).astype(np.float32)
    said = made._data.raw_target(made._net.predict(low))
    assert values[0] == pytest.approx(float(said[0, 0]), rel=1e-4)


def test_the_surface_over_two_inputs(tmp_path: Path) -> None:
    made = experiment(tmp_path / "l", "linear", "features = 2\ninformative = 2\nn = 30", "mean-absolute-error", ONE)
    found = made.probe("boundary", 12, 8)
    assert isinstance(found, signals.Boundary)
    assert found.target == made._data.targets[0]
    assert found.values == pytest.approx(made._data.y[:, 0].tolist(), rel=1e-5)
    assert (found.answer.height, found.answer.width) == (8, 12)
    assert found.answer.low < found.answer.high


@pytest.mark.parametrize("n", [300, 599, 600, 900, 1200])
def test_points_of_classes_that_take_turns_are_drawn_of_every_class(tmp_path: Path, n: int) -> None:
    found = experiment(tmp_path / "l", "spirals", f"n = {n}", "cross-entropy", [kinds.HIDDEN, kinds.SAID]).probe(
        "boundary", 9, 9
    )
    assert isinstance(found, signals.Boundary)
    assert len(found.points) == min(n, 300)
    assert 0.4 < sum(label for _, _, label, _ in found.points) / len(found.points) < 0.6


def test_a_plane_that_cannot_be_drawn_says_why(tmp_path: Path) -> None:
    found = experiment(tmp_path / "l", "iris", "", "cross-entropy", [kinds.HIDDEN, kinds.SAID]).probe("boundary", 9, 9)
    assert found == signals.Absent("a plane has two inputs, these data have 4 inputs")


@pytest.mark.parametrize(
    ("source", "options", "loss", "layers", "unit"),
    [
        ("moons", "", "cross-entropy", [kinds.HIDDEN, kinds.SAID], "nats"),
        ("moons", "", "mean-squared-error", [kinds.HIDDEN, kinds.TWO], "shares²"),
        ("diabetes", RAW, "mean-squared-error", ONE, "units²"),
        ("diabetes", "", "mean-squared-error", ONE, "deviations²"),
        ("diabetes", RAW, "mean-absolute-error", ONE, "units"),
        ("diabetes", RAW, "huber", ONE, "units²"),
        ("moons", "", "hinge", [kinds.HIDDEN, kinds.TWO], "margins"),
    ],
)  # fmt: skip
def test_the_loss_has_its_own_unit(
    tmp_path: Path, source: str, options: str, loss: str, layers: list[str], unit: str
) -> None:
    assert experiment(tmp_path / "l", source, options, loss, layers).unit == unit
