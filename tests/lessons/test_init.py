"""What lesson 1.9, where to start, says: every step on seed 0, its files, its recording, and numbers of its pages."""

from dataclasses import replace
from math import sqrt
from pathlib import Path

import pytest

from tests.lessons import demo
from tuidl import paths
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer

FOLDER = paths.shipped("lessons") / "1-09-init"


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    copies = lesson.step("copies")
    assert copies.repair is not None
    once = replace(copies, repair=replace(copies.repair, mends=copies.repair.mends[:1], decoys=()))
    shorter = replace(lesson, steps=tuple(once if step is copies else step for step in lesson.steps))
    found = list(verify(shorter, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} == {"silence", "explode", "scale", "swap", "mend", "copies", "[headless]"}
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert told["mend"].startswith("With your rule, 0.42 of layer 1's signal reached layer 20")
    assert told["copies"].startswith("Before: 1 different unit in a layer of 32")
    assert "–" not in "".join(told.values())


@pytest.mark.parametrize(
    ("page", "text", "value", "near"),
    [
        ("02-product.md", "0.05·√32 = 0.28", 0.05 * sqrt(32), 0.28),
        ("02-product.md", "0.28¹⁹ ≈ 0.000 000 000 03", 0.28**19, 3e-11),
        ("02-product.md", "At 1.5 per layer the product is 2 200", 1.5**19, 2200),
        ("03-explode.md", "0.5 · √16 = 2", 0.5 * sqrt(16), 2),
        ("05-glorot.md", "σ = 0.177", sqrt(2 / 64), 0.177),
        ("05-glorot.md", "it is 0.243", sqrt(2 / 34), 0.243),
        ("10-recap.md", "twenty factors of 2 are a million", 2**20, 1e6),
    ],
)
def test_numbers_on_the_pages(lesson: Lesson, page: str, text: str, value: float, near: float) -> None:
    assert text in " ".join(lesson.pages[page].split())
    assert value == pytest.approx(near, rel=0.06)


def test_three_layers_have_as_many_parameters_as_the_page_says(lesson: Lesson) -> None:
    knobs = lesson.settings(lesson.step("copies"))
    started = trainer(FOLDER, "cpu")("deep", knobs, 0, 0, 10).started
    assert started is not None
    assert started.parameters == (2 * 32 + 32) + 2 * (32 * 32 + 32) + (32 + 1) == 2241
    assert "2 241 parameters" in lesson.pages["08-copies.md"]


def test_zeros_never_move() -> None:
    for activation in ("tanh", "relu"):
        run = trainer(FOLDER, "cpu")("deep", {"init": "zeros", "activation": activation}, 0, 50, 10)
        assert {values["gradient[h1]"] for _, values in run.evaluations} == {0.0}
        assert {values["signal[h20]"] for _, values in run.evaluations} == {0.0}


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 151, 10), rel=0.05, abs=1e-9)
