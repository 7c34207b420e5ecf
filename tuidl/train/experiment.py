"""Experiment: something that trains, seen from the loop. ``supervised`` is one; a race, a sweep, a game are others."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from numpy.typing import NDArray

from tuidl.commands import Inspect, KnobValue, Sketch
from tuidl.events import LayerInfo, Probed, Values
from tuidl.kernels import Progress
from tuidl.signals import Signal
from tuidl.train.doctor.case import Case

State = Mapping[str, NDArray[Any]]
Way = Iterable[tuple[int, State]]  # complete states at some steps of the run, in order


class Experiment(Protocol):
    """All that the loop needs to know of what it trains."""

    @property
    def step(self) -> int:
        """Training steps done."""
        ...

    @property
    def epoch(self) -> int:
        """1 is the first."""
        ...

    @property
    def rate(self) -> float:
        """The learning rate in force."""
        ...

    @property
    def parameters(self) -> int:
        """How many numbers it learns."""
        ...

    @property
    def bytes(self) -> int:
        """The memory its numbers take."""
        ...

    @property
    def device(self) -> str:
        """Where it runs."""
        ...

    @property
    def unit(self) -> str:
        """What the loss is measured in."""
        ...

    @property
    def threads(self) -> int:
        """How many threads train."""
        ...

    def layers(self) -> tuple[LayerInfo, ...]:
        """One row per layer."""
        ...

    def compile(self, progress: Progress) -> None:
        """Make everything ready that the first step needs."""
        ...

    def train(self, steps: int) -> dict[str, NDArray[Any]]:
        """That many optimisation steps; for each value one number a step."""
        ...

    def evaluate(self) -> Values:
        """All named values now, over whole sets."""
        ...

    def examine(self) -> Case | None:
        """What the run doctor looks at; None where there is nothing to examine."""
        ...

    def excuse(self) -> str:
        """Why the loss is no number, as far as that is known; empty otherwise."""
        ...

    @property
    def looks(self) -> bool:
        """Whether training depends on the evaluations of the rhythm."""
        ...

    def look(self, values: Values) -> str:
        """See an evaluation of the rhythm, if it ``looks``: why training shall stop, or an empty text."""
        ...

    @property
    def stopped(self) -> bool:
        """Whether early stopping has ended it."""
        ...

    def turn(self, name: str, value: KnobValue) -> None:
        """A live knob has a new value."""
        ...

    def assign(self, place: str, value: float) -> None:
        """A number of the network, as ``h1.weight[0,2]``, has a new value. UsageError if there is none there."""
        ...

    def read_knobs(self) -> dict[str, float]:
        """The knobs that *are* numbers of the network, as training left them."""
        ...

    def choose(self, panel: str, value: tuple[float, ...]) -> None:
        """What a panel shall look at."""
        ...

    def watch(self, panels: tuple[str, ...], way: Way = ()) -> None:
        """The panels that will be asked for, so that what they need is noted from now on; ``way``: what is known of the
        way here."""
        ...

    def probe(self, panel: str, columns: int, rows: int) -> Signal | None:
        """A picture for a panel; None where there is nothing to see."""
        ...

    def inspect(self, asked: Inspect) -> list[Probed]:
        """The next training step on one example, taken apart; or one number of the step that was taken apart last."""
        ...

    def sketch(self, asked: Sketch) -> Probed:
        """What it says of a drawn image. UsageError where it reads no images."""
        ...

    def weights(self) -> dict[str, NDArray[Any]]:
        """What has been learnt, by name (``h1.weight``)."""
        ...

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that a bit-identical continuation needs."""
        ...

    def restore(self, state: State) -> None:
        """Continue from there. CheckpointError if the state is of another network."""
        ...
