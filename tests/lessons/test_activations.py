"""What lesson 1.3, activations, says: every step on seed 0, and every number that its pages state."""

from collections.abc import Mapping
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl import paths
from tuidl.commands import KnobValue
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.events import Values
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.session.request import Request
from tuidl.train import assemble, plan
from tuidl.train.probes.activation import BOUNDS, curve
from tuidl.view import RunView

FOLDER = paths.shipped("lessons") / "1-03-activations"


def _run(experiment: str, knobs: Mapping[str, KnobValue], seed: int = 0, steps: int | None = None) -> RunView:
    length = steps if steps is not None else int(str(read(FOLDER).experiments[experiment].steps))
    return trainer(FOLDER, "cpu")(experiment, knobs, seed, length, 5)


def _end(experiment: str, knobs: Mapping[str, KnobValue], seed: int = 0) -> Values:
    return _run(experiment, knobs, seed).evaluations[-1][1]


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    told = [item.text for item in found if isinstance(item, Told)]
    assert len(told) == 8
    assert not [text for text in told if "–" in text]


def test_a_net_of_linear_layers_multiplied_out_is_two_weights_and_a_bias(lesson: Lesson) -> None:
    asked = Request(str(FOLDER), "deep", {"activation": "linear"}, device="reference")
    net = assemble.build(plan.make(asked, lesson, asked.knobs)).net
    weights, total, shift = net.weights(), np.eye(2), np.zeros(2)
    for layer in ("h1", "h2", "h3", "out"):
        total, shift = total @ weights[f"{layer}.weight"], shift @ weights[f"{layer}.weight"] + weights[f"{layer}.bias"]
    assert total.shape == (2, 1)
    x = np.random.default_rng(0).normal(size=(50, 2))
    np.testing.assert_allclose(net.predict(x), 1 / (1 + np.exp(-(x @ total + shift))), rtol=1e-5)
    assert (2 * 16 + 16) + 2 * (16 * 16 + 16) + (16 + 1) == 609 == net.parameters
    for x1 in (-1.0, 0.0, 2.5):  # the page's own two neurons
        assert 3 * (2 * x1 + 1) - 4 == pytest.approx(6 * x1 - 1)


@pytest.mark.parametrize(
    ("name", "low", "high", "least", "most"),
    [
        ("sigmoid", 0, 1, 0, 0.25),
        ("tanh", -1, 1, 0, 1),
        ("relu", 0, np.inf, 0, 1),
        ("leaky-relu", -np.inf, np.inf, 0.01, 1),
    ],
)
def test_ranges_and_slopes_are_those_of_the_table(
    name: str, low: float, high: float, least: float, most: float
) -> None:
    assert BOUNDS.get(name, (-np.inf, np.inf)) == (low, high)
    values, slopes = curve(name, 30.0, 6000)
    assert values.min() >= low
    assert values.max() <= high
    assert slopes.min() == pytest.approx(least, abs=1e-9)
    assert slopes.max() == pytest.approx(most)
    if name.endswith("relu"):
        assert {round(float(slope), 6) for slope in slopes} <= {0.01 if name == "leaky-relu" else 0.0, 1.0}
    if name == "sigmoid":
        np.testing.assert_allclose(slopes, values * (1 - values), atol=1e-12)


def test_the_pages_show_the_table(lesson: Lesson) -> None:
    for row in (
        "sigmoid  0 to 1   at most ¼",
        "tanh     −1 to 1  at most 1",
        "ReLU     0 to ∞   0 or 1",
        "leaky    −∞ to ∞  0.01 or 1",
    ):
        assert row in lesson.pages["03-zoo.md"]


def test_the_softmax_of_2_1_0(lesson: Lesson) -> None:
    shares = [exp(z) / (exp(2) + exp(1) + exp(0)) for z in (2, 1, 0)]
    assert [f"{share:.2f}" for share in shares] == ["0.67", "0.24", "0.09"]
    assert "it makes 0.67, 0.24 and 0.09" in lesson.pages["09-shares.md"]
    _, slopes = curve("softmax", 20.0, 2000, units=3)
    assert slopes.max() == pytest.approx(0.25, abs=1e-4)


def test_eight_sigmoids_let_less_than_a_hundredth_through_and_the_hint_is_near() -> None:
    evaluations = [_run("tall", {"activation": "sigmoid"}, seed, 0).evaluations[0][1] for seed in range(20)]
    arrives = [values["gradient[h1]"] / values["gradient[h8]"] for values in evaluations]
    assert max(arrives) < 0.01
    assert 0.2 < float(np.median(arrives)) ** (1 / 7) < 0.3
    assert f"{0.25**7:.5f}" == "0.00006"


@pytest.mark.parametrize("seed", range(3))
def test_after_a_hot_start_one_layer_is_dead_and_nothing_moves(seed: int) -> None:
    run = _run("hot", {}, seed)
    end = run.evaluations[-1][1]
    assert end["dead[h3]"] == 1.0
    assert end["val_accuracy"] == 0.5
    assert end["loss"] == pytest.approx(log(2), abs=0.001)
    rates = {step: values["rate"] for step, values in run.evaluations}
    assert rates[0] == 10
    assert rates[20] == pytest.approx(0.2)
    assert rates[400] == pytest.approx(0.2)


def test_with_biases_at_minus_two_every_unit_of_layer_2_is_off_and_a_leak_is_enough() -> None:
    off = _run("rare", {"bias": -2.0}, steps=0).evaluations[0][1]
    assert off["dead[h2]"] == 1.0
    assert _end("rare", {"bias": -2.0})["loss"] == pytest.approx(log(2), abs=0.001)
    assert _end("rare", {"bias": -2.0, "activation": "leaky-relu"})["val_accuracy"] > 0.95


def test_the_quiz_counts_right() -> None:
    assert (2 * 100 + 100) + 9 * (100 * 100 + 100) + (100 + 1) == 91301  # "about 91 000"


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 121, 5), abs=0.01)
