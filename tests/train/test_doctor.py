"""The run doctor: each complaint is provoked by a run that has it, and names that run's numbers."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.train.lessons import DIGITS, POINTS, events, request, written
from tuidl.commands import Play, SetKnob
from tuidl.course import library
from tuidl.course.load import read
from tuidl.data import DataSet
from tuidl.events import Diagnosis, Diverged, Event
from tuidl.train import plan
from tuidl.train.doctor import GONE, Case, Doctor, data
from tuidl.train.doctor.case import Finding, Layer
from tuidl.train.doctor.fit import collapsed, overfitted
from tuidl.train.doctor.gradient import exploding
from tuidl.train.supervised import Supervised

LONG = ("steps = 25", "steps = 160")
DEEP = ('type = "dense"\nunits = 4', 'type = "dense"\nunits = 12')
LARGE = ('activation = { knob = "activation" }', 'activation = "tanh"\ninit = "normal"\nscale = 500.0')
SURE = ('name = "out"\ntype = "dense"\nunits = 1', 'name = "out"\ntype = "dense"\nunits = 1\nbias = 40.0')


def said(folder: Path, *changes: tuple[str, str], body: str = POINTS, **knobs: Any) -> dict[str, Diagnosis]:
    """What the doctor says of a run to its end, by kind."""
    asked = request(written(folder, body, *changes), knobs=knobs)
    return {e.kind: e for e in events(asked, Play(None)) if isinstance(e, Diagnosis)}


PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def numbers(found: Diagnosis, symptom: bool = False) -> list[float]:
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "", found.symptom if symptom else found.text)
    text = re.sub(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: "e" + power[1].translate(PLAIN).zfill(2), text)
    text = re.sub(r"e(\d)", r"e+\1", text)
    return [float(n) for n in re.findall(r"(?<![\w'])-?\d+(?:\.\d+)?(?:e[+-]\d+)?", text)]


def test_a_healthy_run_is_left_alone(tmp_path: Path) -> None:
    assert said(tmp_path, LONG, rate=0.5) == {}


def test_a_rate_too_low(tmp_path: Path) -> None:
    found = said(tmp_path, LONG, rate=1e-6)["rate too low"]
    assert (found.severity, found.panel) == ("warn", "loss")
    assert "The rate 1e-06 is too low." in found.text
    assert (found.advice, found.tries) == ("Try 1e-05.", (("rate", 1e-5),))
    assert numbers(found)[0] == found.step


def test_no_rate_is_too_low_where_the_loss_is_level(tmp_path: Path) -> None:
    """XOR and a net that can only draw lines: it comes to the best line there is, and its gradients to nothing."""
    line = 'activation = "linear"\ninit = "normal"\nscale = 0.3'
    straight = ('activation = { knob = "activation" }', line)
    longer = ("steps = 25", "steps = 400")
    found = said(tmp_path, longer, straight, points="corners", rate=2.0, batch=40)
    assert "rate too low" not in found


def test_a_run_at_the_bottom_has_no_rate_that_is_too_low(tmp_path: Path) -> None:
    still = ("steps = 25", "steps = 1500")
    straight = ('activation = { knob = "activation" }', 'activation = "linear"')
    assert "rate too low" not in said(tmp_path, still, straight, rate=1.0)


def test_a_rate_too_high(tmp_path: Path) -> None:
    found = said(tmp_path, LONG, DEEP,
                 rate=300.0, activation="relu")  # fmt: skip
    assert found["rate too high"].severity == "bad"
    assert "The rate 300 is too high." in found["rate too high"].text
    assert found["rate too high"].tries == (("rate", 30.0),)
    now, best, first = numbers(found["rate too high"])[:3]
    assert now > 2 * best
    assert now > 1.5 * first


def test_gradients_that_vanish(tmp_path: Path) -> None:
    fading = ('activation = { knob = "activation" }', 'activation = "sigmoid"\ninit = "normal"\nscale = 0.05')
    found = said(tmp_path, LONG, fading, depth=4)["vanishing gradient"]
    near, far, times = numbers(found)[:3]
    assert near / far == pytest.approx(times, rel=0.1)
    assert times > 1000
    assert "'out'" in found.text
    assert "'h1'" in found.text
    assert found.panel == "gradients"
    assert found.step == 0


def test_gradients_that_explode(tmp_path: Path) -> None:
    growing = ('activation = { knob = "activation" }', 'activation = "linear"\ninit = "normal"\nscale = 30.0')
    found = said(tmp_path, LONG, growing, depth=3, rate=0.0)["exploding gradient"]
    gradient, times, weights = numbers(found)[:3]
    assert gradient / weights == pytest.approx(times, rel=0.1)
    assert times > 10


def test_no_gradient_explodes_where_weights_pass_through_zero_and_the_loss_falls() -> None:
    small, large = np.full((2, 1), 0.05, np.float32), np.full((2, 1), 0.9, np.float32)
    layer = Layer("out", "dense", "linear", True, None, small, large)
    sick = replace(case(sets(np.eye(4), np.eye(4)), 12), layers=(layer,), losses=(6.3, 6.2))
    assert exploding(sick) is not None
    assert exploding(replace(sick, losses=(6.3, 1.9))) is None


def test_the_gradient_of_a_frozen_layer_explodes_nothing(tmp_path: Path) -> None:
    start = 'activation = "linear"\ninit = "normal"\nscale = 0.001\n'
    small = ('activation = { knob = "activation" }', f"{start}frozen = true")
    assert "exploding gradient" not in said(tmp_path, LONG, small, depth=1, rate=0.0)
    learning = (small[0], start)
    assert "in 'h1'" in said(tmp_path, LONG, learning, depth=1, rate=0.0)["exploding gradient"].text


def test_dead_units(tmp_path: Path) -> None:
    dead = ('name = "h"\nrepeat = { knob = "depth" }', 'name = "h"\nbias = -50.0')
    unmeasured = [('steepest = "gradient[h1] + distinct[h1]"', ""), ('kept = "signal[h2] / signal[h1]"', "")]
    found = said(tmp_path, LONG, dead, *unmeasured, activation="relu", rate=0.1)["dead units"]
    assert found.text.startswith("4 of the 4 ReLU units of 'h' give 0 for every example")
    assert found.panel == "histogram:h"


def test_saturated_units(tmp_path: Path) -> None:
    found = said(tmp_path, LONG, LARGE, rate=0.0)["saturated units"]
    share = numbers(found)[0]
    assert 60 <= share <= 100
    assert "tanh" in found.text


def test_answers_that_collapse(tmp_path: Path) -> None:
    found = said(tmp_path, LONG, SURE, rate=0.0)["collapsed answers"]
    assert found.text.startswith("100 % of the answers are ")
    assert found.panel == "confusion"


def test_overfitting(tmp_path: Path) -> None:
    few = ("n = 60\nvalidation = 30\nnoise = 0.1", "n = 10\nvalidation = 80\nnoise = 0.6")
    found = said(tmp_path, few, ("steps = 25", "steps = 800"), DEEP, rate=1.0, activation="tanh", optimiser="momentum",
                 batch=10)["overfitting"]  # fmt: skip
    held, best, _at, then, now, examples = numbers(found)[:6]
    assert held > 1.25 * best
    assert now < 0.8 * then
    assert examples == 10


def test_a_rise_of_next_to_nothing_is_no_overfitting(tmp_path: Path) -> None:
    case = Supervised(plan.make(request(written(tmp_path)), read(tmp_path), {})).examine()
    losses = ((0.8, 0.8), (0.2, 0.2), (0.01, 0.1), (0.005, 0.3), (0.004, 0.4), (0.003, 0.5))

    def told(scale: float) -> Finding | None:
        rows = [(k, 1, {"loss": a, "val_loss": b if k == 0 else scale * b}) for k, (a, b) in enumerate(losses)]
        return overfitted(replace(case, evaluations=rows))

    assert told(1.0) is not None
    assert told(0.01) is None


def test_a_run_that_diverges_says_so_once(tmp_path: Path) -> None:
    asked = request(written(tmp_path, POINTS, LONG), knobs={"rate": 1e30, "activation": "linear"})
    found = [e for e in events(asked, Play(None)) if isinstance(e, Diverged)]
    assert len(found) == 1
    assert "rate 1e+30" in found[0].text


def sets(x: Any, held: Any, **fields: Any) -> DataSet:
    """A data set of two classes in turn."""
    x, held = np.asarray(x, np.float32), np.asarray(held, np.float32)
    y, val_y = np.arange(len(x), dtype=np.int32) % 2, np.arange(len(held), dtype=np.int32) % 2
    return DataSet("mine", fields.pop("kind", "table"), "mine", x, y, held, val_y, ("a", "b"), **fields)


def case(given: DataSet, step: int = 0) -> Case:
    return Case(step, 100, 0.1, given, (), None)


def test_inputs_that_are_not_scaled() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(50, 2)) * [1.0, 400.0]
    found = data.unscaled(case(sets(x, x[:0], features=("age", "income"))))
    assert found is not None
    assert f"'income' runs from {np.float32(x[:, 1].min()):g} to {np.float32(x[:, 1].max()):g}" in found.text
    uneven = data.unscaled(case(sets(random.normal(size=(50, 2)) * [2.0, 0.001], x[:0], features=("age", "share"))))
    assert uneven is not None
    assert "deviation of 'age'" in uneven.text
    assert data.unscaled(case(sets(random.normal(size=(50, 2)), x[:0]))) is None
    assert data.unscaled(case(sets(x, x[:0]), step=3)) is None  # once is enough
    digits = np.linspace(0, 255, 9 * 16).reshape(9, 4, 4, 1)
    pixels = data.unscaled(case(sets(digits, digits[:0], kind="images")))
    assert pixels is not None
    assert "pixels run from 0 to 255," in pixels.text


def test_held_out_examples_that_leaked() -> None:
    random = np.random.default_rng(0)
    x, held = random.normal(size=(50, 3)), random.normal(size=(20, 3))
    assert data.leaked(case(sets(x, held))) is None
    held[5:12] = x[30:37]
    found = data.leaked(case(sets(x, held)))
    assert found is not None
    assert found.text.startswith("7 of the 20 held-out examples")


def test_one_answer_on_the_way_is_no_collapse() -> None:
    given = sets(np.eye(4), np.eye(4))

    def found(share_before: int, share_now: int) -> object:
        now, then = (np.arange(100) >= share for share in (share_now, share_before))
        sick = replace(case(given, 50), answers=now.astype(np.int64))
        sick.before = replace(case(given, 40), answers=then.astype(np.int64))
        return collapsed(sick)

    assert found(100, 98) is None  # it is getting better
    assert found(60, 100) is None  # it may pass through it
    assert found(98, 98) is not None


def test_one_lucky_evaluation_is_no_best_to_rise_from() -> None:
    held = [1.0, 0.5, 0.45, 0.1, 0.46, 0.47, 0.46]
    told = [(10 * k, 1, {"loss": 1 / (k + 1), "val_loss": value}) for k, value in enumerate(held)]
    assert overfitted(replace(case(sets(np.eye(2), np.eye(2))), step=60, evaluations=told)) is None
    told += [(70 + 10 * k, 1, {"loss": 0.05, "val_loss": 0.9}) for k in range(3)]
    assert overfitted(replace(case(sets(np.eye(2), np.eye(2))), step=90, evaluations=told)) is not None


def test_a_gap_needs_a_best_to_fall_from() -> None:
    told = [(k, 1, {"loss": 1.0 - k / 100, "val_loss": 1.0}) for k in range(0, 60, 10)]
    assert overfitted(replace(case(sets(np.eye(2), np.eye(2))), step=50, evaluations=told)) is None


def test_what_lasts_is_said_once_and_what_comes_back_again() -> None:
    x = np.full((50, 2), 300.0)
    doctor, sick = Doctor(100), case(sets(x, x[:0]))
    assert [d.kind for d in doctor.visit(sick)] == ["unscaled input"]
    well = case(sets(x / 300, x[:0]))
    assert list(doctor.visit(sick)) == []
    assert list(doctor.visit(well)) == []
    assert list(doctor.visit(sick)) == []  # it never was quite gone
    for _ in range(GONE):
        assert list(doctor.visit(well)) == []
    assert [d.kind for d in doctor.visit(sick)] == ["unscaled input"]


def test_visits_are_spread_over_the_run() -> None:
    doctor, given = Doctor(160), sets(np.eye(2), np.eye(2))
    visited = []
    for step in range(0, 161, 3):
        if doctor.due(step):
            visited.append(step)
            list(doctor.visit(case(given, step)))
    assert len(visited) == 16
    assert visited[:3] == [0, 12, 21]


def test_equal_runs_get_equal_sentences(tmp_path: Path) -> None:
    def told() -> list[Event]:
        asked = request(written(tmp_path, POINTS, LONG), knobs={"rate": 1e-6})
        return [e for e in events(asked, Play(60), SetKnob("rate", 0.5), Play(None)) if isinstance(e, Diagnosis)]

    first = told()
    assert first
    assert first == told()


def test_images_are_examined_too(tmp_path: Path) -> None:
    dead = ('activation = "relu"', 'activation = "relu"\nbias = -90.0')
    found = said(tmp_path, dead, body=DIGITS)
    assert "3 of the 3 ReLU units of 'conv1'" in found["dead units"].text


@pytest.mark.parametrize("card", library.cards(), ids=lambda card: card.id)
def test_what_the_lessons_do_well_draws_no_complaint(card: Any) -> None:
    asked = request(card.folder, device="cpu")
    assert [e.text for e in events(asked, Play(None)) if isinstance(e, Diagnosis)] == []


CAUSES = re.compile(r"slope|gradient reaches|rate|learns|by heart|one thing|fades|explodes|too ")


@pytest.mark.parametrize(
    ("kind", "changes", "knobs"),
    [
        ("rate too low", (LONG,), {"rate": 1e-6}),
        ("rate too high", (LONG, DEEP), {"rate": 300.0, "activation": "relu"}),
        ("saturated units", (LONG, LARGE), {"rate": 0.0}),
        ("collapsed answers", (LONG, SURE), {"rate": 0.0}),
    ],
)  # fmt: skip
def test_a_symptom_has_the_numbers_and_not_the_cause(tmp_path: Path, kind: str, changes: Any, knobs: Any) -> None:
    found = said(tmp_path, *changes, **knobs)[kind]
    told = numbers(found, symptom=True)
    assert told
    assert told[0] in numbers(found)
    assert not CAUSES.search(found.symptom)


def test_what_has_no_symptom_but_its_cause_has_none() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(50, 2)) * [1.0, 400.0]
    for found in (data.unscaled(case(sets(x, x[:0]))), data.leaked(case(sets(x, x[:20])))):
        assert found is not None
        assert not found.symptom
