"""Who tells of a run or a race: it sees every event after the view has folded it in, and the outcome at the end."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from tuidl.events import Event
from tuidl.telling.outcome import Outcome
from tuidl.telling.race.outcome import RaceOutcome

Ended = TypeVar("Ended", Outcome, RaceOutcome)  # what came of it
Seen = TypeVar("Seen", contravariant=True)
Told = TypeVar("Told", contravariant=True)


class Reporter(Protocol[Seen, Told]):
    """One way of telling: a bar, lines, JSON, words, a chart."""

    def see(self, event: Event, view: Seen) -> None:
        """Something happened; ``view`` already knows."""
        ...

    def end(self, outcome: Told) -> None:
        """It is over."""
        ...


class Chorus(Generic[Seen, Told]):
    """Several reporters as one, in order."""

    def __init__(self, reporters: Sequence[Reporter[Seen, Told]]) -> None:
        self.reporters = tuple(reporters)

    def see(self, event: Event, view: Seen) -> None:
        """Pass the event on."""
        for reporter in self.reporters:
            reporter.see(event, view)

    def end(self, outcome: Told) -> None:
        """Pass the outcome on."""
        for reporter in self.reporters:
            reporter.end(outcome)
