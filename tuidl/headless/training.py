"""One run, or one race, from its first event to its outcome."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from tuidl.commands import Command, Play
from tuidl.errors import CheckpointError, Exit, TuidlError
from tuidl.events import Diagnosis, Event, Failed
from tuidl.headless.inbox import Inbox
from tuidl.headless.interruption import Interruption
from tuidl.headless.reporter import Ended, Reporter
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.telling.outcome import Outcome, Reason, Whole
from tuidl.telling.race.outcome import RaceOutcome
from tuidl.view import RunView


@dataclass(frozen=True, slots=True)
class Kind(Generic[Whole, Ended]):
    """What events are folded into, and what came of it."""

    view: Callable[[], Whole]
    outcome: Callable[[Whole, Reason], Ended]


RUN = Kind(RunView, Outcome.of)
RACE = Kind(RaceView, RaceOutcome.of)


class Train(Protocol):
    """A run waiting for its inbox: ``tuidl.train.loop.run`` with the request already given."""

    def __call__(self, inbox: Callable[[float | None], Command | None]) -> Iterator[Event]:
        """The events, until the run is over."""
        ...


class RunFailed(TuidlError):
    """The run said that it cannot go on; the text and the code are its own."""

    def __init__(self, event: Failed) -> None:
        super().__init__(tr("{text} (details: {log})", text=event.text, log=event.log) if event.log else event.text)
        self.code = Exit(event.code) if event.code in set(Exit) else Exit.CONTENT


def conduct(
    kind: Kind[Whole, Ended],
    train: Train,
    reporter: Reporter[Whole, Ended],
    finish: Callable[[Ended], Ended],
    interruption: Interruption,
    save: str | None = None,
    orders: Sequence[Command] = (Play(),),
) -> Ended:
    """Train, tell the reporter everything, and give the outcome after ``finish`` has judged it.

    ``orders``: what it is asked for, to play to its end unless others are given. Raises RunFailed when the run fails,
    and CheckpointError, after everything was told, when it could not be saved. A reader who went away (`| head`) stops
    the run like an interruption.
    """
    unread = False
    inbox = Inbox(save, lambda: interruption.asked or unread, orders)
    view = kind.view()
    unsaved = ""
    reason: Reason | None = None
    stream = train(inbox)
    try:
        for event in stream:
            view.apply(event)
            if isinstance(event, Failed):
                raise RunFailed(event)
            if isinstance(event, Diagnosis) and event.kind == "save":
                unsaved = event.text
            if view.ending:
                inbox.over = True
                reason = reason or _reason(view.ending, interruption)
            if not unread:
                try:
                    reporter.see(event, view)
                except BrokenPipeError:
                    unread = True
            if interruption.asked and not view.begun:
                break  # nothing has begun: there is nothing to keep
    finally:
        if isinstance(stream, Generator):
            stream.close()
    if unread:
        reason = "unread"
    elif reason is None:
        reason = "interrupted" if interruption.asked else "diverged" if view.state == "diverged" else "stopped"
    outcome = finish(kind.outcome(view, reason))
    if not unread:
        reporter.end(outcome)
    if unsaved:
        raise CheckpointError(unsaved)
    return outcome


def _reason(ending: str, interruption: Interruption) -> Reason:
    match ending:
        case "budget" | "early" | "diverged" | "interrupted":
            return ending
        case _:
            return "interrupted" if interruption.asked else "stopped"
