"""Trainable: what may be changed while a model is trained: its rate, what is trained, what is averaged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr
from tuidl.nn.groups import Group
from tuidl.nn.optimizer import Optimizer, checked
from tuidl.nn.schedules import Schedule
from tuidl.nn.state import Stateful

Array = NDArray[Any]


class Trainable(Stateful):
    """The part of a ``Model`` that says how its parameters are trained."""

    optimizer: Optimizer
    _groups: tuple[Group, ...]

    def _rebuild(self) -> None:
        """Build the programs anew and keep everything that has a place in them."""
        raise NotImplementedError

    # ---- the rate ---------------------------------------------------------------------------------------------------

    @property
    def rate(self) -> float:
        """The learning rate, which a schedule multiplies; can be set at any time."""
        return float(self.read("optimizer.rate")[0])

    @rate.setter
    def rate(self, rate: float) -> None:
        self.write("optimizer.rate", np.array([checked(rate)]))

    @property
    def rate_now(self) -> float:
        """The learning rate of the next step: ``rate`` times the schedule's factor."""
        return float(self.read("optimizer.rate")[0] * self._factors(1)[0, 0])

    def _factors(self, count: int) -> Array:
        """The schedule's factor for each of the next steps, (count, 1)."""
        schedule, made = self.schedule, np.ones(count)
        if schedule is not None:
            made = schedule.factors(np.arange(self.step, self.step + count, dtype=np.float64))
            if schedule.plateau is not None:
                made = made * self.read("optimizer.plateau")[0]
        return np.ascontiguousarray(made[:, None], self._executor.dtype)

    @property
    def schedule(self) -> Schedule | None:
        """How the learning rate changes; can be set at any time."""
        return self.optimizer.schedule

    @schedule.setter
    def schedule(self, schedule: Schedule | None) -> None:
        self.optimizer = replace(self.optimizer, schedule=schedule)
        self._rebuild()

    def react(self, values: Mapping[str, float]) -> None:
        """Let the schedule see an evaluation: one that waits for a plateau counts it. ``fit`` does so by itself."""
        plateau = self.schedule.plateau if self.schedule is not None else None
        if plateau is not None:
            self.write("optimizer.plateau", plateau.after(self.read("optimizer.plateau"), dict(values)))

    # ---- what is trained --------------------------------------------------------------------------------------------

    @property
    def groups(self) -> tuple[Group, ...]:
        """Parameters that are trained in their own way; can be set at any time. ValueError for one that names none.

        Parameters that are trained again begin with moments of zero.
        """
        return self._groups

    @groups.setter
    def groups(self, groups: Sequence[Group]) -> None:
        before, self._groups = self._groups, tuple(groups)
        try:
            self._rebuild()
        except ValueError:
            self._groups = before
            raise

    def freeze(self, names: str) -> None:
        """Train the parameters of these names no more: ``"dense_1"``, ``"conv*"``, ``"*.bias"``."""
        self.groups = (*self._groups, Group(names, frozen=True))

    def unfreeze(self, names: str = "*") -> None:
        """Train the parameters of these names again."""
        self.groups = (*self._groups, Group(names, frozen=False))

    def trains(self, parameter: str) -> bool:
        """Whether the parameter of this name is trained. KeyError if there is none."""
        layout = self._programs.layout
        return layout.trains(layout.persistent[parameter])

    @property
    def parameters(self) -> int:
        """Number of parameters, frozen ones too."""
        return sum(tensor.size for tensor in self._programs.layout.persistent.values() if tensor.role == "param")

    @property
    def bytes(self) -> int:
        """The memory of all tensors, those that its programs work with too."""
        return self._programs.layout.end * np.dtype(self._executor.dtype).itemsize

    @property
    def trained(self) -> int:
        """Number of parameters that are trained."""
        layout = self._programs.layout
        return sum(t.size for t in layout.persistent.values() if t.role == "param" and layout.trains(t))

    @property
    def penalty(self) -> float:
        """λ₁ Σ |w| + ½ λ₂ Σ w² over the parameters whose groups say so; the loss is without it."""
        total, layout = 0.0, self._programs.layout
        for name, tensor in layout.persistent.items():
            regime = self._programs.groups.regime(name)
            if tensor.role == "param" and layout.trains(tensor) and (regime.l1 or regime.l2):
                values = self.read(name).astype(np.float64)
                total += regime.l1 * float(np.abs(values).sum()) + regime.l2 / 2 * float(np.square(values).sum())
        return total

    @property
    def averaged(self) -> bool:
        """Whether evaluations use the running average of the parameters; can be set where there is one."""
        return self._programs.averaged

    @averaged.setter
    def averaged(self, averaged: bool) -> None:
        if averaged and not self._programs.layout.averaged:
            raise ValueError(tr("no average is kept; give the optimiser one, as in nn.Adam(average=0.99)"))
        self._programs.averaged = averaged
