"""What an executor is: something that carries out programs over an arena."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tuidl.program import Layout, Program, Tensor

Array = NDArray[Any]
Progress = Callable[[str, int, int, float], None]  # kernel name, number, of how many, seconds it took


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

    def read(self, tensor: Tensor) -> Array:
        """A copy of a tensor's values, without padding."""
        ...

    def write(self, tensor: Tensor, value: Array) -> None:
        """Set a tensor's values."""
        ...


__all__ = ["Array", "Executor", "Layout", "Program", "Progress", "Tensor"]
