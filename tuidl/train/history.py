"""History: what a run has said so far, so that a saved one can be drawn again from its beginning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.events import Evaluated, StepsEnded, Values

TOGETHER = 2000  # steps told at once

State = Mapping[str, NDArray[Any]]


@dataclass
class History:
    """One number per training step for each value, and every evaluation."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    evaluations: list[tuple[int, int, Values]] = field(default_factory=list)  # step, epoch, values

    def trained(self, values: Mapping[str, tuple[float, ...]]) -> None:
        """Training steps have ended."""
        for name, numbers in values.items():
            self.steps.setdefault(name, []).extend(numbers)

    def evaluated(self, step: int, epoch: int, values: Values) -> None:
        """An evaluation; one at the same step is replaced."""
        if self.evaluations and self.evaluations[-1][0] == step:
            self.evaluations.pop()
        self.evaluations.append((step, epoch, values))

    def cut(self, step: int) -> None:
        """Forget everything after a step."""
        for numbers in self.steps.values():
            del numbers[step:]
        self.evaluations = [entry for entry in self.evaluations if entry[0] <= step]

    def events(self) -> Iterator[StepsEnded | Evaluated]:
        """All of it once more, in order, without times."""
        first, epoch = 0, 1
        for step, epoch, values in self.evaluations:
            yield from self._told(first, step, epoch)
            first = max(first, step)
            yield Evaluated(step, epoch, values, {})
        yield from self._told(first, max(map(len, self.steps.values()), default=0), epoch)

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
        steps, epochs = state["evaluations/step"], state["evaluations/epoch"]
        if len(steps) != len(epochs):
            raise ValueError("evaluations of different length")
        prefix = "evaluations/values/"
        columns = {name.removeprefix(prefix): state[name] for name in state if name.startswith(prefix)}
        if any(len(column) != len(steps) for column in columns.values()):
            raise ValueError("evaluations of different length")
        evaluations = []
        for place, (step, epoch) in enumerate(zip(steps.tolist(), epochs.tolist(), strict=True)):
            values = {
                name: float(column[place])
                for name, column in columns.items()
                if f"evaluations/there/{name}" not in state or bool(state[f"evaluations/there/{name}"][place])
            }
            evaluations.append((int(step), int(epoch), values))
        prefix = "steps/"
        trained = {n.removeprefix(prefix): state[n].astype(float).tolist() for n in state if n.startswith(prefix)}
        return cls(trained, evaluations)
