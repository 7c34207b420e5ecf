from math import isnan
from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals

DEAD = (
    'units = 4\nactivation = { knob = "activation" }',
    'units = 4\nbias = [-99.0, 0.5, 0.5, -99.0]\nactivation = "relu"',
)


def test_dead_units_are_counted_layer_by_layer(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.POINTS, DEAD))
    found = experiment.probe("dead", 9, 9)
    assert isinstance(found, signals.Profile)
    assert found.layers == ("h1", "h2")  # an output that is sure of every example is not dead
    assert found.share
    assert found.values == (0.5, 0.5)
    flat = experiment.probe("saturated", 9, 9)
    assert isinstance(flat, signals.Profile)
    assert flat.layers == ("h1", "h2", "out")
    assert 0.5 <= flat.values[0] < 1


def test_a_layer_that_is_no_number_has_no_share(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x"))
    experiment.restore(
        {n: np.full_like(a, np.nan) if n.endswith(".weight") else a for n, a in experiment.state().items()}
    )
    found = experiment.probe("dead", 9, 9)
    assert isinstance(found, signals.Profile)
    assert all(isnan(value) for value in found.values)


def test_the_last_step_in_parts_of_the_weights(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x")
    experiment = made(folder, 4, ("updates",))
    found = experiment.probe("updates", 9, 9)
    assert isinstance(found, signals.Profile)
    twin = made(folder, 3)
    before = twin._net.read("h1.weight")
    twin.train(1)
    after = twin._net.read("h1.weight")
    rms = np.sqrt(np.mean((after - before) ** 2)) / np.sqrt(np.mean(after**2))
    assert found.values[0] == pytest.approx(float(rms), rel=1e-5)
    assert found.mark == 1e-3


@pytest.mark.parametrize("panel", ["updates", "rates"])
def test_before_the_first_step_nothing_has_moved(tmp_path: Path, panel: str) -> None:
    assert made(lessons.written(tmp_path / "x"), 0, (panel,)).probe(panel, 20, 9) is None


def test_sgd_has_one_rate_and_adam_one_for_each_weight(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x")
    sgd = made(folder, 5, ("rates",), knobs={"rate": 0.5}).probe("rates", 40, 9)
    adam = made(folder, 5, ("rates",), knobs={"rate": 0.5, "optimiser": "adam"}).probe("rates", 40, 9)
    assert isinstance(sgd, signals.Histogram)
    assert isinstance(adam, signals.Histogram)
    assert sgd.log
    assert sgd.note == "η is 0.5"
    filled = [place for place, n in enumerate(sgd.counts) if n]
    assert len(filled) <= 2
    width = (sgd.high - sgd.low) / len(sgd.counts)
    assert sgd.low + filled[0] * width <= np.log10(0.5) + 1e-4
    assert sgd.low + (filled[-1] + 1) * width >= np.log10(0.5) - 1e-4
    assert sum(1 for n in adam.counts if n) > 5


# ---- how outputs and weights are spread ----------------------------------------------------------------------------


def test_a_row_for_each_layer_holds_all_of_its_outputs(tmp_path: Path) -> None:
    found = made(lessons.written(tmp_path / "x", lessons.DIGITS)).probe("histograms", 40, 9)
    assert isinstance(found, signals.Spreads)
    assert found.layers == ("conv1", "pool1", "flat", "norm", "out")
    for row, zero in enumerate(found.zeros):
        shares = [found.plain.value(row, bar) for bar in range(found.plain.width)]
        assert sum(shares) == pytest.approx(1, abs=0.05)
        sizes = [found.sizes.value(row, bar) for bar in range(found.sizes.width)]
        assert sum(sizes) == pytest.approx(1 - zero, abs=0.05)
    assert found.zeros[0] > 0.1
    assert found.low == -found.high


def test_every_weight_is_in_its_histogram(tmp_path: Path) -> None:
    found = made(lessons.written(tmp_path / "x")).probe("weight-histogram:h2", 40, 9)
    assert isinstance(found, signals.Histogram)
    assert sum(found.counts) == 16
    assert found.low == -found.high
    assert found.note.endswith("within ±0.01")
