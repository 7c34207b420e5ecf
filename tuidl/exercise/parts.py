"""Parts of a training whose arithmetic a learner wrote: a loss, an optimiser, a schedule."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from tuidl import nn
from tuidl.kernels import written
from tuidl.language import tr
from tuidl.nn.optimizer import Optimizer, Part
from tuidl.program import Builder

MOMENTS = {nn.SGD: 1, nn.Adagrad: 1, nn.RMSprop: 1, nn.Adam: 2, nn.AdamW: 2}  # of an optimiser's weight


@dataclass(frozen=True)
class OwnLoss(nn.Loss):
    """A written loss of softmax outputs: p and L from scores z and label y. Gradient: (p − one-hot) / rows."""

    name: ClassVar[str] = "cross_entropy"
    final, integer_targets = nn.Softmax, True
    operands: ClassVar[tuple[str, str, str]] = ("logits", "labels", "dlogits")
    operation: str = ""  # type: ignore[misc]


@dataclass
class OwnOptimizer(Optimizer):
    """A written update of every weight, with so many moments."""

    operation: str = field(default="", kw_only=True)
    moments: int = field(default=0, kw_only=True)

    def update(self, emit: Builder, part: Part) -> None:
        """See Optimizer."""
        kept = dict(zip(written.MOMENTS, part.moments[: self.moments], strict=False))
        emit(self.operation, value=part.value, grad=part.grad, rate=part.rate, **kept)


@dataclass(frozen=True)
class OwnSchedule(nn.Schedule):
    """A written schedule: f(t, steps) for a run of so many steps. What it cannot answer is NaN."""

    function: Callable[..., Any]
    length: int

    def factors(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        """See Schedule."""
        return np.array([self._factor(int(step)) for step in steps], np.float64)

    def _factor(self, step: int) -> float:
        try:
            return float(self.function(step, self.length))
        except Exception:
            return float("nan")


def loss(function: Callable[..., Any], text: str, given: nn.Loss, device: str) -> nn.Loss:
    """The function in place of a loss. ValueError if it cannot stand there."""
    if given != nn.CrossEntropy():
        raise ValueError(
            tr(
                "'{name}' stands for cross-entropy without settings, but the loss is {given_name}",
                name=function.__name__,
                given_name=given.name,
            )
        )
    count = function.__code__.co_argcount
    if count != 2:
        raise ValueError(
            tr(
                "'{name}' must take the scores and the label, not {count} arguments",
                name=function.__name__,
                count=count,
            )
        )
    return OwnLoss(written.install_loss(function, text, device))


def optimizer(function: Callable[..., Any], text: str, given: Optimizer, device: str) -> Optimizer:
    """The function in place of an optimiser's update. ValueError if it cannot stand there."""
    moments, counts = MOMENTS[type(given)], isinstance(given, nn.Adam)
    if isinstance(given, nn.SGD) and not given.momentum:
        moments = 0
    wanted = 3 + moments + counts
    if function.__code__.co_argcount != wanted:
        named = "w, g, " + "".join(f"{each}, " for each in written.MOMENTS[:moments]) + ("t, " if counts else "")
        raise ValueError(
            tr(
                "'{name}' must take {wanted} numbers here: {named}rate",
                name=function.__name__,
                wanted=wanted,
                named=named,
            )
        )
    shared = {name: getattr(given, name) for name in ("clip", "clip_value", "weight_clip", "schedule", "average")}
    operation = written.install_update(function, text, moments, counts, device)
    return OwnOptimizer(given.rate, operation=operation, moments=moments, **shared)


def schedule(function: Callable[..., Any], steps: int, device: str) -> OwnSchedule:
    """The function as the schedule of a run of so many steps. ValueError if it cannot be one."""
    count = function.__code__.co_argcount
    if count != 2:
        raise ValueError(
            tr(
                "'{name}' must take the step and the number of steps, not {count} arguments",
                name=function.__name__,
                count=count,
            )
        )
    if device != "reference":
        from tuidl.kernels.cpu.strict import dispatcher

        function = dispatcher(function)
    return OwnSchedule(function, steps)
