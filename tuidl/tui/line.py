"""The line to the terminal: when it is gone, what is written goes nowhere and the program is told to end.

Textual writes from a thread that dies of the first error; its queue then fills up and the program hangs for good.
"""

import os
import signal
from io import TextIOWrapper
from typing import IO, Any, cast

from textual.drivers.linux_driver import LinuxDriver


class Line:
    """A terminal's file that keeps quiet once the terminal is gone."""

    def __init__(self, file: IO[str]):
        self._file, self.gone = file, False

    def write(self, text: str) -> int:
        """Write, as long as anybody reads."""
        if not self.gone:
            try:
                return self._file.write(text)
            except OSError:
                self.gone = True
        return len(text)

    def flush(self) -> None:
        """Send what was written, as long as anybody reads."""
        if not self.gone:
            try:
                self._file.flush()
            except OSError:
                self.gone = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class LineDriver(LinuxDriver):
    """Textual's driver on such a line; an error while reading keys is a line that is gone too."""

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self._file = cast("TextIOWrapper", Line(cast("IO[str]", self._file)))

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            os.kill(os.getpid(), signal.SIGHUP)
