"""What the last step changed, for a panel that is opened in the middle of a run or after it."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tuidl.course.load import read
from tuidl.train import plan
from tuidl.train.supervised import Supervised


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lessons.written(tmp_path / "points")


def opened(folder: Path) -> Supervised:
    return Supervised(plan.make(lessons.request(folder), read(folder), {}))


def weights(experiment: Supervised) -> np.ndarray:
    return np.concatenate([experiment._net.read(name).ravel() for name in experiment._weights])


def test_after_the_last_step_of_a_run_its_change_is_known_though_no_panel_showed_it(folder: Path) -> None:
    experiment, twin = opened(folder), opened(folder)
    last = experiment._plan.steps
    experiment.train(last - 3)
    assert experiment.probe("updates", 40, 12) is None
    experiment.train(3)
    found = experiment.probe("updates", 40, 12)
    assert found is not None
    twin.train(last - 1)
    before = weights(twin)
    twin.train(1)
    changes = np.concatenate([change.ravel() for change in experiment._scene.changes.values()])
    assert np.array_equal(weights(twin) - before, changes)
    assert np.array_equal(weights(twin), weights(experiment))


def test_the_change_of_an_earlier_step_is_never_shown_for_the_last(folder: Path) -> None:
    experiment = opened(folder)
    experiment.watch(("updates",))
    experiment.train(5)
    assert experiment.probe("updates", 40, 12) is not None
    experiment.watch(("loss",))
    experiment.train(5)
    experiment.watch(("updates",))
    assert experiment.probe("updates", 40, 12) is None
