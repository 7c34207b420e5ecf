"""What names stand for over runs, when checks are met, and outcomes that survive JSON."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course import sample
from tuidl.course.check import parse, parse_sum, value
from tuidl.course.outcome import Outcome
from tuidl.course.tree import Name
from tuidl.course.values import Names, met_at

RUN = Outcome.of(
    sample.view(
        (0, {"loss": 2.2, "accuracy": 0.11, "w1": -1.5}),
        (10, {"loss": 0.9, "accuracy": 0.97, "w1": 0.1}),
        (20, {"loss": 1.1, "accuracy": 0.6, "w1": 0.2}),
        knobs={"rate": 0.3},
    )
)
DEEP = Outcome.of(
    sample.view(
        (0, {"loss": 0.7, "signal[h1]": 0.5, "signal[h20]": 0.05, "gradient[h1]": 1.0, "val_accuracy": 0.5}),
        (10, {"loss": 0.6, "signal[h1]": 0.5, "signal[h20]": 0.1, "gradient[h1]": 1.0, "val_accuracy": 0.8}),
        knobs={"init": "he"},
    )
)


def ask(text: str, names: Names) -> float | None:
    return value(parse_sum(text), names)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("loss", 1.1),
        ("loss@0", 2.2),
        ("loss@15", 0.9),
        ("loss@21", None),
        ("step", 20),
        ("epoch", 2),
        ("parameters", 3),
        ("max(accuracy)", 0.97),
        ("min(loss)", 0.9),
        ("max(nothing)", None),
        ("w1", 0.2),
        ("w1@0", -1.5),
        ("knob.rate", 0.3),
        ("knob.rate.default", 0.1),
        ("knob.w2", 1.0),
        ("reached", 10),
        ("nan_at", None),
        ("watch.loss", 0.6),
        ("watch.step", 10),
        ("max(watch.val_accuracy)", 0.8),
        ("other.loss", None),
        ("loss + nothing", None),
    ],
)
def test_numbers(text: str, number: float | None) -> None:
    names = Names.of(sample.lesson(), RUN, {"watch": DEEP}, reached=10)
    assert ask(text, names) == number


def test_measures_and_choice_knobs() -> None:
    names = Names.of(sample.lesson(sample.INIT), DEEP, {"swap": DEEP})
    assert ask("kept", names) == pytest.approx(0.2)
    assert ask("kept@0", names) == pytest.approx(0.1)
    assert ask("max(kept)", names) == pytest.approx(0.2)
    assert ask("swap.kept@0", names) == pytest.approx(0.1)
    assert ask("per_layer", names) == pytest.approx(0.2 ** (1 / 19))
    assert ask("spread", names) is None  # gradient[h20] is not there
    assert names(Name("init", scope="knob")) == "he"
    assert ask("knob.init", names) is None


@pytest.mark.parametrize(
    ("check", "step"),
    [
        ("accuracy >= 0.95 within 150 steps", 10),
        ("accuracy >= 0.95 within 9 steps", None),
        ("accuracy >= 0.95 within 0 steps", None),
        ("accuracy < 0.5 within 0 steps", 0),
        ("accuracy >= 0.95", 10),  # met once, stays met
        ("step >= 11", 20),
        ("max(accuracy) > 0.9 and loss > 1", 20),
        ("loss < loss@0", 10),
        ("loss > watch.loss", 0),
        ("loss is nan", None),
        ("max(w1) > 0", 10),  # nothing is known of later evaluations
    ],
)
def test_when_a_check_is_met(check: str, step: int | None) -> None:
    assert met_at(parse(check), Names.of(sample.lesson(), RUN, {"watch": DEEP})) == step


def test_a_run_that_diverged_is_nan_from_there_on() -> None:
    run = Outcome.of(sample.view((0, {"loss": 9e4, "accuracy": 0.5}), diverged=1))
    assert run.nan_at == 1
    names = Names.of(sample.lesson(), run)
    assert met_at(parse("loss is nan"), names) == 1
    assert ask("accuracy", names) is None
    already = Outcome.of(sample.view((0, {"loss": 9e4}), (1, {"loss": math.inf, "accuracy": 0.5}), diverged=1))
    assert [step for step, _ in already.evaluations] == [0, 1]
    assert already.nan_at == 1


def test_nothing_is_known_of_no_run() -> None:
    names = Names.of(sample.lesson(), Outcome())
    assert ask("loss", names) is None
    assert ask("max(loss)", names) is None
    assert ask("knob.rate", names) == 0.1
    assert met_at(parse("1 > 0"), names) is None


def test_until() -> None:
    assert RUN.until(10).step == 10
    assert RUN.until(9).step == 0
    assert RUN.until(99) == RUN


numbers = st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(["loss", "val_loss", "signal[h1]"]), numbers), max_size=5))
def test_an_outcome_survives_json(rows: list[dict[str, float]]) -> None:
    run = Outcome(tuple((10 * i, row) for i, row in enumerate(rows)), {"init": "he", "rate": 0.1}, 7, 3, 10)
    back = Outcome.from_json(json.loads(json.dumps(run.to_json(), allow_nan=False)))
    assert [set(v) for _, v in back.evaluations] == [set(v) for _, v in run.evaluations]
    for (_, a), (_, b) in zip(run.evaluations, back.evaluations, strict=True):
        assert all(a[k] == b[k] or (math.isnan(a[k]) and math.isnan(b[k])) for k in a)


@pytest.mark.parametrize("broken", [{}, {"steps": 3}, {"steps": ["x"]}, {"steps": [0], "values": {"loss": ["y"]}}])
def test_a_broken_outcome_is_a_value_error(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Outcome.from_json(broken)
