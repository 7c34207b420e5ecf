"""Where threads that share a program must wait for each other: found from what its calls read and write."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

Call = TypeVar("Call")


class Access(NamedTuple):
    """Words of the arena from ``start`` up to ``end`` that a call touches.

    ``parting`` says which thread touches which word: equal ones mean that each thread keeps to the same words, None
    that any thread may touch any of them.
    """

    start: int
    end: int
    writes: bool
    parting: object = None

    def conflicts(self, other: "Access") -> bool:
        """Whether the order of two threads, one in each of two calls, could matter."""
        meet = self.start < other.end and other.start < self.end
        return (self.writes or other.writes) and meet and (self.parting is None or self.parting != other.parting)


def with_barriers(calls: Sequence[Call], accesses: Callable[[Call], Iterable[Access]], barrier: Call) -> list[Call]:
    """The calls of a step with a barrier before each that conflicts with one since the last barrier.

    Steps follow each other: one stands at the beginning if what comes after the last barrier conflicts with what the
    next step does before the first.
    """
    ordered, parts = list[Call](), [list[Access]()]
    for each in calls:
        fresh = list(accesses(each))
        if _conflict(fresh, parts[-1]):
            ordered.append(barrier)
            parts.append([])
        parts[-1] += fresh
        ordered.append(each)
    return [barrier, *ordered] if _conflict(parts[0], parts[-1]) else ordered


def _conflict(some: Sequence[Access], others: Sequence[Access]) -> bool:
    return any(one.conflicts(other) for one in some for other in others)
