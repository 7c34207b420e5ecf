"""What lesson 1.1, one neuron, says: every step on seed 0, its files, its recording, and numbers of its pages."""

from math import log
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl import paths
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.session.request import Request
from tuidl.train import plan

FOLDER = paths.shipped("lessons") / "1-01-neuron"


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} == {"watch", "hand", "single", "write", "corners", "three", "[headless]"}
    assert sum(claim.step == "write" for claim in claims) == 2 + 6 + 2  # the files, six mistakes, two runs
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert told["write"].startswith("Your function made every p of this run: 99.5\N{NO-BREAK SPACE}% right")
    assert "–" not in "".join(told.values())


def test_no_line_does_better_than_a_coin_in_loss_on_the_four_corners(lesson: Lesson) -> None:
    data = plan.make(Request(str(FOLDER), "neuron", {"points": "corners"}, 0), lesson, {}).data
    x, y = np.c_[data.x, np.ones(data.n)].astype(float), data.y.reshape(-1).astype(float)
    w = np.zeros(3)
    for _ in range(20):  # Newton: the loss of one neuron has a single valley
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (p - y))
    lowest = float(np.mean(np.logaddexp(0, x @ w) - y * (x @ w)))
    assert lowest == pytest.approx(log(2), abs=0.002)
    assert f"{log(2):.3f} is −log ½" in "".join(e.say for e in lesson.step("corners").explain)


def test_twice_the_weights_are_the_same_line_and_more_sure() -> None:
    once, twice = (
        trainer(FOLDER, "cpu")("neuron", {"w1": k, "w2": -k / 2, "b": k / 2}, 0, 0, 1).evaluations[-1][1]
        for k in (1.0, 2.0)
    )
    assert once["accuracy"] == twice["accuracy"]
    assert twice["loss"] < once["loss"]


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(151), abs=0.01)
