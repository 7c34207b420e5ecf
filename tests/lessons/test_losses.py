"""What lesson 1.5, losses, says: every step on seed 0, its files, its recording, and numbers of its pages."""

from functools import partial
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo, texts
from tuidl import nn, paths
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.train.probes.lossof import losses, slopes

FOLDER = paths.shipped("lessons") / "1-05-losses"
states = partial(texts.states, FOLDER)


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} == {"watch", "sure", "free", "honest", "absolute", "write", "[headless]"}
    assert sum(claim.step == "write" for claim in claims) == 2 + 7 + 2  # the files, seven mistakes, two runs
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert "The loss went from 0.500 to 0.500 in 200 steps" in told["sure"]
    assert told["write"].startswith("Every price of this run is yours.")
    assert "–" not in "".join(told.values())


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, abs=0.02)


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def test_the_prices() -> None:
    states(
        "02-price.md", "p = 0.99   costs 0.01", "p = 0.5    costs 0.69", "p = 0.01   costs 4.6", "p = 0.0001 costs 9.2"
    )
    assert [round(-log(p), 2) for p in (0.99, 0.5)] == [0.01, 0.69]
    assert [round(-log(p), 1) for p in (0.01, 0.0001)] == [4.6, 9.2]
    rows = np.array([[0.99], [0.5], [0.01]])
    np.testing.assert_allclose(losses(nn.BinaryCrossEntropy(), rows, 1), -np.log(rows[:, 0]), rtol=1e-9)
    assert losses(nn.MSE(), np.array([[0.0], [0.3]]), 1) == pytest.approx([1.0, 0.49])  # never more than 1


def test_the_worst_start() -> None:
    states("03-sure.md", "starts at −12", "p of orange is about 0.000006")
    assert f"{sigmoid(-12):.6f}" == "0.000006"
    assert "start = -12.0" in (FOLDER / "lesson.toml").read_text("utf-8")


def test_the_pulls() -> None:
    states("04-pull.md", "squared   2·(p−1)·p·(1−p)", "cross-entropy      p − 1", "0.002 and 0.999")
    p = np.array([0.001, 0.2, 0.7])
    row = np.array([0.5])
    for loss, formula in ((nn.MSE(), 2 * (p - 1) * p * (1 - p)), (nn.BinaryCrossEntropy(), p - 1)):
        np.testing.assert_allclose(slopes(loss, row, 1, p), np.abs(formula), rtol=1e-4)
    assert round(2 * 0.999 * 0.001 * 0.999, 3) == 0.002


def test_what_is_cheapest_for_75_wet_days_of_100() -> None:
    days = (FOLDER / "days.csv").read_text("utf-8").split()[1:]
    assert (len(days), sum(day.endswith("rain") for day in days)) == (100, 75)

    def price(p: float) -> float:
        return -0.75 * log(p) - 0.25 * log(1 - p)

    grid = np.linspace(0.01, 0.99, 99)
    assert grid[np.argmin([price(p) for p in grid])] == pytest.approx(0.75)
    assert grid[np.argmin([0.75 * (1 - p) ** 2 + 0.25 * p**2 for p in grid])] == pytest.approx(
        0.75
    )  # squared error too
    assert round(price(0.75), 4) == 0.5623
    absolute = [0.75 * (1 - p) + 0.25 * p for p in grid]
    assert absolute == sorted(absolute, reverse=True)  # the more rain, the cheaper
    assert 0.75 * 0.25 + 0.25 * 0.75 == 0.375 > min(absolute)


def test_ten_classes_and_the_clip() -> None:
    states(
        "08-which.md",
        "−log 0.1 = 2.3",
        "a number     nothing  MSE",
        "yes or no    sigmoid  BCE",
        "one of many  softmax  CCE",
    )
    assert round(-log(0.1), 1) == 2.3
    states("09-code.md", "max(p, 0.0000001)", "more than 16.1")
    assert round(-log(1e-7), 1) == 16.1


def test_the_sum_is_as_much_steeper_as_there_are_examples() -> None:
    rng = np.random.default_rng(0)
    p, y = rng.random(32), rng.integers(0, 2, 32)

    def slope(total: bool) -> float:
        up, down = (np.sum((p + by - y) ** 2) for by in (1e-6, -1e-6))
        return float(up - down) / 2e-6 / (1 if total else 32)

    assert slope(total=True) == pytest.approx(32 * slope(total=False))
