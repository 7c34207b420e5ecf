from math import isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.events import Evaluated, StepsEnded
from tuidl.train import column
from tuidl.train.history import TOGETHER, History
from tuidl.view import EVALUATIONS, RunView


def _history(last: int = 7) -> History:
    found = History()
    found.evaluated(0, 1, {"loss": 0.7})
    found.trained({"loss": tuple(float(n) for n in range(last)), "accuracy": (0.5,) * last})
    found.evaluated(3, 1, {"loss": nan, "signal[h1]": 0.1})
    found.evaluated(6, 2, {"loss": 0.6})
    return found


def test_it_survives_as_arrays() -> None:
    found = History.of(_history().state())
    assert found.steps == _history().steps
    assert [(step, epoch, set(values)) for step, epoch, values in found.evaluations] == [
        (0, 1, {"loss"}),
        (3, 1, {"loss", "signal[h1]"}),
        (6, 2, {"loss"}),
    ]
    assert isnan(found.evaluations[1][2]["loss"])
    assert found.evaluations[1][2]["signal[h1]"] == 0.1


def test_it_is_told_again_in_order() -> None:
    told = list(_history().events(2))
    assert [(e.first, e.last) if isinstance(e, StepsEnded) else e.step for e in told] == [
        0,
        (1, 3),
        3,
        (4, 6),
        6,
        (7, 7),
    ]
    assert all(e.time == {} for e in told)


@given(st.integers(0, 3 * TOGETHER))
@settings(max_examples=20)
def test_however_long_every_step_is_told_once(last: int) -> None:
    found = History()
    found.trained({"loss": tuple(float(n) for n in range(last))})
    numbers = [n for e in found.events(2) if isinstance(e, StepsEnded) for n in e.values["loss"]]
    assert numbers == [float(n) for n in range(last)]


def test_of_a_very_long_run_the_past_is_told_by_its_extremes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column, "NEWEST", 64)
    monkeypatch.setattr(column, "PAST", 32)
    found, view, whole = History(), RunView(), RunView()
    for step in range(1, 1001):
        values = {"loss": (step * 7919 % 1009 / 100,), "accuracy": (step / 1000,)}
        found.trained(values)
        whole.apply(StepsEnded(step, 1, values, {}))
        if step % 37 == 0:
            found.evaluated(step, 1, {"val_loss": float(step)})
    found = History.of(found.state())
    told = list(found.events(1))
    for event in told:
        view.apply(event)
    assert view.step == 1000
    assert [e.first for e in told if isinstance(e, StepsEnded)][1:] == [
        e.last + 1 for e in told if isinstance(e, StepsEnded)
    ][:-1]
    assert sum(len(e.values["loss"]) for e in told if isinstance(e, StepsEnded)) < 200
    for name in ("loss", "accuracy"):
        drawn, truth = view.steps[name], whole.steps[name]
        assert (drawn.count, min(drawn.lows), max(drawn.highs), drawn.last) == (
            1000,
            min(truth.lows),
            max(truth.highs),
            truth.last,
        )
        assert drawn.means[-1] == pytest.approx(truth.means[-1], rel=0.02)
    assert [step for step, _ in view.evaluations] == list(range(37, 1001, 37))
    found.cut(333)
    assert (len(found.losses), found.evaluations[-1][0]) == (333, 333)


def test_the_end_can_be_cut_off() -> None:
    found = _history()
    found.cut(4)
    assert list(found.steps["loss"].newest) == [0.0, 1.0, 2.0, 3.0]
    assert [step for step, _, _ in found.evaluations] == [0, 3]


def test_of_very_many_evaluations_those_are_kept_that_a_view_keeps() -> None:
    found, view = History(), RunView()
    for step in range(2 * EVALUATIONS):
        values = {"loss": (step * 7919) % 1009 / 100}
        found.evaluated(step, 1, values)
        view.apply(Evaluated(step, 1, values, {}))
    assert [(step, values) for step, _, values in found.evaluations] == view.evaluations
    assert len(found.evaluations) <= EVALUATIONS


def test_an_evaluation_at_the_same_step_takes_the_place_of_the_older() -> None:
    found = _history()
    found.evaluated(6, 2, {"loss": 0.1})
    assert [e.values for e in found.events(2) if isinstance(e, Evaluated) and e.step == 6] == [{"loss": 0.1}]


def test_arrays_that_are_no_history_are_refused() -> None:
    state = _history().state()
    with pytest.raises(KeyError):
        History.of({name: array for name, array in state.items() if name != "evaluations/step"})
    with pytest.raises(ValueError, match="length"):
        History.of({**state, "evaluations/values/loss": state["evaluations/values/loss"][:1]})
