"""What lesson 1.10, regularisation, says: every step on seed 0, and every number that its pages state."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl import data, nn, paths
from tuidl.commands import KnobValue
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.events import Values
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.view import RunView

FOLDER = paths.shipped("lessons") / "1-10-regularization"
PLAIN = {"drop": 0.0}


def _run(knobs: Mapping[str, KnobValue], seed: int = 0, steps: int = 600, experiment: str = "net") -> RunView:
    return trainer(FOLDER, "cpu")(experiment, knobs, seed, steps, 20)


def _end(knobs: Mapping[str, KnobValue], seed: int = 0) -> Values:
    return _run(knobs, seed).evaluations[-1][1]


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    told = [item.text for item in found if isinstance(item, Told)]
    assert len(told) == 7
    assert not [text for text in told if "–" in text]


@pytest.mark.parametrize("seed", range(3))
def test_three_in_ten_labels_are_wrong_and_no_held_out_one(seed: int) -> None:
    options = {"n": 1437, "validation": 360}
    clean, noisy = (data.load("digits", {**options, **more}, seed) for more in ({}, {"label_noise": 0.3}))
    assert np.mean(clean.y != noisy.y) == pytest.approx(0.3, abs=0.03)
    assert (clean.val_y == noisy.val_y).all()


@pytest.mark.parametrize("seed", range(4))
def test_it_learns_all_labels_by_heart_and_was_better_before(seed: int) -> None:
    run = _run(PLAIN, seed)
    assert run.evaluations[-1][1]["accuracy"] == 1.0
    best = max(values["val_accuracy"] for _, values in run.evaluations)
    assert best > run.evaluations[-1][1]["val_accuracy"] + 0.05
    lowest = min(run.evaluations, key=lambda item: item[1]["val_loss"])[0]
    assert lowest <= 200  # the hint: near step 120
    stopped = _run({**PLAIN, "patience": 5}, seed).evaluations[-1][0]
    assert stopped == max(lowest, 20) + 5 * 20


def test_what_the_prices_leave_of_the_weights() -> None:
    plain, small, few = (_end({**PLAIN, **more}) for more in ({}, {"l2": 0.05}, {"l1": 0.005}))
    assert 1 / 40 < plain["sparse[h1]"] < 1 / 25  # "about one in thirty"
    assert small["weight[h1]"] == pytest.approx(plain["weight[h1]"] / 5, rel=0.2)  # "to a fifth"
    assert 0.3 < small["sparse[h1]"] < 0.6 < 0.7 < few["sparse[h1]"]
    assert 64 * 64 == 4096


def test_l2_takes_a_share_of_every_weight_and_l1_as_much_of_each(lesson: Lesson) -> None:
    """With data that say nothing, a step of plain SGD is the slope of the price alone: λ w, or λ sign w."""
    for keys, slope in (({"l2": 0.5}, lambda w: 0.5 * w), ({"l1": 0.5}, lambda w: 0.5 * np.sign(w))):
        model = nn.Model([nn.Dense(3, name="h")], (2,), "mse", nn.SGD(rate=0.1), device="reference")
        model.groups = (nn.Group("h.weight", **keys),)
        before = model.weights()["h.weight"].copy()
        model.train(np.zeros((1, 2)), np.zeros((1, 3)), np.zeros((1, 1), np.int32))
        np.testing.assert_allclose(model.weights()["h.weight"], before - 0.1 * slope(before), rtol=1e-5)


def test_dropout_leaves_the_total_as_it_is_and_does_nothing_in_use() -> None:
    room: dict[str, object] = {}
    exec((FOLDER / "code" / "dropout_solution.py").read_text("utf-8"), room)
    dropout = room["dropout"]
    assert callable(dropout)
    random = np.random.default_rng(0)
    x = np.ones(200_000)
    for rate in (0.1, 0.5, 0.9):
        assert np.mean(dropout(x, random.random(len(x)), rate)) == pytest.approx(1.0, abs=0.02)
    assert dropout(np.array([4.0]), np.array([0.9]), 0.5) == [8.0]  # the quiz
    model = nn.Model([nn.Dropout(0.5), nn.Dense(1, init="he")], (4,), "mse", nn.SGD(rate=0.1), device="reference")
    assert (model.predict(np.ones((3, 4))) == model.predict(np.ones((3, 4)))).all()
    assert round(64 * (1 - 0.9)) == 6  # units of 64 that speak at a rate of 0.9
    assert pytest.approx(10) == 1 / (1 - 0.9)


def test_the_sums() -> None:
    started = _run(PLAIN, steps=0).started
    assert started is not None
    assert started.parameters == 2 * (64 * 64 + 64) + (64 * 10 + 10) == 8970
    large = _run({}, steps=0, experiment="large").started
    assert large is not None
    assert large.parameters == 235146


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 601, 20), abs=0.05)
