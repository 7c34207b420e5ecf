"""A number of the network that is given another value by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tuidl import commands, events
from tuidl.commands import Assign, Compare, Play, Rewind, Save, Step, Watch
from tuidl.events import Assigned, Compared, Diagnosis, Evaluated, Event, Probed
from tuidl.train import checkpoint

PLACE = "h1.weight[1,2]"


def told(folder: Path, *asked: commands.Command) -> list[Event]:
    return list(lessons.events(lessons.request(folder), *asked))


def test_it_is_told_measured_and_seen_at_once(tmp_path: Path) -> None:
    found = told(lessons.written(tmp_path / "x"), Watch((("weights:h1", 8, 8),)), Step(3), Assign(PLACE, 2.5))
    place = next(k for k, event in enumerate(found) if isinstance(event, Assigned))
    assert found[place] == Assigned(PLACE, 2.5, 3)
    assert events.from_json(json.loads(json.dumps(events.to_json(found[place])))) == found[place]
    measured, shown = found[place + 1 : place + 3]
    assert isinstance(measured, Evaluated)
    assert measured.step == 3
    assert isinstance(shown, Probed)
    assert shown.signal.grid.value(1, 2) == pytest.approx(2.5, abs=0.01)
    before = [event for event in found[:place] if isinstance(event, Evaluated)][-1]
    assert before.values["loss"] != measured.values["loss"]


def test_training_goes_on_from_it_and_a_saved_run_has_it(tmp_path: Path) -> None:
    folder, path = lessons.written(tmp_path / "x"), str(tmp_path / "end.npz")
    found = told(folder, Step(3), Assign(PLACE, 2.5), Save(path), Step(1))
    saved = checkpoint.read(path)
    assert saved.state["net/h1.weight"][1, 2] == np.float32(2.5)
    plain = told(folder, Step(3), Step(1))
    assert _losses(found)[:3] == _losses(plain)[:3]
    assert _losses(found)[3] != _losses(plain)[3]
    again = told(folder, Step(3), Assign(PLACE, 2.5), Step(10), Rewind(3), Step(1))
    assert _losses(again)[-1] == _losses(found)[3]


def test_lines_differ_by_it(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x")
    found = told(folder, Step(10), Rewind(4), Assign(PLACE, 2.5), Step(2), Compare())
    (apart,) = [event for event in found if isinstance(event, Compared)]
    assert "h1" in str(apart)
    assert not apart.knobs


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("h9.weight[0,0]", 1.0, "no weight of this network; its weights are h1.weight"),
        ("h1.weight[0,99]", 1.0, "no weight"),
        ("h1.weight[0]", 1.0, "no weight"),
        ("rubbish", 1.0, "no weight"),
        ("optimizer.rate[0]", 1.0, "no weight"),
        (PLACE, float("nan"), "cannot be nan"),
        (PLACE, float("inf"), "cannot be inf"),
        (PLACE, 1e300, "cannot be 1e+300"),
    ],
)
def test_what_cannot_be_changes_nothing_and_is_one_sentence(
    tmp_path: Path, place: str, value: float, said: str
) -> None:
    folder = lessons.written(tmp_path / "x")
    found = told(folder, Step(3), Assign(place, value), Play(until=6))
    (why,) = [event for event in found if isinstance(event, Diagnosis)]
    assert said in why.text
    assert _losses(found) == _losses(told(folder, Step(3), Play(until=6)))


def _losses(found: list[Event]) -> list[float]:
    return [loss for event in found if isinstance(event, events.StepsEnded) for loss in event.values["loss"]]
