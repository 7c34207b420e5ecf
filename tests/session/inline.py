"""A run in the process of the tests: the generator is drawn from in a thread, so the event loop stays free."""

import asyncio
import queue
from collections.abc import AsyncIterator

from tuidl.commands import Command, Stop
from tuidl.events import Envelope
from tuidl.session.stream import Run, enveloped, guarded


class InlineSession:
    """Wraps any generator function ``run(inbox)``; whoever stops reading ``events()`` stops the run."""

    def __init__(self, run: Run) -> None:
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._closed = False
        self._stream = enveloped(guarded(run(self._inbox)))

    def _inbox(self, timeout: float | None) -> Command | None:
        if self._closed:
            return Stop()
        try:
            return self._commands.get(block=timeout != 0, timeout=timeout)
        except queue.Empty:
            return None

    async def events(self) -> AsyncIterator[Envelope]:
        """The stream, until the run is over or the session is closed."""
        while not self._closed:
            envelope = await asyncio.to_thread(next, self._stream, None)
            if envelope is None:
                return
            yield envelope

    async def send(self, command: Command) -> None:
        """Put a command where the run looks for it."""
        self._commands.put(command)

    async def close(self) -> None:
        """End the run; safe to call twice."""
        self._closed = True
        self._commands.put(Stop())
