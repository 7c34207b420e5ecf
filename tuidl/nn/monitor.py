"""Monitor: whether evaluations still get better, and for how long they have not."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuidl.language import later, tr, trn

INFINITE = float("inf")
RISING = ("accuracy", "val_accuracy", "test_accuracy")  # the larger, the better


def watched(values: Mapping[str, float], name: str = "") -> str:
    """The name of the value looked at; without one the validation loss, else the loss. ValueError if missing."""
    chosen = name or ("val_loss" if "val_loss" in values else "loss")
    if chosen not in values:
        raise ValueError(
            tr("there is no value '{chosen}' to look at; there are {values}", chosen=chosen, values=", ".join(values))
        )
    return chosen


def lesser(values: Mapping[str, float], name: str = "") -> float:
    """The value looked at as a number that training is to make small: of an accuracy the negative."""
    chosen = watched(values, name)
    return -values[chosen] if chosen in RISING else values[chosen]


def checked_patience(patience: int, min_delta: float) -> None:
    """ValueError unless they are a whole number from 1 up and a number from 0 up."""
    if patience < 1 or patience != int(patience):
        raise ValueError(tr("patience must be a whole number from 1 up, not {patience}", patience=patience))
    if not 0 <= min_delta < INFINITE:
        raise ValueError(tr("min_delta must be a number from 0 up, not {min_delta}", min_delta=min_delta))


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when a value has not improved by more than ``min_delta`` for ``patience`` evaluations (Prechelt 1998).

    The weights of the best evaluation come back. ``value``: what is looked at; left out, the validation loss, else the
    loss. An evaluation is an epoch of ``Model.fit``, and in a lesson each that ``evaluate_every`` makes.
    """

    patience: int = 5
    min_delta: float = 0.0
    value: str = ""

    def __post_init__(self) -> None:
        checked_patience(self.patience, self.min_delta)


@dataclass
class Monitor:
    """What early stopping has seen so far."""

    stopping: EarlyStopping
    best: float = INFINITE  # as ``lesser`` says it
    step: int = 0  # where that was
    waited: int = 0  # evaluations since

    def see(self, step: int, values: Mapping[str, float]) -> bool:
        """Take an evaluation in; whether it is the best so far."""
        now = lesser(values, self.stopping.value)
        if now < self.best - self.stopping.min_delta:
            self.best, self.step, self.waited = now, step, 0
            return True
        self.waited += 1
        return False

    @property
    def over(self) -> bool:
        """Whether it is time to stop."""
        return self.waited >= self.stopping.patience

    def sentence(self, step: int, values: Mapping[str, float]) -> str:
        """Why it stops, for a person."""
        name, patience, least = watched(values, self.stopping.value), self.stopping.patience, self.stopping.min_delta
        best = -self.best if name in RISING else self.best
        times = trn("{n} evaluation", "{n} evaluations", patience)
        told = later(
            "Stopped early at step {step}: {name} no better for {times} since step {since} ({best:.4g}); "
            "those weights are back."
        )
        if least:
            told = later(
                "Stopped early at step {step}: {name} no better by {least:g} for {times} "
                "since step {since} ({best:.4g}); those weights are back."
            )
        return tr(told, step=step, name=name, least=least, times=times, since=self.step, best=best)
