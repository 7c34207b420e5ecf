from dataclasses import replace

import pytest

from tests.tui.lessons import neuron, neuron_run
from tuidl.commands import Reset, SetKnob, SetPace
from tuidl.errors import UsageError
from tuidl.events import KnobTurned, RunEnded
from tuidl.tui.lab import Lab
from tuidl.view import RunView


def lab(step: str = "hand") -> Lab:
    lesson = neuron()
    return Lab(lesson, lesson.step(step))


def test_a_step_shows_its_own_knobs_and_the_sandbox_all():
    one = lab()
    assert [knob.name for knob in one.knobs] == ["w1", "w2", "b"]
    one.sandbox = True
    assert len(one.knobs) == len(one.lesson.knobs)


def test_turning_sends_the_value_and_says_the_change():
    one = lab()
    assert one.turn(1) == SetKnob("w1", 0.5)
    assert one.change == "0.0 → 0.5"
    assert one.value("w1") == 0.5
    one.choose(1)
    assert one.turn(-1) == SetKnob("w2", -0.5)
    for _ in range(20):
        one.turn(-1)
    assert one.turn(-1) is None
    assert one.change == "as far as it goes"


def test_a_typed_number_is_set_with_enter():
    one = lab()
    for char in "2.25":
        assert one.type(char)
    assert one.looks()[0].typed == "2.25"
    assert one.enter() == SetKnob("w1", 2.25)
    for char in "99":
        one.type(char)
    with pytest.raises(UsageError, match="outside"):
        one.enter()
    assert one.typed == ""


def test_a_reset_knob_goes_stale_until_reset():
    one = Lab(neuron(), neuron().step("hand"), sandbox=True)
    view = neuron_run()
    one.view = view
    view.knobs = {"points": "clouds", "seed": 0}
    one.held = [knob.name for knob in one.knobs].index("points")
    assert one.stale == ""
    assert one.turn(1) == SetKnob("points", "corners")
    assert one.stale == "points changed clouds → corners: press r"
    reset = one.reset()
    assert isinstance(reset, Reset)
    assert dict(reset.knobs)["points"] == "corners"
    assert dict(reset.knobs)["w1"] == 0.0


def test_a_second_reset_before_the_new_run_stands_asks_for_the_same():
    one = Lab(neuron(), neuron().step("hand"), sandbox=True)
    one.view = neuron_run()
    one.held = [knob.name for knob in one.knobs].index("points")
    one.turn(1)
    first = one.reset()
    assert one.reset() == first
    assert isinstance(first, Reset)
    assert dict(first.knobs)["points"] == one.values["points"]
    assert one.view.started is not None
    one.fold(replace(one.view.started, knobs=first.knobs))
    assert one.values == {}


def test_a_tensor_knob_follows_the_training():
    one = lab()
    one.view = neuron_run()
    assert one.value("w1") == pytest.approx(1.48, abs=0.01)
    one.turn(1)
    turned = one.value("w1")
    one.fold(KnobTurned("w1", turned, 0))
    assert one.values == {}


def test_the_head_says_what_the_run_does():
    one = lab("watch")
    assert one.facts() == ()
    assert one.state[1] == "starting"
    one.view = neuron_run()
    one.view.state, one.view.seconds = "playing", 12.0
    assert one.running
    assert one.facts() == ("cpu ×2", "step 150", "00:12")
    one.demo = RunView()
    assert one.state[1] == "recording"
    assert not one.running


def test_pace_and_front():
    one = lab("watch")
    assert one.pace == "frame"
    assert one.speed() == SetPace("full")
    one.front(("boundary", "loss", "network"), 1)
    assert one.tab == "loss"
    one.zoom("network")
    assert (one.zoomed, one.tab) == ("network", "network")
    one.zoom("network")
    assert one.zoomed == ""


def test_a_run_that_stopped_early_says_so():
    one = lab()
    one.view = neuron_run()
    one.view.apply(RunEnded(20, "budget", {}, {}))
    assert one.state[1] == "ended"
    one.view.apply(RunEnded(20, "early", {}, {}))
    assert one.state[1] == "stopped early"
