"""A run followed: how far it is, and which knobs and weights were changed on the way to where it stands."""

from dataclasses import dataclass, field

from tuidl.commands import KnobValue
from tuidl.events import Assigned, Diverged, Event, KnobTurned, Rewound, RunStarted, StepsEnded
from tuidl.sandbox.code import Shared, Turn, shared
from tuidl.sandbox.description import Sandbox
from tuidl.sandbox.dials import dials, turned


@dataclass
class Journey:
    """Folds the events of one run. ``begun``: the knobs it started with."""

    step: int = 0
    begun: dict[str, KnobValue] = field(default_factory=dict)
    line: int = 0
    turns: dict[int, list[Turn]] = field(default_factory=lambda: {0: []})  # of each line, from the start of the run
    whole: bool = True  # it was seen from step 0

    def see(self, event: Event) -> None:
        """Take one event in."""
        match event:
            case RunStarted():
                self.step, self.begun = event.step, dict(event.knobs)
                self.line, self.turns, self.whole = 0, {0: []}, event.step == 0
            case StepsEnded():
                self.step = event.last
            case Diverged():
                self.step = event.kept
            case KnobTurned() if not event.pending:
                self.turns[self.line].append(Turn(event.step, event.name, event.value))
            case Assigned():
                self.turns[self.line].append(Turn(event.step, event.place, event.value))
            case Rewound():
                self._go(event)

    def _go(self, event: Rewound) -> None:
        """The line it stands on now shares the turns of the one it went along, up to this step."""
        if event.line not in self.turns:
            along = self.turns.get(event.along, [])
            self.turns[event.line] = [turn for turn in along if turn.step <= event.step]
        self.step, self.line = event.step, event.line

    def shared(self, sandbox: Sandbox) -> Shared:
        """The state the run is in, as others can bring it about; a run taken up half way is shared at its start."""
        if not self.whole:
            return Shared(sandbox)
        made = dials(sandbox)
        return shared(turned(sandbox, self.begun, made), self.step, tuple(self.turns[self.line]))
