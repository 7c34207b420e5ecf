"""Case: what the doctor sees of a run; Finding: what a detector says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from tuidl.data import DataSet
from tuidl.events import Tries, Values
from tuidl.kernels import Array

LOOKED_AT = 256  # examples: enough to tell, and little beside an evaluation
LEARNING = 0.7  # of the first loss that is left, below which a run goes well


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint. ``panel``: where it can be seen; ``advice``, ``tries`` and ``symptom`` as in ``Diagnosis``."""

    kind: str
    severity: Literal["note", "warn", "bad"]
    text: str
    symptom: str
    panel: str = ""
    advice: str = ""
    tries: Tries = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer at this moment. ``outputs`` has one row per example (and moment), one column per unit."""

    name: str
    kind: str
    activation: str
    last: bool
    outputs: Array | None
    weight: Array | None
    gradient: Array | None  # of the weights, of the mean loss over the examples looked at


@dataclass(slots=True)
class Case:
    """A run after ``step`` of ``steps`` steps."""

    step: int
    steps: int
    rate: float
    data: DataSet
    layers: tuple[Layer, ...]
    answers: Array | None  # class numbers the network gives the examples looked at; None where it names no class
    losses: Sequence[float] = ()  # of every step so far, on its own batch
    evaluations: list[tuple[int, int, Values]] = field(default_factory=list)  # step, epoch, values
    before: "Case | None" = None  # the visit before this one

    def remembered(self) -> "Case":
        """What the next visit looks at again: the weights and the answers."""
        layers = tuple(replace(layer, outputs=None, gradient=None) for layer in self.layers)
        return replace(self, layers=layers, losses=(), evaluations=[], before=None)

    def rates(self, times: float) -> tuple[str, float]:
        """So many times the rate, as something to try: a number as people write it."""
        return "rate", float(f"{self.rate * times:g}")

    @property
    def weighted(self) -> tuple[Layer, ...]:
        """The layers that learn, in the order of the network."""
        return tuple(layer for layer in self.layers if layer.weight is not None and layer.gradient is not None)
