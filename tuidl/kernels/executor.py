"""What an executor is: something that carries out programs over an arena."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tuidl.program import Layout, Program, Tensor

Array = NDArray[Any]
Progress = Callable[[str, int, int, float], None]  # kernel name, number, of how many, seconds it took


@dataclass(frozen=True, slots=True)
class Timed:
    """A kernel call of a program: the tensor it writes, its multiplications (0 if not counted), seconds it took."""

    kernel: str
    target: str
    work: int
    seconds: float


class Executor(Protocol):
    """Runs programs of one layout. All executors do the same arithmetic, each in its own way."""

    name: str
    threads: int
    dtype: type[np.floating[Any]]

    def open(self, program: Program) -> None:
        """Make room for a program's tensors and prepare its instructions."""
        ...

    def compile(self, programs: "list[Program]", progress: Progress | None = None) -> None:
        """Compile or load the kernels these programs need."""
        ...

    def run(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> None:
        """Carry out ``steps`` steps, the first of which is number ``first``.

        ``data`` are the arrays outside the arena. Arrays with one entry a step begin with that of step ``first``.
        """
        ...

    def work(self, program: Program) -> int:
        """Multiplications that matrix products and convolutions carry out in a step; 0 if they are not counted."""
        ...

    def profile(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> list[Timed]:
        """As ``run``, telling what each call took at least. DeviceError from executors that cannot."""
        ...

    def read(self, tensor: Tensor) -> Array:
        """A copy of a tensor's values, without padding."""
        ...

    def write(self, tensor: Tensor, value: Array) -> None:
        """Set a tensor's values."""
        ...


__all__ = ["Array", "Executor", "Layout", "Program", "Progress", "Tensor", "Timed"]
