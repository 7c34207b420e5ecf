"""RaceView: several runs in lock-step as they can be drawn: a RunView for each, and what holds for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from tuidl.events import (
    Diagnosis,
    Event,
    Failed,
    Raced,
    RaceStarted,
    Rewound,
    RunStarted,
    Saved,
    StepsEnded,
)
from tuidl.view import RunView

OVER = ("ended", "diverged", "failed")


@dataclass
class RaceView:
    """A race, in the memory of its runs. Before it begins there is one run that is idle."""

    started: RaceStarted | None = None
    lanes: dict[tuple[int, int], RunView] = field(default_factory=dict)  # (contestant, seed) -> its run
    failed: Failed | None = None
    told: Diagnosis | None = None  # what the race as a whole was asked for and cannot do
    saved: Saved | None = None
    rewound: Rewound | None = None  # all were taken back, and none has gone on since
    version: int = 0

    def apply(self, event: Event) -> None:
        """Fold one event in; those that no run tells are the race's own."""
        self.version += 1
        match event:
            case RaceStarted():
                self.started, self.failed, self.rewound = event, None, None
                for contestant in range(len(event.names)):
                    for seed in range(len(event.seeds)):
                        self.lanes.setdefault((contestant, seed), RunView())
            case Raced(contestant, seed, told) if self.started is None or (
                0 <= contestant < len(self.started.names) and 0 <= seed < len(self.started.seeds)
            ):
                self.lanes.setdefault((contestant, seed), RunView()).apply(told)
                self.hear(told)
            case Failed():
                self.failed = event
            case Diagnosis():
                self.told = event
            case Saved():
                self.saved = event
            case Rewound():
                self.rewound = event

    def hear(self, told: Event) -> None:
        """What a run tells, as far as it is about all: it begins anew or goes on, so they are back in time no more."""
        if isinstance(told, RunStarted) or (isinstance(told, StepsEnded) and told.time):
            self.rewound = None

    # ---- questions ----------------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """The contestants in order."""
        return self.started.names if self.started else ()

    @property
    def seeds(self) -> int:
        """Runs of each contestant."""
        return len(self.started.seeds) if self.started else 1

    def runs(self, contestant: int) -> tuple[RunView, ...]:
        """The runs of a contestant, by seed."""
        return tuple(
            run for (number, _), run in sorted(self.lanes.items(), key=lambda lane: lane[0]) if number == contestant
        )

    @property
    def state(self) -> str:
        """As of a run; it is over when all runs are."""
        if self.failed is not None:
            return "failed"
        states = [run.state for run in self.lanes.values()]
        for word in ("compiling", "playing", "paused", "ready", "idle"):
            if word in states:
                return word
        return ("diverged" if set(states) == {"diverged"} else "ended") if states else "idle"

    @property
    def over(self) -> bool:
        """Whether every run has come to its end."""
        return bool(self.lanes) and self.begun and all(run.state in OVER for run in self.lanes.values())

    @property
    def begun(self) -> bool:
        """Whether every run stands ready at least."""
        return self.started is not None and all(run.started is not None for run in self.lanes.values())

    @property
    def ending(self) -> str:
        """Why it is over: ``budget`` when every run came to an end of its own; empty while it is not."""
        if not self.over or any(run.ended is None for run in self.lanes.values()):
            return ""
        return "stopped" if any(run.ending == "stopped" for run in self.lanes.values()) else "budget"

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last step that all can be taken to; a run that has ended before stands at its end there."""
        if self.rewound is not None:
            return self.rewound.first, self.rewound.last
        reaches = [run.reach for run in self.lanes.values()]
        return max((first for first, _ in reaches), default=0), max((last for _, last in reaches), default=0)

    @property
    def leader(self) -> int | None:
        """The contestant with the smallest loss now; None while all are equal, or somebody has none yet."""
        firsts = [run for (_, seed), run in sorted(self.lanes.items(), key=lambda lane: lane[0]) if seed == 0]
        losses = [run.latest("loss") for run in firsts]
        known = [loss for loss in losses if isfinite(loss)]
        begun = all(run.evaluations for run in firsts)
        if not begun or not known or (len(known) == len(losses) and min(known) == max(known)):
            return None
        return losses.index(min(known))

    @property
    def step(self) -> int:
        """Steps that all runs have taken which go on, or, when all are over, that the longest took."""
        if self.rewound is not None:
            return self.rewound.step
        going = [run.step for run in self.lanes.values() if run.state not in OVER]
        return min(going) if going else max((run.step for run in self.lanes.values()), default=0)

    @property
    def budget(self) -> int:
        """Steps of the longest run."""
        return max((run.budget for run in self.lanes.values()), default=0)

    @property
    def finished(self) -> Sequence[int]:
        """For each contestant how many of its seeds are over."""
        return [sum(run.state in OVER for run in self.runs(k)) for k in range(len(self.names))]
