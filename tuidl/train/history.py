"""History: what a run has said so far, so that a saved one can be drawn again from its beginning."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.events import Evaluated, StepsEnded, Values
from tuidl.series import thinned
from tuidl.view import EVALUATIONS

TOGETHER = 2000  # steps told at once
NUMBERS = 1 << 20  # of all evaluations in a saved run

State = Mapping[str, NDArray[Any]]


@dataclass
class History:
    """One number per training step for each value, and the evaluations: every one, or of very many those that a view
    keeps (``tuidl.series.thinned``)."""

    steps: dict[str, "array[float]"] = field(default_factory=dict)
    evaluations: list[tuple[int, int, Values]] = field(default_factory=list)  # step, epoch, values

    def trained(self, values: Mapping[str, tuple[float, ...]]) -> None:
        """Training steps have ended."""
        for name, numbers in values.items():
            self.steps.setdefault(name, array("d")).extend(numbers)

    def evaluated(self, step: int, epoch: int, values: Values) -> None:
        """An evaluation; one at the same step is replaced."""
        if self.evaluations and self.evaluations[-1][0] == step:
            self.evaluations.pop()
        self.evaluations.append((step, epoch, values))
        if len(self.evaluations) > EVALUATIONS:  # as whoever draws them does: what is told again is what was drawn
            kept = thinned([(place, entry[2]) for place, entry in enumerate(self.evaluations)])
            self.evaluations = [self.evaluations[place] for place, _ in kept]

    @property
    def losses(self) -> "array[float]":
        """The loss of every step so far."""
        return self.steps.get("loss", array("d"))

    def cut(self, step: int) -> None:
        """Forget everything after a step."""
        for numbers in self.steps.values():
            del numbers[step:]
        self.evaluations = [entry for entry in self.evaluations if entry[0] <= step]

    def until(self, step: int) -> "History":
        """A copy of all up to a step."""
        steps = {name: numbers[:step] for name, numbers in self.steps.items()} if step else {}
        return History(steps, [entry for entry in self.evaluations if entry[0] <= step])

    def events(self, last: int) -> Iterator[StepsEnded | Evaluated]:
        """All of it once more, in order, without times. ``last``: the epoch it ends in."""
        first = 0
        for step, epoch, values in self.evaluations:
            yield from self._told(first, step, epoch)
            first = max(first, step)
            yield Evaluated(step, epoch, values, {})
        yield from self._told(first, max(map(len, self.steps.values()), default=0), last)

    def _told(self, first: int, last: int, epoch: int) -> Iterator[StepsEnded]:
        for start in range(first, last, TOGETHER):
            end = min(start + TOGETHER, last)
            yield StepsEnded(start + 1, epoch, {n: tuple(v[start:end]) for n, v in self.steps.items()}, {})

    def state(self) -> dict[str, NDArray[Any]]:
        """As arrays: ``steps/NAME``, and ``evaluations/step``, ``evaluations/epoch``, ``evaluations/NAME``."""
        arrays: dict[str, NDArray[Any]] = {
            f"steps/{name}": np.array(numbers, np.float64) for name, numbers in self.steps.items()
        }
        arrays["evaluations/step"] = np.array([step for step, _, _ in self.evaluations], np.int64)
        arrays["evaluations/epoch"] = np.array([epoch for _, epoch, _ in self.evaluations], np.int64)
        names = dict.fromkeys(name for _, _, values in self.evaluations for name in values)
        for name in names:
            there = [name in values for _, _, values in self.evaluations]
            arrays[f"evaluations/values/{name}"] = np.array(
                [values.get(name, nan) for _, _, values in self.evaluations], np.float64
            )
            if not all(there):
                arrays[f"evaluations/there/{name}"] = np.array(there, np.bool_)
        return arrays

    @classmethod
    def of(cls, state: State) -> "History":
        """The inverse of ``state``. KeyError or ValueError for arrays that are no history."""
        steps, epochs = (_column(state, f"evaluations/{name}", np.int64) for name in ("step", "epoch"))
        prefix = "evaluations/values/"
        names = [name.removeprefix(prefix) for name in state if name.startswith(prefix)]
        columns = {name: _column(state, prefix + name, np.float64) for name in names}
        marks = {n: _column(state, key, np.bool_) for n in names if (key := f"evaluations/there/{n}") in state}
        if len({len(steps), *map(len, (epochs, *columns.values(), *marks.values()))}) > 1:
            raise ValueError("evaluations of different length")
        if len(steps) > EVALUATIONS or len(steps) * len(columns) > NUMBERS:
            raise ValueError("more evaluations than a run keeps")
        if len(steps) and (steps[0] < 0 or (np.diff(steps) <= 0).any()):
            raise ValueError("evaluations out of order")
        evaluations = []
        for place, (step, epoch) in enumerate(zip(steps.tolist(), epochs.tolist(), strict=True)):
            values = {n: float(c[place]) for n, c in columns.items() if n not in marks or marks[n][place]}
            evaluations.append((step, epoch, values))
        prefix = "steps/"
        trained = {n.removeprefix(prefix): _column(state, n, np.float64) for n in state if n.startswith(prefix)}
        if len(set(map(len, trained.values()))) > 1:
            raise ValueError("steps of different number")
        return cls({name: array("d", column.tobytes()) for name, column in trained.items()}, evaluations)


def _column(state: State, name: str, kind: type[np.generic]) -> NDArray[Any]:
    column = state[name]
    if column.dtype != kind or column.ndim != 1:
        raise ValueError(f"'{name}' is no column of {kind.__name__}")
    return column
