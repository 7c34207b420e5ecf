"""What lesson 1.8, optimisers, says: every step on seed 0, its files, its recording, and numbers of its pages."""

from collections.abc import Callable
from functools import partial
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.lessons import demo, texts
from tuidl import paths
from tuidl.commands import Watch
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.events import Diagnosis, Probed, Values
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.demo import FILE
from tuidl.headless.unattended import played, trainer
from tuidl.session.recording import read as events_of
from tuidl.session.request import Request
from tuidl.signals import Histogram
from tuidl.train import plan

FOLDER = paths.shipped("lessons") / "1-08-optimizers"
states = partial(texts.states, FOLDER)
TRAIN = trainer(FOLDER, "cpu")
Step = Callable[..., tuple[float, float, float]]


@pytest.fixture(scope="module")
def adam(lesson: Lesson) -> Step:
    """The solution of the code step."""
    known: dict[str, Step] = {}
    exec(lesson.code["code/adam_solution.py"], known)
    return known["step"]


def run(lesson: Lesson, experiment: str, optimiser: str, rate: float, seed: int = 0, steps: int = 225) -> list[Values]:
    """The values at every evaluation."""
    knobs = {**lesson.defaults(), "optimiser": optimiser, "rate": rate}
    found = TRAIN(experiment, knobs, seed, steps, lesson.experiments[experiment].evaluate_every)
    return [values for _, values in found.evaluations]


def best(values: list[Values]) -> float:
    return max(each["val_accuracy"] for each in values)


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, TRAIN, claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    judged = {"narrow", "heavy", "own", "tired", "five", "write", "big", "rate", "readers", "[headless]"}
    assert {claim.step for claim in claims} == judged
    assert sum(claim.step == "write" for claim in claims) == 2 + 11 + 2  # the files, the mistakes, two runs
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert told["own"].startswith("w₁ went from −5 to −4.00, w₂ from 0 to −1.00: both by η.")
    assert "It kept two numbers for each of 2\N{NO-BREAK SPACE}410" in told["write"]
    assert "–" not in "".join(told.values())


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    assert (FOLDER / FILE).stat().st_size < 300_000
    kept = events_of(FOLDER / FILE)
    assert not [e for e in kept.envelopes if isinstance(e.event, Diagnosis)]  # nothing is wrong with the first screen
    demo.holds(FOLDER, tmp_path, range(101), abs=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_the_valley(lesson: Lesson, seed: int) -> None:
    states("01-narrow.md", "eight times as long as it is wide", "A rate of 1 is the limit")
    x = plan.make(Request(str(FOLDER), "valley", {}, seed), lesson, {}).data.x.astype(float)
    curvatures = np.linalg.eigvalsh(2 * (x / [1, 8]).T @ (x / [1, 8]) / len(x))  # of the mean squared error
    assert 2 / curvatures[1] == pytest.approx(1, abs=0.01)
    assert sqrt(curvatures[1] / curvatures[0]) == pytest.approx(8, abs=0.1)  # axes of a line of equal loss
    below, above = (run(lesson, "valley", "sgd", rate, seed, 100) for rate in (0.8, 1.3))
    assert below[100]["loss"] < below[0]["loss"]
    assert not above[-1]["loss"] < above[0]["loss"]


def test_a_sum_that_forgets_a_tenth_is_ten_times_what_comes_in() -> None:
    states("02-heavy.md", "ten times g at most: 1 + 0.9 + 0.81 + ... = 10")
    states("lesson.toml", "g·(1 + 0.9 + 0.81 + ...) = g / (1 − 0.9): ten times the first", "1.9 times")
    sums = np.cumsum(0.9 ** np.arange(200))
    assert sums[1] == pytest.approx(1.9)
    assert sums[-1] == pytest.approx(10)
    assert sums.max() <= 10


def test_steps_of_adagrad_and_rmsprop_where_gradients_keep_their_size() -> None:
    states("04-tired.md", "its step number t is η / √t: a tenth after 100 steps, a hundredth after 10 000")
    summed = np.cumsum(np.full(10_000, 4.0))  # of a gradient of 2
    steps = 2 / np.sqrt(summed)
    assert steps[[0, 99, 9_999]] == pytest.approx([1, 0.1, 0.01])
    mean = 4 * (1 - 0.9 ** np.arange(1, 101))
    assert 2 / sqrt(mean[-1]) == pytest.approx(1, abs=0.01)


def test_adam_without_and_with_correction(adam: Step) -> None:
    states("06-write.md", "m is 0.1·g and √s is 0.03·g: that step would be 3.2·η")
    assert 0.1 / sqrt(0.001) == pytest.approx(3.2, abs=0.05)
    assert sqrt(0.001) == pytest.approx(0.03, abs=0.002)
    for gradient in (1e-3, 2.0, -500.0):
        w, m, s = adam(1.0, gradient, 0.0, 0.0, 1, 0.1)
        assert 1 - w == pytest.approx(0.1 * np.sign(gradient), rel=1e-4)
        assert (m, s) == pytest.approx((0.1 * gradient, 0.001 * gradient**2))


def test_a_loss_times_a_thousand_leaves_adam_as_it_is(adam: Step) -> None:
    states("lesson.toml", "Multiply the loss by 1 000", "The root of 1 000 is 32")
    assert sqrt(1000) == pytest.approx(32, abs=0.5)
    gradients = np.random.default_rng(0).normal(size=50)
    ends = []
    for factor in (1.0, 1000.0):
        w, m, s = 0.0, 0.0, 0.0
        for t, gradient in enumerate(gradients, 1):
            w, m, s = adam(w, factor * float(gradient), m, s, t, 0.1)
        ends.append(w)
    assert ends[0] == pytest.approx(ends[1], rel=1e-5)


def test_the_learners_adam_is_the_engines(lesson: Lesson) -> None:
    states("lesson.toml", "4 820")
    started = TRAIN("digits", lesson.defaults(), 0, 0, 1).started
    assert started is not None
    assert 2 * started.parameters == 2 * (64 * 32 + 32 + 32 * 10 + 10) == 4820


def descended(curvature: NDArray[np.float64], start: NDArray[np.float64], rate: float, divided: bool) -> int:
    """Steps down w·curvature·w to 0.01, by Adagrad or by plain gradients; 999 if not within 200."""
    w, s = start.copy(), np.zeros(2)
    for t in range(200):
        if w @ curvature @ w < 0.01:
            return t
        g = 2 * curvature @ w
        s += g**2
        w = w - rate * (g / np.sqrt(s) if divided else g)
    return 999


def test_a_valley_askew_is_no_harder_for_sgd_but_for_a_rate_each() -> None:
    states("lesson.toml", "Were it askew, that would help them much less")
    along, half = np.diag([1, 1 / 64]), sqrt(0.5)
    turn = np.array([[half, -half], [half, half]])
    start, rates = np.array([-5.0, 5.0]), (0.1, 0.3, 0.5, 0.9, 1.0, 2.0, 3.0)
    steps = {
        (kind, askew): min(
            descended(turn @ along @ turn.T if askew else along, turn @ start if askew else start, rate, kind)
            for rate in rates
        )
        for kind in (False, True)
        for askew in (False, True)
    }
    assert steps[False, True] == steps[False, False]
    assert steps[True, False] < steps[False, False]
    assert steps[True, True] > 10 * steps[True, False]


@pytest.mark.parametrize("seed", range(2))
def test_rates_on_digits(lesson: Lesson, seed: int) -> None:
    states("lesson.toml", "all get there with 0.01 and with 0.03", "with 0.3 and 1 none", "0.001 is what most programs")
    reached = {rate: best(run(lesson, "digits", "adam", rate, seed)) for rate in (0.001, 0.01, 0.03, 0.3, 1.0)}
    assert {rate for rate, share in reached.items() if share >= 0.95} == {0.01, 0.03}
    states("07-big.md", "A rate of 1 was good: more than nine of ten were right")
    assert best(run(lesson, "digits", "sgd", 1.0, seed)) > 0.9
    states("lesson.toml", "With 0.01 for both, SGD gets 67 % at most")
    assert best(run(lesson, "digits", "sgd", 0.01, seed)) <= 0.675


def shown(panel: str, steps: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The last histogram that a panel of the digits shows: the middles of its bars, and the share of each."""
    request = Request(str(FOLDER), "digits", {"optimiser": "adam", "rate": 0.01}, 0, "cpu", steps=steps)
    signal = [e.signal for e in played(request, Watch(((panel, 40, 20),))) if isinstance(e, Probed)][-1]
    assert isinstance(signal, Histogram)
    counts = np.array(signal.counts)
    middles = signal.low + (np.arange(len(counts)) + 0.5) * (signal.high - signal.low) / len(counts)
    return middles, counts / counts.sum()


def test_the_first_weights_of_the_hidden_layer() -> None:
    states("07-big.md", "few of them beyond ±0.3")
    middles, shares = shown("weight-histogram:h", 0)
    assert 0 < shares[abs(middles) > 0.3].sum() < 0.06


def test_the_rates_that_adam_makes_lie_hundreds_of_times_apart() -> None:
    states("lesson.toml", "rates that lie hundreds of times apart")
    decades, shares = shown("rates", 225)
    least, most = np.interp((0.05, 0.95), np.cumsum(shares), decades)
    assert 10 ** (most - least) > 100
