"""What lesson 1.12, learning-rate schedules, says: every step on seed 0, its files, its recording, its numbers."""

from math import cos, log, pi
from pathlib import Path

import pytest

from tests.lessons import demo
from tuidl import paths
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.course.written import Written
from tuidl.events import Values
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer

FOLDER = paths.shipped("lessons") / "1-12-schedules"
TRAIN = trainer(FOLDER, "cpu")
ROWS = {  # of the table on the page: the rate after 30 epochs and in the last
    "constant": ("constant 0.1    0.1", 0.1, 0.1),
    "step": ("step     10⁻⁴   10⁻¹⁰", 1e-4, 1e-10),
    "exponential": ("exp.     0.021  0.0006", 0.021, 0.0006),
    "cosine": ("cosine   0.079  0.00002", 0.079, 0.00002),
}


def evaluations(lesson: Lesson, step: str, steps: int, every: int, **knobs: float | str) -> dict[int, Values]:
    opened = lesson.step(step)
    return dict(TRAIN(opened.experiment, {**lesson.settings(opened), **knobs}, 0, steps, every).evaluations)


def epochs(lesson: Lesson, every: int, schedule: str) -> dict[int, Values]:
    """One of the four of `drawn` by itself."""
    knobs = {**lesson.settings(lesson.step("drawn")), "schedule": schedule}
    return dict(TRAIN("epochs", knobs, 0, 100, every).evaluations)


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, TRAIN, claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    judged = {"shake", "drop", "drawn", "fall", "burst", "warm", "write", "each", "[headless]"}
    assert {claim.step for claim in claims} == judged
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert "ended at 2.303: −log 0.1" in told["burst"]
    assert told["write"].startswith("Your schedule let the rate rise to 1.3 at step 200")
    assert "–" not in "".join(told.values())


@pytest.mark.parametrize("name", ROWS)
def test_the_table_of_schedules_is_what_the_engine_does(lesson: Lesson, name: str) -> None:
    text, early, last = ROWS[name]
    assert text in lesson.pages["04-drawn.md"]
    run = epochs(lesson, 1, name)
    assert run[30]["rate"] == pytest.approx(early, rel=0.03)
    assert run[99]["rate"] == pytest.approx(last, rel=0.25)
    assert run[0]["rate"] == pytest.approx(0.1)


def test_a_rate_that_is_gone_learns_no_more(lesson: Lesson) -> None:
    ends = {name: epochs(lesson, 10, name) for name in ("constant", "step", "exponential", "cosine")}
    assert ends["step"][100]["loss"] > 0.98 * ends["step"][30]["loss"]
    order = sorted(ends, key=lambda name: ends[name][100]["loss"])
    assert order == ["constant", "cosine", "exponential", "step"]


def test_a_small_rate_takes_four_times_as_long_to_come_as_low(lesson: Lesson) -> None:
    small = evaluations(lesson, "shake", 2000, 20, rate=0.02)
    large = evaluations(lesson, "shake", 500, 20)
    assert min(values["loss"] for values in large.values()) <= small[2000]["loss"]
    assert "to come as low as 0.5 does in a quarter of them" in lesson.pages["02-noise.md"]


def test_an_epoch_is_as_long_as_the_hint_says(lesson: Lesson) -> None:
    started = TRAIN("small", lesson.defaults(), 0, 0, 1).started
    assert started is not None
    assert round(started.examples / started.batch, -1) == 360
    assert "an epoch is 360 steps" in lesson.step("each").hints[2]


@pytest.mark.parametrize(
    ("text", "value", "near"),
    [
        ("0.95⁴⁵ = 0.099", 0.95**45, 0.099),
        ("That takes 135 epochs", log(1e-3) / log(0.95), 135),
        ("After 50 falls a thirteenth of the rate is left", 0.95**-50, 13),
        ("−log 0.1", -log(0.1), 2.303),
        ("after 50 steps the rate was a hundred thousandth", 0.1 ** (50 // 10), 1e-5),
    ],
)
def test_numbers_in_explanations_and_hints(lesson: Lesson, text: str, value: float, near: float) -> None:
    assert text in (FOLDER / "lesson.toml").read_text("utf-8")
    assert value == pytest.approx(near, rel=0.01)


def test_the_solution_is_the_formula_of_the_page(lesson: Lesson) -> None:
    known: dict[str, object] = {}
    exec(lesson.code["code/share_solution.py"], known)
    share = known["share"]
    assert callable(share)
    assert share(49, 1000) == pytest.approx(50 / 200)
    assert share(600, 1000) == pytest.approx(0.5 * (1 + cos(pi * 400 / 800)))


def test_a_schedule_that_fails_on_the_way_says_at_which_step(lesson: Lesson) -> None:
    text = lesson.code["code/share.py"].replace("return 1.0", "return 1.0 / (7 - t)")
    opened = lesson.step("write")
    view = TRAIN("deep", lesson.settings(opened), 0, 20, 5, Written("write", text))
    assert view.state == "diverged"
    assert view.diverged is not None
    assert "share() failed" in view.diverged.text
    assert "t = 7, steps = 20" in view.diverged.text


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 2001, 20), compared=(0, 20, 100), rel=0.05, abs=1e-6)
