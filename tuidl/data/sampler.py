"""Sampler: which examples each training step takes."""

from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tuidl.data.dataset import Ints
from tuidl.data.streams import stream


@lru_cache(maxsize=8)
def _permutation(n: int, seed: int, epoch: int) -> NDArray[np.int32]:
    order = stream(seed, "sampler", epoch).permutation(n).astype(np.int32)
    order.flags.writeable = False
    return order


class Sampler:
    """An endless row of examples 0 to n - 1: a new order each epoch, cut into batches.

    The order of an epoch follows from (seed, epoch) alone, so any step can be asked for without the ones before. A
    batch may lie across the end of an epoch. ``batch`` "all", or n and more, takes every example in order each step.
    Steps and epochs count from 1, as in events; step 0 is the net before training.
    """

    def __init__(self, n: int, batch: int | Literal["all"], seed: int) -> None:
        if n < 1 or (batch != "all" and batch < 1):
            raise ValueError(f"cannot draw batches of {batch} from {n} examples")
        self.n = n
        self.seed = seed
        self.batch = n if batch == "all" else min(batch, n)

    def indices(self, first: int, steps: int) -> Ints:
        """Examples of steps ``first``, ``first + 1``, ...: int32 (steps, batch), C-contiguous."""
        if first < 1 or steps < 0:
            raise ValueError(f"steps count from 1; asked for {steps} from {first}")
        if self.batch == self.n:
            return np.tile(np.arange(self.n, dtype=np.int32), (steps, 1))
        out = np.empty(steps * self.batch, dtype=np.int32)
        epoch, place = divmod((first - 1) * self.batch, self.n)
        filled = 0
        while filled < len(out):
            part = _permutation(self.n, self.seed, epoch)[place : place + len(out) - filled]
            out[filled : filled + len(part)] = part
            filled += len(part)
            epoch, place = epoch + 1, 0
        return out.reshape(steps, self.batch)

    def epoch_of(self, step: int) -> int:
        """The epoch to which the last example of a step belongs: 1 is the first, 0 stands for step 0."""
        return -(-step * self.batch // self.n)

    def steps_in(self, epochs: float) -> int:
        """Steps after which every example was taken ``epochs`` times, rounded up."""
        return int(np.ceil(epochs * self.n / self.batch - 1e-9))
