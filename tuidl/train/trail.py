"""Trail: where a run went in weight space, in bounded memory."""

from collections.abc import Callable

import numpy as np

from tuidl.kernels import Array
from tuidl.nn import Model

MOST, FEWEST = 128, 8  # places kept
NUMBERS = 1_000_000  # kept in all: 4 MB


class Trail:
    """Weights at some steps, the first and the newest among them; when it is full, every other one goes."""

    def __init__(self, net: Model) -> None:
        tensors = net.tensors()
        self.names = tuple(name for name in tensors if f"{name}.grad" in tensors)
        self.shapes = tuple(tensors[name] for name in self.names)
        self.steps: list[int] = []
        self._most = max(FEWEST, min(MOST, NUMBERS // max(net.parameters, 1)))
        self._size = sum(int(np.prod(shape, dtype=np.int64)) for shape in self.shapes)
        self._places = np.empty((self._most, self._size), np.float32)

    def __len__(self) -> int:
        return len(self.steps)

    def offer(self, step: int, read: Callable[[str], Array]) -> None:
        """The run stands at ``step``; ``read`` gives its parameters. Steps at and after it are forgotten."""
        self.cut(step)
        if len(self.steps) >= self._most:
            last = len(self.steps) - 1
            kept = [place for place in range(len(self.steps)) if place % 2 == 0 or place == last]
            self.steps = [self.steps[place] for place in kept]
            for place, old in enumerate(kept):
                self._places[place] = self._places[old]
        for name, part in self.parts(self._places[len(self.steps)]):
            part[...] = read(name)
        self.steps.append(step)

    def cut(self, step: int) -> None:
        """Forget what came at ``step`` and after it."""
        while self.steps and self.steps[-1] >= step:
            self.steps.pop()

    @property
    def places(self) -> Array:
        """(places, parameters): one row for each step, good until the next offer."""
        return self._places[: len(self.steps)]

    @property
    def start(self) -> Array:
        """The first place."""
        return self.places[:1].ravel()

    def parts(self, place: Array) -> list[tuple[str, Array]]:
        """A place, or a direction, as the tensors it is made of."""
        found, first = [], 0
        for name, shape in zip(self.names, self.shapes, strict=True):
            size = int(np.prod(shape, dtype=np.int64))
            found.append((name, place[first : first + size].reshape(shape)))
            first += size
        return found
