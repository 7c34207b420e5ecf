"""What training asks of a network: the part of ``nn.Model`` that loop, probes and saved runs rely on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Progress = Callable[[str, int, int, float], None]  # kernel, its number, how many, seconds


class Row(Protocol):
    """A layer as the program sees it."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def kind(self) -> str:
        """Its type."""
        ...

    @property
    def output(self) -> tuple[int, ...]:
        """Output shape without the batch."""
        ...

    @property
    def parameters(self) -> int:
        """How many numbers it learns."""
        ...


class Net(Protocol):
    """A network with its loss and optimiser."""

    rate: float

    @property
    def device(self) -> str:
        """Where it runs."""
        ...

    @property
    def threads(self) -> int:
        """How many threads train."""
        ...

    @property
    def output_shape(self) -> tuple[int, ...]:
        """The shape of one prediction."""
        ...

    @property
    def step(self) -> int:
        """Optimisation steps done."""
        ...

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        ...

    @property
    def layers(self) -> Sequence[Row]:
        """One row per layer."""
        ...

    def train(self, x: Array, y: Array, indices: NDArray[np.int32]) -> Mapping[str, Array]:
        """One step per row of ``indices``; ``loss`` and ``accuracy`` of each step."""
        ...

    def evaluate(self, x: Array, y: Array) -> Mapping[str, float]:
        """``loss`` and ``accuracy`` over all examples."""
        ...

    def predict(self, x: Array) -> Array:
        """Outputs after softmax or sigmoid."""
        ...

    def observe(self, x: Array, names: Sequence[str]) -> Mapping[str, Array]:
        """Tensors of an evaluation pass, batch first."""
        ...

    def gradients(self, x: Array, y: Array) -> Mapping[str, Array]:
        """Gradient of the mean loss for every parameter; nothing changes."""
        ...

    def read(self, name: str) -> Array:
        """A copy of a tensor."""
        ...

    def write(self, name: str, value: Array) -> None:
        """Overwrite a parameter."""
        ...

    def tensors(self) -> Mapping[str, tuple[int, ...]]:
        """Names and shapes of what may be read."""
        ...

    def state(self) -> Mapping[str, Array]:
        """Everything that a bit-identical continuation needs."""
        ...

    def restore(self, state: Mapping[str, Array]) -> None:
        """Continue from there."""
        ...

    def compile(self, batch: int = 32, examples: int = 256, progress: Progress | None = None) -> None:
        """Compile or load the kernels it needs."""
        ...
