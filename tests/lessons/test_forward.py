"""What lesson 1.4, the forward pass, says: every step on seed 0, and every number that its pages state."""

from collections.abc import Mapping
from math import e, exp
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl import data, paths
from tuidl.commands import KnobValue
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.course.written import Written
from tuidl.events import Diverged
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import played, trainer
from tuidl.session.request import Request
from tuidl.view import RunView

FOLDER = paths.shipped("lessons") / "1-04-forward"


def _run(experiment: str, knobs: Mapping[str, KnobValue], seed: int = 0, steps: int | None = None) -> RunView:
    length = steps if steps is not None else int(str(read(FOLDER).experiments[experiment].steps))
    return trainer(FOLDER, "cpu")(experiment, knobs, seed, length, 10)


def _softmax(*scores: float) -> list[float]:
    powers = [exp(z) for z in scores]
    return [power / sum(powers) for power in powers]


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    told = [item.text for item in found if isinstance(item, Told)]
    assert len(told) == 6
    assert not [text for text in told if "–" in text]


@pytest.mark.parametrize(
    ("experiment", "knobs", "parameters"),
    [
        ("net", {}, (64 * 32 + 32) + (32 * 16 + 16) + (16 * 10 + 10)),
        ("net", {"first": 64}, (64 * 64 + 64) + (64 * 16 + 16) + 170),
        ("net", {"first": 16}, (64 * 16 + 16) + (16 * 16 + 16) + 170),
        ("sheet", {}, 235146),
    ],
)
def test_parameters_are_as_counted(experiment: str, knobs: dict[str, KnobValue], parameters: int) -> None:
    started = _run(experiment, knobs, steps=0).started
    assert started is not None
    assert started.parameters == parameters


def test_the_sums_of_the_large_net(lesson: Lesson) -> None:
    first, second, out = 784 * 256 + 256, 256 * 128 + 128, 128 * 10 + 10
    assert (first, second, out, first + second + out) == (200960, 32896, 1290, 235146)
    assert round(100 * first / 235146) == 85
    say = lesson.step("count").explain[0].say
    for number in ("200 960", "32 896", "1 290", "85 %"):
        assert number in say
    assert 784 + 256 + 128 + 10 == 1178
    assert 256 * 128 + 128 * 10 == 34048
    assert round(784 * 256 * 128 * 10 / 1e6) == 257
    assert 2778 < 1e4 < 235146
    sheet = data.load("digits", {"margin": 10, "validation": 360}, 0)
    assert sheet.x.shape[1:3] == (28, 28)
    empty = np.mean(np.all(sheet.x == 0, axis=0))
    assert empty > 0.9  # "most of those pixels are empty"


def test_the_budget_is_what_the_page_says() -> None:
    assert 64 * 64 + 64 + 64 * 16 + 16 + 16 * 10 + 10 == 5370
    assert 64 + 1 == 65  # what a unit of h1 costs before h2
    assert 16 + 1 + 10 == 16 + 11  # what a unit of h2 costs


def test_the_chances_of_the_three_scores(lesson: Lesson) -> None:
    page = lesson.pages["06-scores.md"]
    for z, power, chance in zip((2.0, 1.0, 0.1), (exp(2), exp(1), exp(0.1)), _softmax(2, 1, 0.1), strict=True):
        assert f"{z:.1f} {power:.2f} {chance:.2f}" in " ".join(page.split())
    assert f"{exp(2) + exp(1) + exp(0.1):.2f}" == "11.21"
    assert f"{e:.2f}" == "2.72"
    assert [f"{chance:.2f}" for chance in _softmax(5, 4)] == ["0.73", "0.27"]
    assert _softmax(105, 104) == pytest.approx(_softmax(5, 4))


def test_e_to_the_thousand_is_no_float() -> None:
    assert f"{np.finfo(np.float64).max:.1e}" == "1.8e+308"
    power = 1000 / np.log(10)  # e¹⁰⁰⁰ = 10^434.29
    assert int(power) == 434
    assert round(10 ** (power - 434)) == 2


@pytest.mark.parametrize("seed", range(3))
def test_a_thousand_on_every_score_changes_nothing(seed: int) -> None:
    plain, moved = (_run("net", knobs, seed).evaluations for knobs in ({}, {"shift": 1000.0}))
    assert moved[0][1]["loss"] == pytest.approx(plain[0][1]["loss"], abs=1e-4)
    assert moved[-1][1]["val_accuracy"] == pytest.approx(plain[-1][1]["val_accuracy"], abs=0.06)


def test_the_softmax_of_the_stub_ends_the_run_with_a_sentence(lesson: Lesson) -> None:
    stub = (FOLDER / "code" / "softmax.py").read_text("utf-8")
    asked = Request(str(FOLDER), "net", {"shift": 1000.0}, device="cpu", steps=20, code=(Written("safe", stub),))
    (end,) = [event for event in played(asked) if isinstance(event, Diverged)]
    assert end.text.startswith("softmax() gave [NaN")


def test_the_quiz_counts_right() -> None:
    assert 64 * 32 + 32 * 16 + 16 * 10 == 2720
    assert 64 + 32 + 16 + 10 == 122
    assert 64 * 32 * 16 * 10 == 327680
    assert 32 + 16 + 10 == 58


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 301, 10), abs=0.02)
