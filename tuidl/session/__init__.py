"""Where a run happens: in a child process, or in a recording. No numerics here."""

from collections.abc import AsyncIterator
from typing import Protocol

from tuidl.commands import Command
from tuidl.events import Envelope


class Session(Protocol):
    """A run somewhere. All sessions are alike to a caller."""

    def events(self) -> AsyncIterator[Envelope]:
        """The stream, until the run and the session are over."""
        ...

    async def send(self, command: Command) -> None:
        """Ask for something; the answer is an event."""
        ...

    async def close(self) -> None:
        """End the run and free what it holds; safe to call twice."""
        ...
