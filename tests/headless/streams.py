"""Runs as lists of events, as a recording would hold them."""

from collections.abc import Callable, Iterator
from math import exp

from tuidl.commands import Command, Play, Save, Stop
from tuidl.events import (
    Diagnosis,
    Evaluated,
    Event,
    KernelCompiled,
    LayerInfo,
    RunEnded,
    RunStarted,
    Saved,
    StateChanged,
    StepsEnded,
)
from tuidl.view import RunView

Inbox = Callable[[float | None], Command | None]


def started(**changes: object) -> RunStarted:
    """A run of 40 steps, ten steps an epoch."""
    given: dict[str, object] = {
        "lesson": "lesson-tiny", "experiment": "tiny", "seed": 7, "device": "cpu", "threads": 2,
        "knobs": (("rate", 0.1),), "steps": 40, "batch": 10, "examples": 100, "validation": 20, "parameters": 9,
        "layers": (LayerInfo("out", "dense", (1,), 9),), "data": "two moons",
    }  # fmt: skip
    return RunStarted(**{**given, **changes})  # type: ignore[arg-type]


def loss(step: int) -> float:
    """Falls from 1."""
    return exp(-step / 8)


def values(step: int) -> dict[str, float]:
    """What an evaluation says."""
    fallen = loss(step)
    return {"loss": fallen, "accuracy": 1 - fallen / 2, "val_loss": fallen + 0.1, "val_accuracy": 0.95 - fallen / 2}


def steps(first: int, last: int, seconds: float = 0.5) -> StepsEnded:
    """Training steps as one batch."""
    numbers = tuple(loss(step) for step in range(first, last + 1))
    accuracies = tuple(1 - number / 2 for number in numbers)
    return StepsEnded(first, (last - 1) // 10 + 1, {"loss": numbers, "accuracy": accuracies}, {"seconds": seconds})


def run(cut: int = 5, seconds: float = 0.5, **changes: object) -> list[Event]:
    """A whole run; ``cut`` and ``seconds`` are the weather, everything else is the same."""
    begin = started(**changes)
    events: list[Event] = [KernelCompiled("dense", 1, 2, {"seconds": seconds}), KernelCompiled("sgd", 2, 2, {}), begin]
    events += [StateChanged("playing", 0), Evaluated(0, 0, values(0), {})]
    for start in range(0, begin.steps, 5):
        for first in range(start + 1, start + 6, cut):
            events.append(steps(first, min(first + cut - 1, start + 5), seconds))
        events.append(Evaluated(start + 5, (start + 4) // 10 + 1, values(start + 5), {}))
    events.append(Diagnosis("overfit", "note", "the gap between training and validation loss grows", begin.steps))
    events.append(RunEnded(begin.steps, "budget", values(begin.steps), {"seconds": 8 * seconds}))
    return events


def view(events: list[Event] | None = None) -> RunView:
    """All events folded in."""
    folded = RunView()
    for event in run() if events is None else events:
        folded.apply(event)
    return folded


class Loop:
    """A training loop as the contract describes it: asks its inbox before every event, saves and stops when told."""

    def __init__(self, events: list[Event] | None = None) -> None:
        self.events = run() if events is None else events
        self.commands: list[Command] = []
        self.closed = False

    def __call__(self, inbox: Inbox) -> Iterator[Event]:
        step = 0
        try:
            for event in self.events:
                while (command := inbox(0)) is not None:
                    self.commands.append(command)
                    match command:
                        case Save(path):
                            yield Saved(path, step)
                        case Stop():
                            yield RunEnded(step, "stopped", values(step), {})
                            return
                        case Play():
                            pass
                step = event.last if isinstance(event, StepsEnded) else step
                yield event
            while (command := inbox(None)) is not None:
                self.commands.append(command)
                if isinstance(command, Save):
                    yield Saved(command.path, step)
                if isinstance(command, Stop):
                    return
        finally:
            self.closed = True
