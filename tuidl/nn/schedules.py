"""Schedules: how the learning rate changes while training goes on.

The rate of step t is the base rate (``Model.rate``, which may be turned at any time) times the schedule's factor.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr
from tuidl.nn.monitor import INFINITE, checked_patience, lesser

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Schedule:
    """rate of step t = base rate · f(t), t counted from 0."""

    def factors(self, steps: Values) -> Values:
        """f of each step."""
        raise NotImplementedError

    @property
    def plateau(self) -> "Plateau | None":
        """The part of it that looks at evaluations; most have none."""
        return None


@dataclass(frozen=True)
class Steady(Schedule):
    """f(t) = 1."""

    def factors(self, steps: Values) -> Values:
        """See Schedule."""
        return np.ones_like(steps)


@dataclass(frozen=True)
class StepDecay(Schedule):
    """f(t) = γ^⌊t / every⌋, γ = ``factor``: the rate falls at once, and stays for a while (He et al. 2016)."""

    every: float
    factor: float = 0.1

    def __post_init__(self) -> None:
        above("every", self.every)
        above("factor", self.factor)

    def factors(self, steps: Values) -> Values:
        """See Schedule."""
        return np.asarray(self.factor ** np.floor(steps / self.every))


@dataclass(frozen=True)
class Exponential(Schedule):
    """f(t) = γ^(t / every), γ = ``factor``: the same share less with every step (Senior et al. 2013)."""

    every: float = 1
    factor: float = 0.95

    def __post_init__(self) -> None:
        above("every", self.every)
        above("factor", self.factor)

    def factors(self, steps: Values) -> Values:
        """See Schedule."""
        return np.asarray(self.factor ** (steps / self.every))


@dataclass(frozen=True)
class Cosine(Schedule):
    """f(t) = floor + ½ (1 − floor) (1 + cos(π u / T)), from 1 down to ``floor`` in T = ``steps`` steps; then floor.

    u = t; with ``restarts`` u begins again at 0 after T steps, and each round is ``growth`` times as long as the one
    before (Loshchilov & Hutter 2017).
    """

    steps: float
    floor: float = 0.0
    restarts: bool = False
    growth: float = 1.0

    def __post_init__(self) -> None:
        above("steps", self.steps)
        if not 0 <= self.floor <= 1:
            raise ValueError(tr("floor is a share of the rate, from 0 to 1, not {floor}", floor=self.floor))
        if not 1 <= self.growth < INFINITE:
            raise ValueError(tr("growth must be a number from 1 up, not {growth}", growth=self.growth))

    def factors(self, steps: Values) -> Values:
        """See Schedule."""
        begun, length = np.zeros_like(steps), np.full_like(steps, self.steps)
        if not self.restarts:
            begun = np.maximum(steps - length, 0)
        elif self.growth == 1:
            begun = np.floor(steps / length) * length
        else:
            while (over := steps - begun >= length).any():
                begun, length = begun + over * length, np.where(over, length * self.growth, length)
        return np.asarray(self.floor + (1 - self.floor) / 2 * (1 + np.cos(np.pi * (steps - begun) / length)))


@dataclass(frozen=True)
class Plateau(Schedule):
    """f is multiplied by ``factor`` when a value has not improved for ``patience`` evaluations, never below ``least``
    (by hand in Krizhevsky et al. 2012).

    An evaluation improves if it is better than the best by more than ``min_delta``. After a fall ``cooldown``
    evaluations do not count. ``value``: what is looked at; left out, the validation loss, else the loss. An evaluation
    is an epoch of ``Model.fit``, and in a lesson each that ``evaluate_every`` makes.
    """

    factor: float = 0.1
    patience: int = 10
    min_delta: float = 1e-4
    cooldown: int = 0
    least: float = 0.0
    value: str = ""

    def __post_init__(self) -> None:
        checked_patience(self.patience, self.min_delta)
        if not 0 < self.factor < 1:
            raise ValueError(tr("a plateau's factor must be between 0 and 1, not {factor}", factor=self.factor))
        if self.cooldown < 0:
            raise ValueError(tr("cooldown must be a number from 0 up, not {cooldown}", cooldown=self.cooldown))

    begin = (1.0, INFINITE, 0.0, 0.0)  # factor, best value, evaluations waited, evaluations left that do not count

    def factors(self, steps: Values) -> Values:
        """See Schedule; the factor reached stands in the tensor ``optimizer.plateau``."""
        return np.ones_like(steps)

    @property
    def plateau(self) -> "Plateau | None":
        """See Schedule."""
        return self

    def after(self, state: NDArray[Any], values: dict[str, float]) -> NDArray[np.float64]:
        """The state after an evaluation."""
        factor, best, waited, resting = (float(number) for number in state)
        now = lesser(values, self.value)
        if now < best - self.min_delta:
            best, waited = now, 0.0
        elif not resting:
            waited += 1
        resting = max(resting - 1, 0.0)
        if waited >= self.patience:
            factor, waited, resting = max(factor * self.factor, self.least), 0.0, float(self.cooldown)
        return np.array([factor, best, waited, resting])


@dataclass(frozen=True)
class Warmup(Schedule):
    """f(t) = (t + 1) / steps in the first ``steps`` steps, then that of ``then``, whose t begins there at 0.

    Large first steps on weights that are still random do harm (Goyal et al. 2017).
    """

    steps: int
    then: Schedule = Steady()

    def __post_init__(self) -> None:
        above("steps", self.steps)

    def factors(self, steps: Values) -> Values:
        """See Schedule."""
        later = self.then.factors(np.maximum(steps - self.steps, 0))
        return np.where(steps < self.steps, (steps + 1) / self.steps, later)

    @property
    def plateau(self) -> "Plateau | None":
        """See Schedule."""
        return self.then.plateau


SCHEDULES: dict[str, type[Schedule]] = {
    kind.__name__: kind for kind in (Steady, StepDecay, Exponential, Cosine, Plateau, Warmup)
}


def above(name: str, value: float) -> None:
    """ValueError unless it is a number above 0."""
    if not 0 < value < INFINITE:
        raise ValueError(tr("{name} must be a number above 0, not {value}", name=name, value=value))


def written(schedule: Schedule) -> dict[str, Any]:
    """A schedule as JSON."""
    inside = {f.name: written(v) for f in fields(schedule) if isinstance(v := getattr(schedule, f.name), Schedule)}
    return {"kind": type(schedule).__name__, **asdict(schedule), **inside}


def read(given: dict[str, Any]) -> Schedule:
    """A schedule from what ``written`` gave; LookupError, TypeError or ValueError if it was something else."""
    settings = {k: read(v) if isinstance(v, dict) else v for k, v in given.items() if k != "kind"}
    return SCHEDULES[given["kind"]](**settings)
