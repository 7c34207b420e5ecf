"""The line to the terminal: how far it is behind, and that it is gone.

Textual writes from a thread behind a queue. When that is full the whole program waits, so a screen that sees the line
fall behind draws nothing more until it has caught up. The thread dies of the first error, so once the line is gone,
what is written goes nowhere and the program is told to end.
"""

import os
import select
import signal
from contextlib import suppress
from io import TextIOWrapper
from threading import Thread
from typing import IO, Any, cast

from textual.drivers.linux_driver import LinuxDriver

from tuidl.tui.drawing.ascii import spelt
from tuidl.tui.drawing.ink import ASCII, glyphs


class Line:
    """A terminal's file that keeps quiet once the terminal is gone."""

    def __init__(self, file: IO[str]):
        self._file, self.gone = file, False
        self.asked = 0  # characters that the program wants written; counted by who asks
        self._taken = self._sent = 0

    @property
    def behind(self) -> bool:
        """Whether something waits to be sent."""
        return self._sent < self.asked

    def write(self, text: str) -> int:
        """Write, as long as anybody reads."""
        if not self.gone:
            try:
                self._file.write(text)
            except OSError:
                self.gone = True
        self._taken += len(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written, as long as anybody reads."""
        if not self.gone:
            try:
                self._file.flush()
            except OSError:
                self.gone = True
        self._sent = self._taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class LineDriver(LinuxDriver):
    """Textual's driver on such a line.

    A terminal that goes away sends SIGHUP only to those whose controlling terminal it was; for others every read is the
    end of a file, and reading goes on for ever. So the line itself is watched.
    """

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self._line, self._plain = Line(cast("IO[str]", self._file)), glyphs(os.environ) is ASCII
        self._file = cast("TextIOWrapper", self._line)

    @property
    def behind(self) -> bool:
        """Whether the terminal has not yet taken all that was drawn."""
        return self._line.behind

    def write(self, data: str) -> None:
        """Put text into the queue; in plain ASCII where that was asked for, whoever drew it."""
        if self._plain:
            data = spelt(data)
        self._line.asked += len(data)
        super().write(data)

    def start_application_mode(self) -> None:
        """See Driver; from now on the line is watched."""
        Thread(target=self._watch, daemon=True, name="line").start()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def leave(self) -> None:
        """The program is over: so is the thread that reads keys, however it came to that."""
        self.exit_event.set()

    def _watch(self) -> None:
        watched = select.poll()
        watched.register(self.fileno, 0)  # nothing but what is always told: that it hung up
        if any(state & select.POLLHUP for _, state in watched.poll()):
            os.kill(os.getpid(), signal.SIGHUP)

    def _run_input_thread(self) -> None:
        with suppress(OSError):  # the line is gone
            self.run_input_thread()
