"""``python -m tuidl.train.worker``: one run for a parent process.

In on stdin: the request as one line, then commands. Out on stdout: envelopes, and nothing else. Words go to stderr.
The end of the input, SIGTERM and ``Stop`` end the run cleanly; commands that came before are still obeyed.
"""

import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import BinaryIO

from tuidl.commands import Command, Stop
from tuidl.errors import Exit, TuidlError
from tuidl.events import Event, Failed
from tuidl.language import tr
from tuidl.session import wire
from tuidl.session.process import log_path
from tuidl.session.recording import Recorder
from tuidl.session.request import Request
from tuidl.session.stream import Inbox, enveloped, guarded
from tuidl.train.watchdog import Watchdog

log = logging.getLogger("tuidl")


def _listen(stream: BinaryIO, asked: "queue.SimpleQueue[Command]") -> None:
    """Read commands until the input ends. A line that is none is logged, and passed over."""
    while line := stream.readline(wire.MAX_LINE + 1):
        try:
            asked.put(wire.to_command(line))
        except wire.WireError as error:
            log.warning(tr("a command that cannot be read: %s"), error)
    asked.put(Stop())


def _events(request: Request, inbox: Inbox) -> Iterator[Event]:
    from tuidl.train import loop  # here, so that what goes wrong while importing is told as well

    yield from loop.run(request, inbox, on_screen=True)


def _private_stdout() -> BinaryIO:
    """The pipe to the parent; from now on a stray print goes to stderr."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return out


def main() -> int:
    """Run until told to stop; the exit code is that of the failure, if there was one."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    out = _private_stdout()
    asked: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def terminated(number: int, frame: FrameType | None) -> None:
        asked.put(Stop())

    signal.signal(signal.SIGTERM, terminated)
    signal.signal(signal.SIGINT, terminated)

    watchdog: Watchdog | None = None

    def inbox(timeout: float | None) -> Command | None:
        if watchdog is not None and timeout != 0:
            watchdog.rest()
        try:
            return asked.get(block=timeout != 0, timeout=timeout)
        except queue.Empty:
            return None
        finally:
            if watchdog is not None:
                watchdog.feed()

    def events() -> Iterator[Event]:
        nonlocal watchdog
        try:
            request = wire.to_request(sys.stdin.buffer.readline(wire.MAX_LINE + 1))
        except wire.WireError as error:
            raise TuidlError(
                tr("the training process was asked for nothing it understands: {error}", error=error)
            ) from error
        watchdog = Watchdog() if request.code else None
        threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), name="listen", daemon=True).start()
        yield from _recorded(request, _events(request, inbox))

    code = 0
    try:
        for envelope in enveloped(guarded(events(), str(log_path()))):
            if isinstance(envelope.event, Failed):
                code = envelope.event.code
            out.write(wire.from_envelope(envelope))
            if watchdog is not None:
                watchdog.feed()
    except BrokenPipeError:
        log.info(tr("nobody listens any more"))
        return int(Exit.INTERRUPTED)
    return code


def _recorded(request: Request, events: Iterator[Event]) -> Iterator[Event]:
    """The same events, written to ``request.record`` on their way if that was asked for."""
    if request.record is None:
        yield from events
        return
    recorder = Recorder(request.record)
    try:
        for envelope in enveloped(events):
            recorder.write(envelope)
            yield envelope.event
    finally:
        recorder.close()


if __name__ == "__main__":
    sys.stdout.flush()
    code = main()
    sys.stderr.flush()
    os._exit(code)  # the listening thread may hold stdin's lock: an ordinary exit would wait for it
