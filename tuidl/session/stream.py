"""A run as a stream: any generator of events, numbered, timed, and closed by one sentence if it fails."""

import logging
import time
from collections.abc import Callable, Iterator

from tuidl.commands import Command, Stop
from tuidl.errors import TuidlError
from tuidl.events import Envelope, Event, Failed
from tuidl.language import tr

Inbox = Callable[[float | None], Command | None]  # the seconds to wait (None: for ever) -> what is asked, if anything
Run = Callable[[Inbox], Iterator[Event]]

log = logging.getLogger("tuidl")


def guarded(events: Iterator[Event], log_path: str = "") -> Iterator[Event]:
    """The same events; an error becomes a last ``Failed``, and only an unexpected one is logged with its traceback."""
    try:
        yield from events
    except TuidlError as error:
        yield Failed(str(error), int(error.code))
    except Exception:
        log.exception(tr("the run broke down"))
        yield Failed(
            tr("the training broke down for a reason that tuidl did not expect; press r to start again"), 1, log_path
        )


def enveloped(events: Iterator[Event]) -> Iterator[Envelope]:
    """Number the events from 0 and note the seconds since the first was asked for."""
    began = time.monotonic()
    for seq, event in enumerate(events):
        yield Envelope(seq, time.monotonic() - began, event)


def script(*commands: Command) -> Inbox:
    """An inbox that gives the next command whenever the run waits for one, and ``Stop`` at the end.

    A run that only looks (waits a limited time) is told nothing, so what happens never depends on the clock.
    """
    rest = iter(commands)

    def inbox(timeout: float | None) -> Command | None:
        return next(rest, Stop()) if timeout is None else None

    return inbox
