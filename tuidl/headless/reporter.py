"""Who tells of a run: it sees every event after the view has folded it in, and the outcome at the end."""

from collections.abc import Sequence
from typing import Protocol

from tuidl.events import Event
from tuidl.telling.outcome import Outcome
from tuidl.view import RunView


class Reporter(Protocol):
    """One way of telling: a bar, lines, JSON, words, a chart."""

    def see(self, event: Event, view: RunView) -> None:
        """Something happened; ``view`` already knows."""
        ...

    def end(self, outcome: Outcome) -> None:
        """The run is over."""
        ...


class Chorus:
    """Several reporters as one, in order."""

    def __init__(self, reporters: Sequence[Reporter]) -> None:
        self.reporters = tuple(reporters)

    def see(self, event: Event, view: RunView) -> None:
        """Pass the event on."""
        for reporter in self.reporters:
            reporter.see(event, view)

    def end(self, outcome: Outcome) -> None:
        """Pass the outcome on."""
        for reporter in self.reporters:
            reporter.end(outcome)
