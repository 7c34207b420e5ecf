"""What lesson 1.6, backpropagation, says: every step on seed 0, its files, its recording, and numbers of its pages."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo, texts
from tuidl import paths
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.kernels import Array
from tuidl.nn.walk import Walk
from tuidl.session.request import Request
from tuidl.train import assemble, plan
from tuidl.train.microscope.gradients import Gradients

FOLDER = paths.shipped("lessons") / "1-06-backprop"
states = partial(texts.states, FOLDER)


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} == {"watch", "frozen", "single", "write", "flat", "[headless]"}
    assert sum(claim.step == "write" for claim in claims) == 2 + 7 + 2  # the files, seven mistakes, two runs
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert told["frozen"].startswith("75.8\N{NO-BREAK SPACE}%; the whole net got ")
    assert told["write"].startswith("Your function told the last layer what to change")
    assert "–" not in "".join(told.values())


def test_a_last_layer_alone_comes_to_about_80_percent_however_long(lesson: Lesson) -> None:
    knobs = {**lesson.defaults(), "frozen": True}
    for seed in range(3):
        _, values = trainer(FOLDER, "cpu")("digits", knobs, seed, 20 * 400, 8000).evaluations[-1]
        assert 0.75 < values["val_accuracy"] < 0.85


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, abs=0.02)


def test_softmax_with_cross_entropy_pulls_with_p_minus_y() -> None:
    states("02-error.md", "dz = p − y")
    z, y, nudge = np.array([2.0, 1.0, 0.1]), 1, 1e-6

    def price(scores: Array) -> float:
        return float(np.log(np.exp(scores).sum()) - scores[y])

    p = np.exp(z) / np.exp(z).sum()
    slopes = [(price(z + step) - price(z - step)) / (2 * nudge) for step in nudge * np.eye(3)]
    np.testing.assert_allclose(slopes, p - np.eye(3)[y], atol=1e-8)
    assert sum(p - np.eye(3)[y]) == pytest.approx(0, abs=1e-12)


@pytest.fixture(scope="module")
def gradients(lesson: Lesson) -> Gradients:
    """Those of the digits net, for the first 40 digits, in float64."""
    made = plan.make(Request(str(FOLDER), "digits", {}, 0), lesson, {})
    return Gradients(Walk(assemble.build(made).net, made.data.x[:40], made.data.y[:40]))


def test_nudging_agrees_with_going_back(gradients: Gradients) -> None:
    states("06-nudge.md", "With ε = 10⁻⁵ it agrees with the gradient to 10⁻⁵ and better")
    for name in ("h.weight.grad", "h.bias.grad", "out.weight.grad", "out.bias.grad"):
        for index in gradients.strongest(name, 6):
            slope = gradients.slope(name, index)
            assert slope.nudge == 1e-5
            assert slope.estimate == pytest.approx(slope.gradient, rel=1e-5)


def test_a_nudge_can_be_too_small(gradients: Gradients) -> None:
    index = gradients.strongest("out.weight.grad", 1)[0]
    right, walk = gradients.slope("out.weight.grad", index).gradient, gradients._walk
    found = gradients.by_name["out.weight.grad"]
    above, below = walk.nudged(found.value, index, found.begins, (1e-15, -1e-15))
    assert abs((above - below) / 2e-15 - right) > 0.1 * abs(right)


def test_the_three_ways_back(gradients: Gradients) -> None:
    states("07-code.md", "= aᵀ·dz / m", "db = mean of dz", "da = dz·wᵀ")
    made = {name: gradients.values[name] for name in gradients.by_name}
    names = [name for name in made if made[name].shape == (40, 10)]
    dz = 40 * next(made[name] for name in names)  # the gradient of each example's own loss
    a = next(gradients._walk.read(t) for n, t in gradients._known.items() if n == "h.tanh.out")
    np.testing.assert_allclose(made["out.weight.grad"], a.T @ dz / 40, atol=1e-12)
    np.testing.assert_allclose(made["out.bias.grad"], dz.mean(axis=0), atol=1e-12)
    w = gradients._walk.read(gradients._known["out.weight"])
    np.testing.assert_allclose(made["h.tanh.out.grad"] * 40, dz @ w.T, atol=1e-12)


def test_what_it_costs() -> None:
    parameters, forward = 64 * 12 + 12 + 12 * 10 + 10, 64 * 12 + 12 * 10
    assert parameters == 910
    assert 2 * parameters == 1820
    states("01-watch.md", "910 weights and biases", "64 pixels, twelve hidden units, ten chances")
    states("06-nudge.md", "two passes for each of 910 numbers: 1 820")
    back = forward + 12 * 10  # all weights, and the inputs of the last layer; pixels need no gradient
    assert 1 < back / forward < 1.2  # "about as much as going forward"


def test_the_quiz() -> None:
    assert np.array([0.7, 0.2, 0.1]) - [0, 1, 0] == pytest.approx([0.7, -0.8, 0.1])
    assert round(1 - 0.99**2, 2) == 0.02
