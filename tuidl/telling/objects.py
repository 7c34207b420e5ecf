"""One JSON object per line. Clock times and speeds stand under ``time`` and nowhere else.

Two runs from one seed give equal lines but for ``time``. NaN and infinities are null.
"""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, TextIO

from tuidl.events import Diagnosis, Diverged, Evaluated, Event, Rewound, RunStarted, Saved, StepsEnded
from tuidl.telling.outcome import GoalResult, Outcome
from tuidl.view import RunView


class Epochs:
    """The epoch of a step, however the steps were cut into events."""

    def __init__(self, started: RunStarted | None = None) -> None:
        self._batch = started.batch if started else 1
        self._examples = max(started.examples, 1) if started else 0

    def of(self, step: int) -> int:
        """The epoch that the last example of the step belongs to; 1 is the first."""
        return (step * self._batch - 1) // self._examples + 1 if self._examples else 1


class Objects:
    """JSON lines on ``out``; with ``steps`` false only the summary."""

    def __init__(self, out: TextIO, steps: bool = True, tag: Mapping[str, Any] | None = None) -> None:
        self.out = out
        self.steps = steps
        self._epochs = Epochs()
        self.tag = dict(tag or {})  # goes with every object

    def see(self, event: Event, view: RunView) -> None:
        """One object per training step and evaluation, and for everything unusual."""
        if not self.steps:
            return
        match event:
            case RunStarted():
                self._epochs = Epochs(event)
                self._print(_start(event))
            case StepsEnded():
                for place, step in enumerate(event.steps):
                    values = {name: numbers[place] for name, numbers in event.values.items() if place < len(numbers)}
                    self._print({"event": "step", "step": step, "epoch": self._epochs.of(step), "values": values})
            case Evaluated():
                self._print({"event": "evaluation", "step": event.step, "epoch": event.epoch, "values": event.values})
            case Diagnosis():
                found = {"kind": event.kind, "severity": event.severity, "text": event.whole}
                self._print({"event": "diagnosis", "step": event.step, **found})
            case Diverged():
                self._print({"event": "diverged", "step": event.step, "text": event.text, "kept": event.kept})
            case Rewound() | Saved():
                self._print(unusual(event))
        self.out.flush()

    def end(self, outcome: Outcome) -> None:
        """The summary."""
        self._print(summary(outcome))
        self.out.flush()

    def _print(self, value: dict[str, Any]) -> None:
        event = value.pop("event")
        self.out.write(json.dumps(finite({"event": event, **self.tag, **value}), ensure_ascii=False) + "\n")


def unusual(event: Rewound | Saved) -> dict[str, Any]:
    """What a run or a race says of its state."""
    if isinstance(event, Saved):
        return {"event": "saved", "step": event.step, "path": event.path}
    return {"event": "rewound", "step": event.step, "line": event.line, "parent": event.parent}


def summary(outcome: Outcome) -> dict[str, Any]:
    """The last line: what was trained, how it ended, which goals were met."""
    started = outcome.view.started
    told: dict[str, Any] = {"event": "summary"}
    if started is not None:
        told |= {name: getattr(started, name) for name in ("lesson", "experiment", "seed", "device")}
    return told | {
        "step": outcome.view.step,
        "reason": outcome.reason,
        "goals": verdicts(outcome.goals),
        "judged": outcome.judged,
        "saved": outcome.saved,
        "values": outcome.values,
        "evaluated": outcome.evaluated,
        "code": int(outcome.code),
        "time": dict(outcome.time),
    }


def verdicts(goals: Sequence[GoalResult]) -> list[dict[str, Any]]:
    """Goals with what came of them."""
    return [{"text": goal.text, "met": goal.met, "step": goal.step} for goal in goals]


def _start(event: RunStarted) -> dict[str, Any]:
    names = (
        "lesson",
        "experiment",
        "seed",
        "device",
        "data",
        "own_data",
        "examples",
        "validation",
        "batch",
        "steps",
        "step",
    )
    layers = [
        {"name": layer.name, "kind": layer.kind, "output": list(layer.output), "parameters": layer.parameters}
        for layer in event.layers
    ]
    return {
        "event": "start",
        **{name: getattr(event, name) for name in names},
        "knobs": dict(event.knobs),
        "parameters": event.parameters,
        "layers": layers,
    }


def finite(value: Any) -> Any:
    """JSON knows no NaN and no infinity: null stands for them."""
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value
