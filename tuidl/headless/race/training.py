"""One race from its first event to its outcome."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from tuidl.events import Event, Failed
from tuidl.headless.inbox import Inbox
from tuidl.headless.interruption import Interruption
from tuidl.headless.outcome import Reason
from tuidl.headless.race.outcome import RaceOutcome, standings, timing
from tuidl.headless.training import RunFailed, Train
from tuidl.race import RaceView


class RaceReporter(Protocol):
    """Something that tells of a race: a bar, lines, JSON, a table, a chart."""

    def see(self, event: Event, view: RaceView) -> None:
        """Something happened; ``view`` already knows."""
        ...

    def end(self, outcome: RaceOutcome) -> None:
        """The race is over."""
        ...


def conduct(
    train: Train,
    reporters: Sequence[RaceReporter],
    finish: Callable[[RaceOutcome], RaceOutcome],
    interruption: Interruption,
) -> RaceOutcome:
    """Race, tell the reporters everything, and give the outcome after ``finish`` has judged it.

    Raises RunFailed when the race fails. A reader who went away (`| head`) stops it like an interruption.
    """
    unread = False
    inbox = Inbox(None, lambda: interruption.asked or unread)
    view = RaceView()
    ended = False  # by itself, before anybody asked it to
    stream = train(inbox)
    try:
        for event in stream:
            view.apply(event)
            if isinstance(event, Failed):
                raise RunFailed(event)
            if view.over and not interruption.asked:
                ended = inbox.over = True
            if not unread:
                try:
                    for reporter in reporters:
                        reporter.see(event, view)
                except BrokenPipeError:
                    unread = True
            if interruption.asked and not view.begun:
                break  # nothing has begun
    finally:
        if isinstance(stream, Generator):
            stream.close()
    reason: Reason = "unread" if unread else "budget" if ended else "interrupted" if interruption.asked else "stopped"
    told = standings(view) if view.started is not None else ()
    outcome = finish(RaceOutcome(view, reason, told, time=timing(view)))
    if not unread:
        for reporter in reporters:
            reporter.end(outcome)
    return outcome
