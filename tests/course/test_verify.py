"""Running a lesson's claims, with a small trainer for one neuron in NumPy."""

# ruff: noqa: E501

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.course import sample
from tuidl.commands import KnobValue
from tuidl.course.load import read
from tuidl.course.spec import Lesson, Step
from tuidl.course.verify import Claim, Told, length, nearest, verify
from tuidl.course.written import Written
from tuidl.events import Values
from tuidl.view import RunView


def points(name: KnobValue, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = np.arange(200) % 2
    if name == "clouds":
        centres, spread = np.array([[-1.0, 0.6], [1.0, -0.4]])[y], 0.5
    else:
        corner = np.arange(200) // 2 % 2
        x1 = np.where(corner, 1.0, -1.0)
        centres, spread = np.stack([x1, np.where(y, -x1, x1)], 1), 0.3
    return centres + spread * rng.normal(size=(200, 2)), y


def train(
    experiment: str,
    knobs: Mapping[str, KnobValue],
    seed: int,
    steps: int,
    every: int,
    written: Written | None = None,
) -> RunView:
    assert experiment == "neuron"
    silent = written is not None and "z = 0.0" in written.text  # the stub says ½ to everything
    x, y = points(knobs["points"], seed)
    w, b = np.array([float(knobs["w1"]), float(knobs["w2"])]), float(knobs["b"])
    evaluations: list[tuple[int, Values]] = []
    for step in range(steps + 1):
        z = (x @ w + b) * (not silent)
        p = 1 / (1 + np.exp(-z))
        if step % every == 0 or step == steps:
            loss = float(np.mean(np.logaddexp(0, z) - z * y))
            accuracy = float(np.mean((p > 0.5) == y))
            evaluations.append((step, {"loss": loss, "accuracy": accuracy, "w1": float(w[0]), "w2": float(w[1])}))
        w, b = w - float(knobs["rate"]) * (p - y) @ x / 200, b - float(knobs["rate"]) * float(np.mean(p - y))
    return sample.view(*evaluations, steps=steps, knobs=dict(knobs))


def files(lesson: Lesson, step: Step, seeds: Sequence[int]) -> list[list[tuple[str, bool]]]:
    return [[("the stub fails", True), ("the solution agrees, compiled too", step.id != "broken")] for _ in seeds]


def claims(folder: Path, seeds: tuple[int, ...] = (0,)) -> list[Claim]:
    return [found for found in verify(read(folder), train, files, seeds) if isinstance(found, Claim)]


def missed(folder: Path) -> list[str]:
    return [f"{claim.step}: {claim.text}" for claim in claims(folder) if not claim.holds]


def test_the_neuron_lesson_keeps_its_word_on_five_seeds() -> None:
    found = list(verify(sample.lesson(), train, files))
    every = [one for one in found if isinstance(one, Claim)]
    assert [claim for claim in every if not claim.holds] == []
    assert {claim.step for claim in every} == {"watch", "hand", "single", "write", "corners", "three", "[headless]"}
    assert [claim.text for claim in every if claim.seed == -1] == [
        "question 'curve' has one answer on every seed: high",
        "question 'right' has one answer on every seed: 0",
    ]
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert list(told) == ["watch", "hand", "single", "write", "corners", "three"]
    assert "After 4" in told["watch"]
    assert told["single"].startswith("Three steps: w₁ went from −1.50 to −1.")
    assert "–" not in "".join(told.values())
    margin = nearest(every)["watch", "the run meets the check"]
    assert margin.within == 150
    assert margin.reached is not None
    assert 30 < margin.reached < 80


def test_each_claim_can_fail(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path,
        sample.NEURON,
        "lesson.toml",
        ('[[headless.goals]]\ntext = "at least 95 % of the points right"\ncheck = "accuracy >= 0.95', '[[headless.goals]]\ntext = "goal"\ncheck = "accuracy > 1'),
        ('knobs = []\ncheck = "accuracy >= 0.95 within 150 steps"', 'knobs = []\ncheck = "accuracy >= 0 within 150 steps"'),
        ("solution = { w1 = 3.0, w2 = -1.5, b = 0.0 }", "solution = { w1 = -3.0, w2 = -1.5, b = 0.0 }"),
        ('when = "loss >= 0.6 and loss < 0.8"\n[[step.ask.choices]]', 'when = "loss >= 0.6 and loss < 0.65"\n[[step.ask.choices]]'),
        ("set = { points = \"corners\", w1 = 0.0, w2 = 0.0, b = 0.0 }", 'set = { points = "corners", w1 = -2.0, w2 = 2.0, b = -2.0 }'),
    )  # fmt: skip
    assert missed(folder) == [
        "watch: the check is not met before training",
        "hand: it passes with the solution",
        "corners: question 'curve': the run makes exactly one answer right",
        "three: it fails as it opens",
        "[headless]: goal",
        "corners: question 'curve' has one answer on every seed: none",
    ]


def test_a_claim_that_fails_says_its_numbers(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path,
        sample.NEURON,
        "lesson.toml",
        ('knobs = []\ncheck = "accuracy >= 0.95 within 150 steps"', 'knobs = []\ncheck = "accuracy >= 0 within 150 steps"'),
        ("solution = { w1 = 3.0, w2 = -1.5, b = 0.0 }", "solution = { w1 = -3.0, w2 = -1.5, b = 0.0 }"),
        ('"accuracy > 0.7 within 0 steps"', '"accuracy > 0.7 and loss < 0.1 within 0 steps"'),
    )  # fmt: skip
    told = {claim.step: claim.figures for claim in claims(folder) if not claim.holds}
    assert re.fullmatch(r"met at step 0: accuracy 0\.\d+", told["watch"])
    assert re.fullmatch(r"at best accuracy 0\.[01]\d*", told["hand"])
    assert re.fullmatch(r"at the end accuracy 0\.7\d*, loss \d\.\d+", told["three"])
    assert all(claim.figures == "" for claim in claims(folder) if claim.holds)


def test_an_explanation_that_lacks_a_number_is_found(tmp_path: Path) -> None:
    lacking = (
        "After {reached} steps it had 95 %, now",
        "{val_accuracy:%} held out. After {reached} steps it had 95 %, now",
    )
    folder = sample.copied(tmp_path, sample.NEURON, "lesson.toml", lacking)
    assert missed(folder) == ["watch: the explanation has every number that it quotes"]


def test_the_right_answer_is_not_the_tempting_one(tmp_path: Path) -> None:
    text = (sample.NEURON / "lesson.toml").read_text("utf-8")
    right = text[text.index('id = "high"') :].partition("\n[[")[0].rstrip()
    wrong = (right, f'{right}\ntempting = "Somebody thinks so."')
    assert "corners: question 'curve': the answer that is right is called tempting" in missed(
        sample.copied(tmp_path, sample.NEURON, "lesson.toml", wrong)
    )


def test_a_prediction_of_a_run_that_a_step_before_has_shown(tmp_path: Path) -> None:
    seen = ('set = { points = "corners" }\nsteps = 300\n', "")  # the run of the first step, as long
    assert "corners: no step before it shows the run that it asks about" in missed(
        sample.copied(tmp_path, sample.NEURON, "lesson.toml", seen)
    )


def test_a_code_step(tmp_path: Path) -> None:
    swapped = ('file = "code/neuron.py"\nsolution = "code/neuron_solution.py"',
               'file = "code/neuron_solution.py"\nsolution = "code/neuron.py"')  # fmt: skip
    assert missed(sample.copied(tmp_path, sample.NEURON, "lesson.toml", swapped)) == [
        "write: it does not train with the stub",
        "write: it trains with the solution",
    ]
    renamed = ('id = "write"', 'id = "broken"')
    told = missed(sample.copied(tmp_path / "other", sample.NEURON, "lesson.toml", renamed))
    assert told == ["broken: the solution agrees, compiled too"]


REPAIR = """
[[step]]
id = "mend"
kind = "repair"
page = "09-recap.md"
task = "Find the fault."
experiment = "neuron"
set = { rate = 0.01 }
panels = ["boundary"]
knobs = ["rate", "w1"]
check = "accuracy >= 0.95 within 150 steps"
hints = ["a", "b", "c"]
[step.repair]
fault = { rate = 0.01 }
mends = [{ rate = 0.1 }, { rate = 0.3 }]
decoys = [{ w1 = -2.0 }, { w1 = 5.0 }]
[[step.explain]]
say = "Before {max(fault.accuracy):%}, now {accuracy:%} at step {reached}."
"""


def test_a_repair(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path)
    (folder / "lesson.toml").write_text((folder / "lesson.toml").read_text("utf-8") + REPAIR, "utf-8")
    found = list(verify(read(folder), train, files, [0]))
    mend = [one for one in found if one.step == "mend"]
    assert [(one.text, one.holds) for one in mend if isinstance(one, Claim)] == [
        ("it fails with the fault", True),
        ("it passes with rate = 0.1", True),
        ("it passes with rate = 0.3", True),
        ("it still fails with w1 = -2.0", True),
        ("it still fails with w1 = 5.0", False),  # so near the cure that it is no decoy
    ]
    fault = mend[0]
    assert isinstance(fault, Claim)
    assert fault.goal == 0.95
    assert fault.closest is not None
    assert fault.closest < 0.95
    (told,) = [one.text for one in mend if isinstance(one, Told)]
    assert told.startswith("Before ")
    assert "–" not in told


def test_the_length_may_be_a_knob(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path,
        sample.NEURON,
        "lesson.toml",
        ("steps = 150\nevaluate_every", 'steps = { knob = "seed" }\nevaluate_every'),
    )
    assert length(read(folder), "neuron", {"seed": 7}) == 7
    assert length(sample.lesson(), "neuron", {}) == 150


@pytest.mark.parametrize("seeds", [(0,), (0, 1)])
def test_only_the_first_seed_is_told(seeds: tuple[int, ...]) -> None:
    told = [one for one in verify(sample.lesson(), train, files, seeds) if isinstance(one, Told)]
    assert {one.seed for one in told} == {0}
