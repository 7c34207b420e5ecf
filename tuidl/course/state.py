"""What a learner has done in one step of a lesson: plain values, JSON, and how two versions of it become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tuidl.commands import KnobValue
from tuidl.course.outcome import Outcome


@dataclass
class StepState:
    """What a learner has done in one step."""

    opened: bool = False
    done: bool = False  # met, judged, answered or left: whatever finishes this kind of step
    reached: int | None = None  # step of training at which the check was met, in the first run that met it
    hints: int = 0  # how many have been shown
    chosen: dict[str, str] = field(default_factory=dict)  # question -> choice id, or band number from "0"
    right: dict[str, str] = field(default_factory=dict)  # question -> what the run made right; "" for nothing
    tried: dict[int, list[int]] = field(default_factory=dict)  # quiz question -> choices tried, in order
    best: float | None = None  # the best score so far
    falls: bool = False  # whether a smaller score is a better one
    best_knobs: dict[str, KnobValue] = field(default_factory=dict)
    outcome: Outcome | None = None  # the end of its last finished run
    fault: Outcome | None = None  # repair: the end of the faulty run
    text: str = ""  # code: the file as it was left; empty for the stub
    agreed: str = ""  # code: the last text that agreed with every case
    sure: dict[str, float] = field(default_factory=dict)  # question -> how likely the learner called it, 0 to 1

    def improve(self, score: float, knobs: Mapping[str, KnobValue]) -> None:
        """Take a score if it beats the best one."""
        if self.best is None or (score < self.best if self.falls else score > self.best):
            self.best, self.best_knobs = score, dict(knobs)


def merged(old: StepState, new: StepState) -> StepState:
    """Both as one: what was done stays done, the best score and the first judgement stay, the rest is the newer's."""
    found = replace(
        new,
        opened=old.opened or new.opened,
        done=old.done or new.done,
        reached=new.reached if old.reached is None else old.reached,
        hints=max(old.hints, new.hints),
        chosen={**new.chosen, **old.chosen} if old.right else {**old.chosen, **new.chosen},
        sure=dict(old.sure) if old.right else {**old.sure, **new.sure},
        right={**new.right, **old.right},
        tried={item: _united(old.tried.get(item, []), new.tried.get(item, [])) for item in {**old.tried, **new.tried}},
        best_knobs=dict(new.best_knobs),
        outcome=new.outcome or old.outcome,
        fault=new.fault or old.fault,
        text=new.text or old.text,
        agreed=new.agreed or old.agreed,
    )
    if old.best is not None:
        found.improve(old.best, old.best_knobs)
    return found


def _united(first: list[int], second: list[int]) -> list[int]:
    return list(dict.fromkeys([*first, *second]))


def to_json(state: StepState) -> dict[str, Any]:
    """A step's state as JSON values."""
    return {
        "opened": state.opened,
        "done": state.done,
        "reached": state.reached,
        "hints": state.hints,
        "chosen": dict(state.chosen),
        "sure": dict(state.sure),
        "right": dict(state.right),
        "tried": {str(item): list(choices) for item, choices in state.tried.items()},
        "best": state.best,
        "falls": state.falls,
        "best_knobs": dict(state.best_knobs),
        "outcome": state.outcome.to_json() if state.outcome else None,
        "fault": state.fault.to_json() if state.fault else None,
        "text": state.text,
        "agreed": state.agreed,
    }


def from_json(value: Mapping[str, Any]) -> StepState:
    """The inverse of ``to_json``; ValueError for anything else."""
    try:
        return StepState(
            opened=bool(value["opened"]),
            done=bool(value["done"]),
            reached=None if value["reached"] is None else int(value["reached"]),
            hints=int(value["hints"]),
            chosen={str(k): str(v) for k, v in value["chosen"].items()},
            sure={str(k): min(max(float(v), 0.0), 1.0) for k, v in value.get("sure", {}).items()},
            right={str(k): str(v) for k, v in value["right"].items()},
            tried={int(k): [int(c) for c in v] for k, v in value["tried"].items()},
            best=None if value["best"] is None else float(value["best"]),
            falls=bool(value["falls"]),
            best_knobs=dict(value["best_knobs"]),
            outcome=Outcome.from_json(value["outcome"]) if value["outcome"] else None,
            fault=Outcome.from_json(value["fault"]) if value["fault"] else None,
            text=str(value.get("text", "")),  # kept since there are code steps
            agreed=str(value.get("agreed", "")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no state of a step: {error}") from error
