from pathlib import Path

import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.train.supervised import Supervised


def experiment(folder: Path, options: str) -> Supervised:
    """A net on points, with options of one panel."""
    return made(lessons.written(folder / "x", lessons.POINTS + options), 2)


def test_the_rows_are_the_layers_that_the_lesson_names(tmp_path: Path) -> None:
    every = experiment(tmp_path / "every", "").probe("histograms", 40, 20)
    chosen = experiment(tmp_path / "chosen", '\n[panels.histograms]\nlayers = ["h1", "elsewhere"]\n').probe(
        "histograms", 40, 20
    )
    assert isinstance(every, signals.Spreads)
    assert isinstance(chosen, signals.Spreads)
    assert len(every.layers) > 1
    assert chosen.layers == ("h1",)


def test_weights_on_a_range_of_the_lesson(tmp_path: Path) -> None:
    free = experiment(tmp_path / "free", "").probe("weight-histogram:h1", 40, 20)
    fixed = experiment(tmp_path / "fixed", '\n[panels."weight-histogram:h1"]\nrange = [-4.0, 4.0]\n').probe(
        "weight-histogram:h1", 40, 20
    )
    assert isinstance(free, signals.Histogram)
    assert isinstance(fixed, signals.Histogram)
    assert (fixed.low, fixed.high) == (-4.0, 4.0)
    assert free.high == pytest.approx(-free.low)
    assert free.high < 4
    assert sum(free.counts) == sum(fixed.counts)


def test_weights_outside_of_the_range_are_counted(tmp_path: Path) -> None:
    made = experiment(tmp_path, '\n[panels."weight-histogram:h1"]\nrange = [-0.2, 0.5]\n')
    told, values = made.probe("weight-histogram:h1", 40, 20), made._assembly.net.read("h1.weight")
    assert isinstance(told, signals.Histogram)
    assert told.beyond == (int((values < -0.2).sum()), int((values > 0.5).sum()))
    assert sum(told.beyond) > 0
    assert sum(told.counts) + sum(told.beyond) == values.size
