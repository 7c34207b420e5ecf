"""History: what a run has said so far, so that it can be drawn again from its beginning, in bounded memory."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.events import Evaluated, StepsEnded, Values
from tuidl.series import thinned
from tuidl.train.column import Column
from tuidl.view import EVALUATIONS

TOGETHER = 2000  # numbers told at once
NUMBERS = 1 << 20  # of all evaluations in a saved run

State = Mapping[str, NDArray[Any]]


@dataclass
class History:
    """A column of numbers for each value of training steps, and the evaluations: every one, or of very many those that
    a view keeps (``tuidl.series.thinned``)."""

    steps: dict[str, Column] = field(default_factory=dict)
    evaluations: list[tuple[int, int, Values]] = field(default_factory=list)  # step, epoch, values

    def trained(self, values: Mapping[str, tuple[float, ...]]) -> None:
        """Training steps have ended."""
        for name, numbers in values.items():
            self.steps.setdefault(name, Column()).extend(numbers)

    def evaluated(self, step: int, epoch: int, values: Values) -> None:
        """An evaluation; one at the same step is replaced."""
        if self.evaluations and self.evaluations[-1][0] == step:
            self.evaluations.pop()
        self.evaluations.append((step, epoch, values))
        if len(self.evaluations) > EVALUATIONS:  # as whoever draws them does: what is told again is what was drawn
            kept = thinned([(place, entry[2]) for place, entry in enumerate(self.evaluations)])
            self.evaluations = [self.evaluations[place] for place, _ in kept]

    @property
    def losses(self) -> Column:
        """The loss of every step so far."""
        return self.steps.get("loss", Column())

    def cut(self, step: int) -> None:
        """Forget everything after a step."""
        for numbers in self.steps.values():
            numbers.cut(step)
        self.evaluations = [entry for entry in self.evaluations if entry[0] <= step]

    def until(self, step: int) -> "History":
        """A copy of all up to a step."""
        steps = {name: numbers.until(step) for name, numbers in self.steps.items()} if step else {}
        return History(steps, [entry for entry in self.evaluations if entry[0] <= step])

    def events(self, last: int) -> Iterator[StepsEnded | Evaluated]:
        """All of it once more, in order, without times. ``last``: the epoch it ends in."""
        first = 0
        for step, epoch, values in self.evaluations:
            reached = self.losses.reached(step)
            yield from self._told(first, reached, epoch)
            first = max(first, reached)
            yield Evaluated(step, epoch, values, {})
        yield from self._told(first, max(map(len, self.steps.values()), default=0), last)

    def _told(self, first: int, last: int, epoch: int) -> Iterator[StepsEnded]:
        for columns in zip(*(column.parts(first, last) for column in self.steps.values()), strict=True):
            begun, width, count = columns[0][0], columns[0][1], len(columns[0][2])
            for start in range(0, count, TOGETHER):
                values = {
                    n: tuple(v[start : start + TOGETHER]) for n, (_, _, v) in zip(self.steps, columns, strict=True)
                }
                yield StepsEnded(begun + start * width + 1, epoch, values, {}, width)

    def state(self) -> dict[str, NDArray[Any]]:
        """As arrays: ``steps/NAME``, and ``evaluations/step``, ``evaluations/epoch``, ``evaluations/NAME``."""
        arrays: dict[str, NDArray[Any]] = {
            f"steps/{name}": np.array(column.newest) for name, column in self.steps.items()
        }
        for name, column in self.steps.items():
            if column.past:
                arrays |= {f"past/{name}": np.array(column.past), f"width/{name}": np.array([column.width])}
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
        trained = {
            n.removeprefix(prefix): _trained(state, n.removeprefix(prefix)) for n in state if n.startswith(prefix)
        }
        if len({(len(column), column.width, len(column.past)) for column in trained.values()}) > 1:
            raise ValueError("steps of different number")
        return cls(trained, evaluations)


def _trained(state: State, name: str) -> Column:
    past, width = array("d"), 1
    if f"past/{name}" in state:
        past.frombytes(_column(state, f"past/{name}", np.float64).tobytes())
        width = int(_column(state, f"width/{name}", np.int64)[0])
    newest = array("d", _column(state, f"steps/{name}", np.float64).tobytes())
    return Column(newest, past, width)


def _column(state: State, name: str, kind: type[np.generic]) -> NDArray[Any]:
    column = state[name]
    if column.dtype != kind or column.ndim != 1:
        raise ValueError(f"'{name}' is no column of {kind.__name__}")
    return column
