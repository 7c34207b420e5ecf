"""A value that changes, with every earlier one to go back to."""

from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 200  # steps back


class Undo(Generic[T]):
    """``now`` is the value; whoever changes it by ``do`` can go back, and forth again until something else is done."""

    def __init__(self, now: T) -> None:
        self.now = now
        self._before: list[T] = []
        self._after: list[T] = []

    def do(self, value: T) -> None:
        """A new value, one step on. The same value is no step."""
        if value != self.now:
            self._before = [*self._before[1 - MOST :], self.now]
            self._after = []
            self.now = value

    def amend(self, value: T) -> None:
        """More of the step that was done last, as while a stroke goes on."""
        self.now = value

    def undo(self) -> bool:
        """One step back; False if there is none."""
        if not self._before:
            return False
        self._after.append(self.now)
        self.now = self._before.pop()
        return True

    def redo(self) -> bool:
        """Forth again; False if nothing was undone."""
        if not self._after:
            return False
        self._before.append(self.now)
        self.now = self._after.pop()
        return True

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forth."""
        return bool(self._after)
