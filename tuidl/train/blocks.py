"""Blocks: states laid side by side in memory that is used again, so that many that come and go leave no holes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.train.experiment import State

ALIGNED = 64  # bytes


class Blocks:
    """Hands out copies of states, each in one block; what is given back serves the next one of that kind."""

    def __init__(self) -> None:
        self._spare: list[State] = []

    def copied(self, state: State) -> State:
        """A copy of a state."""
        if self._spare and not _alike(self._spare[-1], state):
            self._spare = []  # states have become of another kind: those will hardly come again
        copy = self._spare.pop() if self._spare else _laid_out(state)
        for name, array in state.items():
            copy[name][...] = array
        return copy

    def give_back(self, copy: State) -> None:
        """Nobody reads that copy any more."""
        if not self._spare or _alike(self._spare[-1], copy):
            self._spare.append(copy)


def _alike(one: State, other: State) -> bool:
    return one.keys() == other.keys() and all(
        one[name].shape == array.shape and one[name].dtype == array.dtype for name, array in other.items()
    )


def _laid_out(state: State) -> dict[str, NDArray[Any]]:
    """Arrays of the same kind, side by side in one block."""
    ends = np.cumsum([0, *(-(-array.nbytes // ALIGNED) * ALIGNED for array in state.values())])
    block = np.empty(ends[-1], np.uint8)
    return {
        name: block[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
        for (name, array), start in zip(state.items(), ends, strict=False)
    }
