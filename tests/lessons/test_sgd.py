"""What lesson 1.7, gradient descent, says: every step on seed 0, its files, its recording, and numbers of its pages."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo, texts
from tuidl import paths
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.data import DataSet
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.session.request import Request
from tuidl.train import plan

FOLDER = paths.shipped("lessons") / "1-07-sgd"
states = partial(texts.states, FOLDER)


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} == {
        "watch",
        "limit",
        "rate",
        "mini",
        "full",
        "one",
        "order",
        "start",
        "write",
        "[headless]",
    }
    assert sum(claim.step == "write" for claim in claims) == 2 + 6 + 2  # the files, six mistakes, two runs
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert told["limit"].startswith("After 60 steps the loss is 9.3·10¹².")
    assert told["write"].startswith(
        "Your function was called for each of 2\N{NO-BREAK SPACE}410 numbers in each of 225 steps"
    )
    assert "–" not in "".join(told.values())


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, abs=0.02)


def data(lesson: Lesson, experiment: str) -> DataSet:
    return plan.make(Request(str(FOLDER), experiment, {}, 0), lesson, {}).data


def test_the_rate_has_a_limit(lesson: Lesson) -> None:
    for seed in range(5):
        made = plan.make(Request(str(FOLDER), "valley", {}, seed), lesson, {}).data
        x = np.c_[made.x, np.ones(made.n)].astype(float)
        curvature = float(np.linalg.eigvalsh(2 * x.T @ x / made.n).max())  # of the mean squared error
        assert 2 / curvature == pytest.approx(0.62, abs=0.04)
        ends = []
        for rate in (0.97 * 2 / curvature, 1.03 * 2 / curvature):
            run = trainer(FOLDER, "cpu")("valley", {**lesson.defaults(), "rate": rate}, seed, 200, 200).evaluations
            ends.append(run[-1][1]["loss"] / run[0][1]["loss"])
        assert ends[0] < 1 < ends[1]


def test_epochs(lesson: Lesson) -> None:
    states("05-mini.md", "32 to 256 are usual", "1 438 digits are 45 batches of 32", "Run five epochs, 225 steps")
    digits = data(lesson, "digits")
    assert (digits.n, round(digits.n / 32), 5 * round(digits.n / 32)) == (1438, 45, 225)
    assert data(lesson, "one").n == 256
    states("07-one.md", "256 examples, so an epoch is 256 steps")
    states("08-order.md", "1 350 of them to learn from, in batches of 8")
    points = data(lesson, "sorted")
    assert (points.n, points.n // 8, points.n / 3 / 8) == (1350, 168, 56.25)
    assert np.all(np.diff(points.y) >= 0)  # one cloud after the other
    assert 50_000 // 100 * 3 == 1500


def test_a_mean_is_as_much_more_exact_as_the_root_of_the_number() -> None:
    assert pytest.approx(6.7, abs=0.01) == (1438 / 32) ** 0.5
    rng = np.random.default_rng(0)
    few, many = (rng.normal(size=(4000, count)).mean(axis=1).std() for count in (32, 128))
    assert few / many == pytest.approx(2, rel=0.05)


def test_the_net_on_the_page_has_so_many_numbers() -> None:
    states("04-rate.md", "2 410 numbers")
    assert 64 * 32 + 32 + 32 * 10 + 10 == 2410


def test_another_start_another_valley(lesson: Lesson) -> None:
    states("09-start.md", "from first weights of 1 and −1")
    run = trainer(FOLDER, "cpu")
    for seed in range(3):
        good, stuck = (
            run("corners", {**lesson.defaults(), "start": start}, seed, steps, steps).evaluations[-1][1]["accuracy"]
            for start, steps in ((-1.0, 200), (1.0, 1000))
        )
        assert good >= 0.96
        assert stuck < 0.8  # five times as long does not help
