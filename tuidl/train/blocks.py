"""Blocks: states laid side by side in memory that is used again, so that many that come and go leave no holes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.train.experiment import State

ALIGNED = 64  # bytes


class Blocks:
    """Hands out copies of states; what is given back serves the next one of that size."""

    def __init__(self) -> None:
        self._spare: list[NDArray[np.uint8]] = []

    def copied(self, state: State) -> tuple[State, NDArray[np.uint8]]:
        """A copy of a state, and the block that it lies in."""
        ends = np.cumsum([-(-array.nbytes // ALIGNED) * ALIGNED for array in state.values()])
        size = int(ends[-1]) if len(ends) else 0
        if self._spare and self._spare[-1].nbytes != size:
            self._spare = []  # states have become another size: those will hardly come again
        block = self._spare.pop() if self._spare else np.empty(size, np.uint8)
        found: dict[str, NDArray[Any]] = {}
        for (name, array), start in zip(state.items(), [0, *ends], strict=False):
            place = block[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
            place[...] = array
            found[name] = place
        return found, block

    def give_back(self, block: NDArray[np.uint8]) -> None:
        """Nobody reads what lies in the block any more."""
        if not self._spare or self._spare[-1].nbytes == block.nbytes:
            self._spare.append(block)
