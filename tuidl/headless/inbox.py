"""What a headless run is asked to do: play; and when it is over or somebody interrupts, save and stop."""

from collections import deque
from collections.abc import Callable, Sequence

from tuidl.commands import Command, Play, Save, Stop


class Inbox:
    """The run's question "anything for me?", answered without a person at the keys.

    ``save``: where the state shall be kept. ``interrupted``: asked before every answer.
    ``orders``: what it begins with.
    """

    def __init__(
        self, save: str | None, interrupted: Callable[[], bool], orders: Sequence[Command] = (Play(),)
    ) -> None:
        self.save = save
        self.interrupted = interrupted
        self.over = False  # set by the caller when the run has ended
        self._orders: deque[Command] = deque(orders)
        self._closing = False

    def __call__(self, timeout: float | None = None) -> Command | None:
        """The next command; None when there is none now and the run need not wait for one."""
        idle = not self._orders and (self.over or timeout is None)  # without a timeout the run waits for ever
        if not self._closing and (idle or self.interrupted()):
            self.close()
        return self._orders.popleft() if self._orders else None

    def close(self) -> None:
        """Ask the run to keep its state, if that was wanted, and to stop."""
        self._closing = True
        self._orders.clear()
        if self.save is not None:
            self._orders.append(Save(self.save))
        self._orders.append(Stop())
