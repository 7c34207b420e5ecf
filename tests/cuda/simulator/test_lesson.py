"""lesson-mlp in the simulator: the loop, its evaluations and pictures, from the events alone."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tuidl.commands import Play, Watch
from tuidl.course import load
from tuidl.errors import DeviceError
from tuidl.events import Evaluated, Event, Probed, RunStarted, StepsEnded
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import loop

LESSONS = Path(__file__).parents[3] / "lessons"
MLP = LESSONS / "1-02-mlp"


def events(experiment: str, device: str) -> list[Event]:
    request = Request(str(MLP), experiment, device=device, steps=4, evaluate_every=2)
    return list(loop.run(request, script(Watch((("boundary", 12, 8), ("network", 30, 10))), Play())))


@pytest.mark.parametrize("experiment", load.read(MLP).experiments)
def test_every_experiment_of_the_lesson_trains(experiment: str) -> None:
    wanted, got = events(experiment, "reference"), events(experiment, "cuda")
    assert next(event.device for event in got if isinstance(event, RunStarted)) == "cuda"
    assert [type(event) for event in got] == [type(event) for event in wanted]
    steps, evaluations = of(StepsEnded, got), of(Evaluated, got)
    assert sum(len(event.values["loss"]) for event in steps) == 4
    assert [event.step for event in evaluations] == [0, 2, 4]
    for mine, other in zip(steps, of(StepsEnded, wanted), strict=True):
        for name, values in other.values.items():
            np.testing.assert_allclose(mine.values[name], values, rtol=1e-4, err_msg=name)
    for mine, other in zip(evaluations, of(Evaluated, wanted), strict=True):
        assert mine.values == pytest.approx(other.values, rel=1e-4, abs=1e-6)
    assert "network" in {event.name for event in of(Probed, got)}


def of(kind: type[Any], told: list[Event]) -> list[Any]:
    return [event for event in told if isinstance(event, kind)]


def test_a_layer_without_a_cuda_kernel_is_named() -> None:
    request = Request(str(LESSONS / "2-02-cnn"), device="cuda", steps=1)
    with pytest.raises(DeviceError, match=r"^layer 'conv1' needs the operation conv2d\.forward, .*; use --device cpu$"):
        list(loop.run(request, script(Play())))
