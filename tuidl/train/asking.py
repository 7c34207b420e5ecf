"""What is asked of a run, in order."""

from tuidl.commands import Command, Rewind
from tuidl.session.stream import Inbox


class Asking:
    """An inbox read one command at a time. Of several steps to go back to in a row only the last counts."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._behind: Command | None = None  # what came behind a command that others of its kind follow

    def next(self, timeout: float | None) -> Command | None:
        """The next command; None if there is none in so many seconds (None: wait for ever)."""
        command, self._behind = self._behind or self._inbox(timeout), None
        while isinstance(command, Rewind):
            later = self._inbox(0.0)
            if not isinstance(later, Rewind):
                self._behind = later
                break
            command = later
        return command
