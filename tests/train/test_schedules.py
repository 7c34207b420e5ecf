"""What a lesson says of when: schedules of the rate, and when to stop early."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.lessons import of
from tests.train.regimes import STOPPING, built, lesson, scheduled, told
from tuidl import nn
from tuidl.commands import Play, Save, SetKnob, Step
from tuidl.events import Diagnosis, Diverged, Evaluated, RunEnded, RunStarted, StepsEnded
from tuidl.train import timeline
from tuidl.view import RunView

WANTED = {
    "even": nn.Steady(), "drops": nn.StepDecay(5, 0.5), "slow": nn.Exponential(2, 0.9),
    "wave": nn.Warmup(4, nn.Cosine(21, floor=0.1)), "again": nn.Cosine(6, restarts=True, growth=2),
    "waits": nn.Warmup(2, nn.Plateau(0.5, 1, 10.0)),
}  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_the_rate_of_every_step_is_told(tmp_path: Path, name: str) -> None:
    folder = scheduled(tmp_path)
    found = list(lessons.events(lessons.request(folder, knobs={"schedule": name}), Play()))
    factors = WANTED[name].factors(np.arange(25.0))
    if name == "waits":
        factors[20:] *= 0.5  # looked at after 10 steps and after 20, and what was best stays best
    np.testing.assert_allclose(told(found), 0.5 * factors, rtol=1e-6)
    values = {e.step: e.values["rate"] for e in of(Evaluated, found)}
    assert values[0] == pytest.approx(0.5 * factors[0])
    assert values[10] == pytest.approx(0.5 * factors[10])
    assert built(folder, knobs={"schedule": name}).net.schedule == WANTED[name]


def test_without_a_schedule_no_rate_is_told(tmp_path: Path) -> None:
    found = list(lessons.events(lessons.request(lesson(tmp_path)), Play()))
    assert "rate" not in of(StepsEnded, found)[0].values
    assert "rate" not in of(Evaluated, found)[0].values


def test_the_rate_that_is_turned_is_the_base(tmp_path: Path) -> None:
    asked = lessons.request(scheduled(tmp_path), knobs={"schedule": "drops"})
    found = list(lessons.events(asked, Step(7), SetKnob("rate", 0.1), Step(6)))
    np.testing.assert_allclose(told(found), [0.5] * 5 + [0.25] * 2 + [0.05] * 3 + [0.025] * 3, rtol=1e-6)


def test_numbers_of_a_schedule_can_be_turned_on_the_way(tmp_path: Path) -> None:
    folder = scheduled(tmp_path, ("every = 5", 'every = { knob = "batch" }'))
    asked = lessons.request(folder, knobs={"schedule": "drops"})
    found = list(lessons.events(asked, Step(8), SetKnob("batch", 2), Step(2)))
    np.testing.assert_allclose(told(found), [0.5] * 7 + [0.25] + [0.5 / 16] * 2, rtol=1e-6)


def test_a_number_that_cannot_be_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    folder = scheduled(tmp_path, ("every = 5", 'every = { knob = "rate" }'))
    asked = lessons.request(folder, knobs={"schedule": "drops"})
    found = list(lessons.events(asked, Step(2), SetKnob("rate", 0.0), Step(1)))
    (said,) = of(Diagnosis, found)
    assert said.text == "knob 'rate' cannot be 0.0: schedule 'drops': every must be a number above 0, not 0.0"
    np.testing.assert_allclose(told(found), 0.5 * 0.5 ** np.floor(np.arange(3) / 0.5), rtol=1e-6)


@pytest.mark.parametrize("name", WANTED)
def test_a_resumed_run_is_the_same_run_bit_for_bit(tmp_path: Path, name: str) -> None:
    asked, path = lessons.request(scheduled(tmp_path), knobs={"schedule": name}), str(tmp_path / "run.npz")
    whole, resumed = RunView(), RunView()
    for event in lessons.events(asked, Play()):
        whole.apply(event)
    list(lessons.events(asked, Step(12), Save(path)))
    for event in lessons.events(lessons.request(tmp_path / "small", resume=path), Play()):
        resumed.apply(event)
    assert resumed.steps == whole.steps
    assert resumed.evaluations == whole.evaluations


def test_going_back_from_a_loss_that_is_no_number_keeps_what_evaluations_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few copies of the state: steps are trained again, and the evaluations between them are not made again."""
    monkeypatch.setattr(timeline, "SMALL", 0)
    changes = (("evaluate_every = 10", "evaluate_every = 2"), ("patience = 1", "patience = 2"))
    knobs = {"schedule": "waits", "activation": "linear"}
    asked, path = lessons.request(scheduled(tmp_path, *changes), knobs=knobs), str(tmp_path / "kept.npz")
    tame = list(lessons.events(asked, Step(20)))
    wild = list(lessons.events(asked, Step(11), SetKnob("rate", 1e30), Play(), SetKnob("rate", 0.5), Save(path)))
    (lost,) = of(Diverged, wild)
    again = list(lessons.events(lessons.request(tmp_path / "small", resume=path), Step(1)))
    assert of(RunStarted, again)[0].step == lost.kept > 8
    assert told(again)[-1] == told(tame)[lost.kept] < 0.5


def test_a_run_that_gets_no_better_stops_with_its_best_weights(tmp_path: Path) -> None:
    folder = lesson(tmp_path, STOPPING)
    found = list(lessons.events(lessons.request(folder), Play(), Play(), Step(1)))
    ends = of(RunEnded, found)
    assert [(end.step, end.reason) for end in ends] == [(6, "early")] * 3
    (why,) = [d for d in of(Diagnosis, found) if d.kind == "stopping"]
    assert why.text.startswith("Stopped early at step 6: loss no better by 0.5 for 2 evaluations since step 2 (0.")
    assert why.text.endswith("); those weights are back.")
    evaluations = [(e.step, e.values) for e in of(Evaluated, found)]
    assert [step for step, _ in evaluations] == [0, 2, 4, 6, 6]
    assert evaluations[-1][1] == evaluations[1][1] != evaluations[-2][1]
    assert ends[0].values == evaluations[1][1]


def test_step_zero_does_not_count_and_the_budget_may_end_it_first(tmp_path: Path) -> None:
    found = list(lessons.events(lessons.request(lesson(tmp_path, STOPPING), steps=5), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, found)] == [(5, "budget")]
    never = ("patience = 2", "patience = 0")
    found = list(lessons.events(lessons.request(lesson(tmp_path, STOPPING, never)), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, found)] == [(25, "budget")]


def test_a_run_that_stopped_stays_so_when_it_is_resumed(tmp_path: Path) -> None:
    folder, path = lesson(tmp_path, STOPPING), str(tmp_path / "run.npz")
    whole = list(lessons.events(lessons.request(folder), Play(), Save(path)))
    again = list(lessons.events(lessons.request(folder, resume=path), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, again)] == [(6, "early")]
    assert of(Evaluated, again)[-1].values == of(Evaluated, whole)[-1].values
    half = list(lessons.events(lessons.request(folder), Step(3), Save(path)))
    assert not of(RunEnded, half[:-1])
    again = list(lessons.events(lessons.request(folder, resume=path), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, again)] == [(6, "early")]
    assert of(Evaluated, again)[-1].values == of(Evaluated, whole)[-1].values


def test_its_patience_can_be_turned_on_the_way(tmp_path: Path) -> None:
    folder = lesson(tmp_path, STOPPING, ("patience = 2", 'patience = { knob = "batch" }'))
    found = list(lessons.events(lessons.request(folder), Step(9), SetKnob("batch", 3), Play()))
    assert [(end.step, end.reason) for end in of(RunEnded, found)] == [(10, "early")]
