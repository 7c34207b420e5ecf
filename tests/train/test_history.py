from math import isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.events import Evaluated, StepsEnded
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


def test_the_end_can_be_cut_off() -> None:
    found = _history()
    found.cut(4)
    assert list(found.steps["loss"]) == [0.0, 1.0, 2.0, 3.0]
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
