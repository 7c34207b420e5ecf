"""Ring: the last few states of a run in memory, to go back to when it has left the numbers."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

SMALL = 1 << 20  # bytes that may be copied at every chance
STRIDE = 100  # steps between copies of larger states

State = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A complete state after ``step`` steps."""

    step: int
    state: State


class Ring:
    """Keeps the states at three chances, so that any of the last two steps can be trained again."""

    def __init__(self) -> None:
        self._kept: deque[Snapshot] = deque(maxlen=3)
        self._bytes = 0

    def offer(self, step: int, state: Callable[[], State], always: bool = False) -> None:
        """A chance to copy the state; large ones are copied only now and then, unless ``always``."""
        here = bool(self._kept) and self._kept[-1].step == step
        if here and not always:
            return
        near = bool(self._kept) and step - self._kept[-1].step < STRIDE
        if near and self._bytes > SMALL and not always:
            return
        if here:
            self._kept.pop()
        copied = state()
        self._bytes = sum(array.nbytes for array in copied.values())
        self._kept.append(Snapshot(step, copied))

    def before(self, step: int) -> Snapshot:
        """The newest state that is not after ``step``; the oldest one if all are."""
        return next((kept for kept in reversed(self._kept) if kept.step <= step), self._kept[0])
