"""Which examples come when: one seeded shuffle per epoch, joined to an endless list."""

import numpy as np
from numpy.typing import NDArray

WORD = (1 << 64) - 1


def shuffled(n: int, seed: int, epoch: int) -> NDArray[np.int32]:
    """The order of epoch ``epoch``: places 0 to n − 1, sorted by raw random words (the same for every NumPy)."""
    words = np.random.Philox(key=np.array([seed & WORD, epoch & WORD], np.uint64)).random_raw(n)
    return np.argsort(words, kind="stable").astype(np.int32)


class Sampler:
    """Batches by number of examples seen: the position is its whole state."""

    def __init__(self, n: int, seed: int, shuffle: bool = True) -> None:
        self._n, self._seed, self._shuffle = n, seed, shuffle
        self._orders: dict[int, NDArray[np.int32]] = {}
        self.position = 0  # examples seen

    @property
    def epoch(self) -> int:
        """The epoch that the last example seen belongs to; 1 before the first."""
        return 1 + max(self.position - 1, 0) // self._n

    def _order(self, epoch: int) -> NDArray[np.int32]:
        if not self._shuffle:
            return np.arange(self._n, dtype=np.int32)
        if epoch not in self._orders:
            self._orders = {e: order for e, order in self._orders.items() if e == epoch - 1}
            self._orders[epoch] = shuffled(self._n, self._seed, epoch)
        return self._orders[epoch]

    def take(self, steps: int, batch: int) -> NDArray[np.int32]:
        """Places of the next examples, (steps, batch). A batch may begin in one epoch and end in the next."""
        if batch >= self._n:  # all of them: the order does not matter
            self.position += steps * self._n
            return np.tile(np.arange(self._n, dtype=np.int32), (steps, 1))
        first, last = self.position, self.position + steps * batch
        parts = []
        while first < last:
            epoch, place = divmod(first, self._n)
            end = min(self._n, place + last - first)
            parts.append(self._order(epoch)[place:end])
            first += end - place
        self.position = last
        return np.concatenate(parts).reshape(steps, batch)

    def ahead(self, batch: int) -> NDArray[np.int32]:
        """Places of the examples of the next step, which are not taken yet."""
        before = self.position
        found = self.take(1, batch).reshape(-1)
        self.position = before
        return found
