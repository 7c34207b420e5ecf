"""A sandbox trains as lessons do, and a code brings back the very numbers."""

import numpy as np
import pytest

from tests.sandbox.made import IMAGES, NUMBERS_OUT, TEXT
from tuidl.commands import Command, Play, Rewind, Save, SetKnob, Step
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared, Turn, code, opened
from tuidl.sandbox.description import Sandbox, changed, parsed, start
from tuidl.sandbox.journey import Journey
from tuidl.sandbox.lesson import lesson
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import checkpoint, loop
from tuidl.train.sizing import Sizing


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))


def state(sandbox: Sandbox, tmp_path, *commands: Command, journey: Journey | None = None, **given):
    """Everything that a run holds after some commands."""
    folder = keeping.folder(lesson(sandbox, Sizing().sizes(sandbox).data))
    request = Request(str(folder), device="reference", **given)
    for event in loop.run(request, script(*commands, Save(str(tmp_path / "run.npz")))):
        if journey is not None:
            journey.see(event)
    return checkpoint.read(tmp_path / "run.npz")


def same(one, other) -> None:
    assert (one.step, one.knobs) == (other.step, other.knobs)
    assert one.state.keys() == other.state.keys()
    for name, array in one.state.items():
        np.testing.assert_array_equal(array, other.state[name], err_msg=name)


@pytest.mark.parametrize("told", [IMAGES, TEXT, NUMBERS_OUT], ids=["images", "text", "numbers"])
def test_a_code_restores_the_weights_bit_for_bit(told, tmp_path):
    sandbox = parsed(told)
    walked = (Step(7), SetKnob("rate", 0.03), Step(5), SetKnob("batch", 3), SetKnob("rate", 0.001), Play(until=21))
    journey = Journey()
    before = state(sandbox, tmp_path, *walked, journey=journey)
    text = code(journey.shared(sandbox))
    found = opened(text)
    assert (found.step, len(found.turns)) == (21, 3)
    same(state(found.sandbox, tmp_path, *found.commands()), before)


def test_back_in_time_and_on_another_way(tmp_path):
    sandbox = changed(start(), steps=60)
    journey = Journey()
    walked = (
        Step(20), SetKnob("rate", 0.1), Step(10), Rewind(12), SetKnob("batch", 5), Step(9), Rewind(25, 0), Step(3),
        Rewind(15, 1), Step(2),
    )  # fmt: skip
    before = state(sandbox, tmp_path, *walked, journey=journey)
    found = opened(code(journey.shared(sandbox)))
    assert found == Shared(sandbox, 17, (Turn(12, "batch", 5),))
    same(state(found.sandbox, tmp_path, *found.commands()), before)


def test_along_the_first_line_again(tmp_path):
    sandbox, journey = changed(start(), steps=60), Journey()
    walked = (Step(20), SetKnob("rate", 0.1), Step(10), Rewind(12), Step(2), Rewind(25, 0), Step(3))
    before = state(sandbox, tmp_path, *walked, journey=journey)
    found = opened(code(journey.shared(sandbox)))
    assert found == Shared(sandbox, 28, (Turn(20, "rate", 0.1),))
    same(state(found.sandbox, tmp_path, *found.commands()), before)


def test_a_run_that_looks_at_its_evaluations(tmp_path):
    sandbox = changed(start(), steps=90, schedule={"kind": "plateau", "patience": 1, "factor": 0.5}, rate=0.5)
    journey = Journey()
    before = state(sandbox, tmp_path, Step(33), SetKnob("batch", 16), Step(30), journey=journey)
    found = opened(code(journey.shared(sandbox)))
    same(state(found.sandbox, tmp_path, *found.commands()), before)
