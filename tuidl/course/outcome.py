"""How a run ended, kept for quoting: its knobs and every evaluation, small enough for the progress store."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isfinite, nan
from typing import Any

from tuidl.commands import KnobValue
from tuidl.events import Values
from tuidl.race import RaceView
from tuidl.view import RunView

Evaluation = tuple[int, Values]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run as checks and explanations see it: evaluations only. Made from a view at any moment of the run.

    A race is its first contestant, evaluated wherever any of them was, with all contestants as ``rivals``.
    """

    evaluations: tuple[Evaluation, ...] = ()
    knobs: dict[str, KnobValue] = field(default_factory=dict)
    seed: int = 0
    parameters: int = 0
    per_epoch: int = 1  # training steps in an epoch
    rivals: "dict[str, Outcome]" = field(default_factory=dict)

    @classmethod
    def of(cls, view: RunView | RaceView) -> "Outcome":
        """What the view knows. A run that diverged counts as evaluated there, with a loss that is NaN."""
        if isinstance(view, RaceView):
            runs = {name: [cls.of(run) for run in view.runs(k)] for k, name in enumerate(view.names)}
            return cls.race(runs) if runs else cls()
        evaluations = list(view.evaluations)
        if view.diverged is not None:
            nothing: Evaluation = (-1, {})
            last = evaluations[-1] if evaluations else nothing
            if last[0] < view.diverged.step or isfinite(last[1].get("loss", nan)):
                lost: Values = {"loss": nan, **({"val_loss": nan} if "val_loss" in last[1] else {})}
                evaluations.append((max(view.diverged.step, last[0]), lost))
        started = view.started
        if started is None:
            return cls(tuple(evaluations), dict(view.knobs))
        per_epoch = max(1, started.examples // max(1, started.batch))
        return cls(tuple(evaluations), dict(view.knobs), started.seed, started.parameters, per_epoch)

    @classmethod
    def race(cls, entrants: "Mapping[str, Sequence[Outcome]]") -> "Outcome":
        """All contestants of a race, each with the runs of its seeds: their medians stand for it."""
        rivals = {name: middle(runs) for name, runs in entrants.items()}
        first = next(iter(rivals.values()))
        steps = sorted({step for rival in rivals.values() for step, _ in rival.evaluations})
        told = tuple((step, first.evaluations[place][1]) for step in steps if (place := first.place(step)) >= 0)
        return replace(first, evaluations=told, rivals=rivals)

    @property
    def step(self) -> int:
        """The step of the last evaluation; 0 if there is none."""
        return self.evaluations[-1][0] if self.evaluations else 0

    @property
    def nan_at(self) -> int | None:
        """The first evaluated step whose loss is NaN or infinite; None if it always was a number."""
        return next((step for step, values in self.evaluations if not isfinite(values.get("loss", 0.0))), None)

    def until(self, step: int) -> "Outcome":
        """The same run as it was after the last evaluation up to this step."""
        rivals = {name: rival.until(step) for name, rival in self.rivals.items()}
        return replace(self, evaluations=self.evaluations[: self.place(step) + 1], rivals=rivals)

    def place(self, step: int) -> int:
        """The index of the last evaluation up to this step; -1 if there is none."""
        return bisect_right(self.evaluations, step, key=lambda item: item[0]) - 1

    def number(self, name: str, place: int) -> float | None:
        """A plain value at an evaluation, by index; None if there is none of that name."""
        step, values = self.evaluations[place]
        if name in values:
            return float(values[name])
        match name:
            case "step":
                return float(step)
            case "epoch":
                return float(-(-step // self.per_epoch))
            case "parameters" if self.parameters:
                return float(self.parameters)
        return None

    def to_json(self) -> dict[str, Any]:
        """JSON values, column by column; numbers that are not finite as texts."""
        columns: dict[str, list[Any]] = {}
        for place, (_, values) in enumerate(self.evaluations):
            for name, number in values.items():
                column = columns.setdefault(name, [])
                column.extend([None] * (place - len(column)))
                column.append(number if isfinite(number) else repr(float(number)))
        return {
            "steps": [step for step, _ in self.evaluations],
            "values": columns,
            "knobs": dict(self.knobs),
            "seed": self.seed,
            "parameters": self.parameters,
            "per_epoch": self.per_epoch,
            **({"rivals": {name: rival.to_json() for name, rival in self.rivals.items()}} if self.rivals else {}),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Outcome":
        """The inverse of ``to_json``; ValueError for anything else."""
        try:
            evaluations: list[Evaluation] = [(int(step), {}) for step in value["steps"]]
            for name, column in value["values"].items():
                for (_, values), number in zip(evaluations, column, strict=False):
                    if number is not None:
                        values[str(name)] = float(number)
            return cls(
                tuple(evaluations),
                dict(value["knobs"]),
                int(value["seed"]),
                int(value["parameters"]),
                max(1, int(value["per_epoch"])),
                {str(name): cls.from_json(rival) for name, rival in value.get("rivals", {}).items()},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"no outcome of a run: {error}") from error


def middle(runs: Sequence[Outcome]) -> Outcome:
    """One run for several seeds: at every step the median of each value, where what is no number is the largest."""
    if len(runs) == 1:
        return runs[0]
    found: list[Evaluation] = []
    for step in sorted({step for run in runs for step, _ in run.evaluations}):
        there = [run.evaluations[place][1] for run in runs if (place := run.place(step)) >= 0]
        names = dict.fromkeys(name for values in there for name in values)
        found.append((step, {name: median([values[name] for values in there if name in values]) for name in names}))
    return replace(runs[0], evaluations=tuple(found))


def median(numbers: Sequence[float]) -> float:
    """The middle of some numbers, the mean of the two in the middle of an even many; NaN counts as the largest."""
    rising = sorted(numbers, key=lambda number: inf if number != number else number)
    low, high = rising[(len(rising) - 1) // 2], rising[len(rising) // 2]
    return low if low == high else (low + high) / 2
