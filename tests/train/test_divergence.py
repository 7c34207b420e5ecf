"""When the loss is no number: the run stops, and what was there before is kept."""

from math import isfinite
from pathlib import Path

import pytest

from tests.course.sample import INIT
from tests.train import lessons
from tests.train.lessons import of
from tuidl.commands import Play, SetKnob, Step, Watch
from tuidl.events import (
    Diverged,
    Evaluated,
    Probed,
    RunEnded,
    StepsEnded,
)
from tuidl.train import timeline


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_weights(folder: Path) -> None:
    request = lessons.request(folder, knobs={"rate": 1e30, "activation": "linear", "depth": 3})
    found = list(lessons.events(request, Watch((("layers", 9, 9),)), Play(), Play(), Step()))
    (told,) = of(Diverged, found)
    assert "rate 1e+30" in told.text
    assert f"step {told.step}" in told.text
    assert told.kept < told.step
    ended = of(RunEnded, found)
    assert (ended[0].step, ended[0].reason) == (told.step, "diverged")
    assert {e.reason for e in ended} == {"diverged"}
    losses = [n for e in of(StepsEnded, found) for n in e.values["loss"]]
    assert all(map(isfinite, losses[:-1]))
    assert of(Probed, found)[-1].step == told.kept
    assert of(StepsEnded, found)[-1].last == told.step


def test_what_is_kept_is_what_was_there(folder: Path) -> None:
    """The weights after going back are those of an undisturbed run at that step, also beyond a turned knob."""
    request = lessons.request(folder, knobs={"activation": "linear"}, evaluate_every=1)
    calm = of(Evaluated, list(lessons.events(request, Play(until=8))))
    turns = [SetKnob("rate", 1e30), SetKnob("rate", 1e29), SetKnob("rate", 1e30)]
    wild = list(lessons.events(request, Play(until=8), *turns, Play(), SetKnob("bias", 0.5)))
    (told,) = of(Diverged, wild)
    assert (told.step, told.kept) == (9, 8)
    after = of(Evaluated, wild[wild.index(told) :])[0]
    assert after.step == 8
    assert after.values["signal[h2]"] == calm[8].values["signal[h2]"]


@pytest.mark.parametrize("small", [0, 1 << 20])
def test_going_back_is_the_same_with_few_copies_in_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(timeline, "SMALL", small)
    request = lessons.request(folder, knobs={"activation": "linear", "rate": 40.0, "optimiser": "momentum"}, steps=900)
    found = list(lessons.events(request, Play(), SetKnob("bias", 0.5)))
    (told,) = of(Diverged, found)
    last = of(Evaluated, found)[-1]
    assert last.step == told.kept
    calm = list(lessons.events(request, Play(until=told.kept), SetKnob("bias", 0.5)))
    assert of(Evaluated, calm)[-1].values == last.values


def test_checks_see_the_loss_that_is_no_number() -> None:
    request = lessons.request(INIT, knobs={"activation": "relu", "init": "normal", "scale": 0.5}, evaluate_every=1)
    found = list(lessons.events(request, Step(1)))
    last = of(Evaluated, found)[-1]
    assert not isfinite(last.values["loss"])
    assert of(Diverged, found)[0].step == last.step
    assert of(Diverged, found)[0].kept == last.step - 1


def test_a_twenty_layer_start_that_explodes_at_step_zero_can_still_be_looked_at() -> None:
    request = lessons.request(INIT, knobs={"activation": "relu", "init": "normal", "scale": 1.0})
    found = list(lessons.events(request, Watch((("signal", 9, 9),)), Play()))
    assert of(Probed, found)
    assert of(RunEnded, found)[0].reason == "diverged"
