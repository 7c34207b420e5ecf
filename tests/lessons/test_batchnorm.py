"""What lesson 1.11, batch norm, says: every step on seed 0, and every number that its pages state."""

from collections.abc import Mapping
from math import isfinite, log, sqrt
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl import nn, paths
from tuidl.commands import KnobValue
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.view import RunView

FOLDER = paths.shipped("lessons") / "1-11-batchnorm"


def _run(experiment: str, knobs: Mapping[str, KnobValue], seed: int = 0, steps: int = 300) -> RunView:
    return trainer(FOLDER, "cpu")(experiment, knobs, seed, steps, 10)


def _best(run: RunView) -> float:
    return max(values.get("val_accuracy", 0.0) for _, values in run.evaluations)


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    told = [item.text for item in found if isinstance(item, Told)]
    assert len(told) == 6
    assert not [text for text in told if "–" in text]


def test_without_it_each_layer_keeps_about_a_fifth() -> None:
    assert 0.05 * sqrt(32 / 2) == pytest.approx(0.2)
    for seed in range(5):
        first = _run("plain", {}, seed, 0).evaluations[0][1]
        assert 0.12 < (first["signal[h6]"] / first["signal[h1]"]) ** (1 / 5) < 0.28
        assert first["loss"] == pytest.approx(log(10), abs=0.002)


@pytest.mark.parametrize("seed", range(4))
def test_rates_that_are_deadly_without_it_even_from_a_start_that_suits(lesson: Lesson, seed: int) -> None:
    for rate in (0.5, 1.0):
        assert _best(_run("plain", {"scale": 0.25, "rate": rate}, seed)) < 0.9
    assert _best(_run("norm", {"rate": 1.0}, seed)) >= 0.9


def test_a_batch_of_one_gives_beta_and_its_running_variance_falls() -> None:
    layers = [nn.BatchNorm(momentum=0.9, epsilon=1e-5, name="n"), nn.Dense(1, name="out")]
    model = nn.Model(layers, (3,), "mse", nn.SGD(rate=0.0), device="reference")
    x, y = np.random.default_rng(0).normal(2.0, 1.0, (50, 3)), np.zeros((50, 1))
    means, mean, variance = [], np.zeros(3), np.ones(3)
    for step in range(50):
        model.train(x, y, np.full((1, 1), step, np.int32))
        mean, variance = 0.9 * mean + 0.1 * x[step], 0.9 * variance
        means.append(model.read("n.mean"))
        np.testing.assert_allclose(means[-1], mean, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(model.read("n.variance"), variance, rtol=1e-4)
    assert round(1 / sqrt(1e-5)) == 316
    end = _run("norm", {"batch": 1}).evaluations[-1][1]
    assert isfinite(end["loss"])
    assert end["val_accuracy"] < 0.35


@pytest.mark.parametrize("seed", range(3))
def test_four_images_a_step_come_to_about_half(seed: int) -> None:
    assert 0.35 < _run("norm", {"batch": 4}, seed).evaluations[-1][1]["val_accuracy"] < 0.8


def test_the_quiz_counts_right() -> None:
    x = np.array([2.0, 4.0, 6.0])
    assert f"{np.mean((x - 4) ** 2):.2f}" == "2.67"
    assert f"{np.std(x):.2f}" == "1.63"
    assert [f"{value:.2f}" for value in (x - 4) / np.std(x)] == ["-1.22", "0.00", "1.22"]
    assert 6 * 32 == 192


def test_ten_times_the_first_weights_change_nothing() -> None:
    x = np.random.default_rng(1).normal(size=(64, 20))
    made = []
    for factor in (1.0, 10.0):
        w = np.random.default_rng(2).normal(size=(20, 8)) * factor
        sums = x @ w
        made.append((sums - sums.mean(0)) / np.sqrt(sums.var(0) + 1e-5))
    np.testing.assert_allclose(made[0], made[1], atol=1e-5)


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 301, 10), abs=0.05)
