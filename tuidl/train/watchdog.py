"""An end for a process whose run says nothing any more: a function of the learner's own may loop without end."""

import faulthandler
import sys
import time

from tuidl.session.process import SILENT

OFTEN = 1.0  # seconds; each arming starts a thread


class Watchdog:
    """Ends this process with exit code 1 once it was neither fed nor at rest for ``limit`` seconds.

    It needs no turn of the interpreter, which compiled code may hold. Where it stood goes to stderr, which is the log.
    """

    def __init__(self, limit: float = SILENT) -> None:
        self._limit = limit
        self._armed = 0.0  # when; 0: it rests

    def feed(self) -> None:
        """The run has done something."""
        now = time.monotonic()
        if now - self._armed >= min(OFTEN, self._limit / 4):
            faulthandler.dump_traceback_later(self._limit, exit=True, file=sys.stderr)
            self._armed = now

    def rest(self) -> None:
        """The run waits to be asked for something."""
        if self._armed:
            faulthandler.cancel_dump_traceback_later()
            self._armed = 0.0
