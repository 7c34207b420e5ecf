"""What a study tells the screen."""

from tuidl.events import Event
from tuidl.view import RunView


class Listener:
    """Each does nothing unless it is overridden."""

    def changed(self) -> None:
        """Something can be drawn anew."""

    def lanes(self) -> None:
        """Other contestants race, or none any more."""

    def met(self) -> None:
        """The step's check was met."""

    def judged(self, first: bool) -> None:
        """A prediction was held against its run; ``first``: never before."""

    def compared(self) -> None:
        """How two lines of the run differ is known."""

    def to_keep(self) -> None:
        """What the learner did shall be kept."""

    def heard(self, event: Event) -> None:
        """The learner's own run said something."""

    def stopped(self, why: str) -> None:
        """The learner's own run ended before its time."""

    def ran(self, view: RunView) -> None:
        """A run of the learner's is over."""
