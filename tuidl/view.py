"""RunView: one run as it can be drawn. Folding the event stream into it is pure and the same for every consumer."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import takewhile
from math import inf, isfinite, nan

from tuidl.commands import KnobValue
from tuidl.events import (
    Assigned,
    Compared,
    Diagnosis,
    Diverged,
    Evaluated,
    Event,
    Failed,
    Kept,
    KernelCompiled,
    KnobTurned,
    Probed,
    Rewound,
    RunEnded,
    RunStarted,
    Saved,
    StateChanged,
    StepsEnded,
    Values,
)
from tuidl.series import Series, thinned
from tuidl.signals import Signal

SMOOTHED = 60  # the running mean of a value spans about one part in so many of the budget
EVALUATIONS = 4096  # kept at most; where there were more, neighbours that are neither largest nor smallest go
DIAGNOSES = 100
BRANCHES = 5  # lines kept that the run has left
WINDOW = 40  # step batches over which the speed is averaged


@dataclass(frozen=True, slots=True)
class Branch:
    """A line that the run has left: what it said until it was left. It parted from ``parent`` after ``start`` steps."""

    number: int
    parent: int | None
    start: int
    step: int
    first: int
    knobs: dict[str, KnobValue]
    steps: dict[str, Series]
    evaluations: list[tuple[int, Values]]


@dataclass
class RunView:
    """One run, in bounded memory. ``state``: idle, compiling, ready, playing, paused, ended, diverged or failed."""

    state: str = "idle"
    started: RunStarted | None = None
    compiled: KernelCompiled | None = None
    step: int = 0
    epoch: int = 0
    knobs: dict[str, KnobValue] = field(default_factory=dict)
    pending: dict[str, KnobValue] = field(default_factory=dict)
    first: int = 1  # number of the first step in ``steps``
    steps: dict[str, Series] = field(default_factory=dict)  # value name -> what training steps gave
    evaluations: list[tuple[int, Values]] = field(default_factory=list)
    signals: dict[str, Signal] = field(default_factory=dict)
    probed_at: dict[str, int] = field(default_factory=dict)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    diverged: Diverged | None = None
    failed: Failed | None = None
    ended: RunEnded | None = None
    saved: Saved | None = None
    kept: Kept | None = None
    seconds: float = 0.0  # spent training
    preparing: float = 0.0  # seconds in which kernels were compiled or loaded, before training
    per_second: float = 0.0  # examples a second, lately
    line: int = 0  # of the run's lines the one it is on
    parent: int | None = None  # the line that this one left ...
    parted: int = 0  # ... after so many steps
    branches: dict[int, Branch] = field(default_factory=dict)  # those that were left, the newest last
    rewound: Rewound | None = None  # the run was taken back, and has not gone on since
    changed: bool = False  # a knob or a weight, since the run was taken back
    compared: Compared | None = None
    version: int = 0  # grows with every event: drawn pictures can be compared with it
    _speeds: list[tuple[int, float]] = field(default_factory=list)

    def apply(self, event: Event) -> None:
        """Fold one event in."""
        self.version += 1
        match event:
            case RunStarted():
                self._start(event)
            case KernelCompiled():
                self.state = "compiling"
                self.compiled = event
                self.preparing += event.time.get("seconds", 0.0)
            case StepsEnded():
                self._steps(event)
            case Evaluated():
                self.step = max(self.step, event.step)
                self.epoch = event.epoch
                if self.evaluations and self.evaluations[-1][0] == event.step:
                    self.evaluations[-1] = (event.step, event.values)
                else:
                    self.evaluations.append((event.step, event.values))
                    if len(self.evaluations) > EVALUATIONS:
                        self.evaluations = thinned(self.evaluations)
            case Probed():
                self.signals[event.name] = event.signal
                self.probed_at[event.name] = event.step
            case KnobTurned():
                if event.pending:
                    self.pending[event.name] = event.value
                else:
                    self.knobs[event.name] = event.value
                    self.changed = True
            case Assigned():
                self.changed = True
            case StateChanged():
                if self.state not in ("failed", "diverged"):
                    self.state = event.state
            case Diagnosis():
                self.diagnoses = [*self.diagnoses[1 - DIAGNOSES :], event]
            case Diverged():
                self.diverged = event
                self.state = "diverged"
            case Saved():
                self.saved = event
            case Kept():
                self.kept = event
            case Rewound():
                self._rewind(event)
            case Compared():
                self.compared = event
            case RunEnded():
                self.ended = event
                if self.state != "diverged":
                    self.state = "ended"
            case Failed():
                self.failed = event
                self.state = "failed"

    def _start(self, event: RunStarted) -> None:
        version, compiled, preparing = self.version, self.compiled, self.preparing
        self.__init__()  # type: ignore[misc]
        self.version, self.compiled, self.preparing = version, compiled, preparing
        self.started = event
        self.state = "ready"
        self.step = event.step
        self.first = event.step + 1
        self.knobs = dict(event.knobs)

    def _rewind(self, event: Rewound) -> None:
        """Nothing was said yet: what the run had said up to this step is told next."""
        if self.step > self.parted or self.line == 0:
            left = Branch(
                self.line, self.parent, self.parted, self.step, self.first, self.knobs, self.steps, self.evaluations
            )
            self.branches = {**dict(list(self.branches.items())[1 - BRANCHES :]), self.line: left}
        if event.line in self.branches:
            back = self.branches.pop(event.line)
            self.parent, self.parted = back.parent, back.start
        else:
            self.parent, self.parted = event.parent, event.step
        self.line, self.step, self.first = event.line, event.step, event.first + 1
        self.knobs = dict(event.knobs)
        self.steps, self.evaluations = {}, []
        self.diagnoses = []
        self.diverged = self.ended = self.compared = None
        self.changed = False
        self.rewound, self.state = event, "paused"

    def _steps(self, event: StepsEnded) -> None:
        count = event.last - event.first + 1
        if not self.steps:
            self.first = event.first  # a resumed run tells what it said before
        for name, numbers in event.values.items():
            if name not in self.steps:
                self.steps[name] = Series(span=1.0 if self._whole else self.budget / SMOOTHED)
            self.steps[name].extend(numbers, event.width)
        self.step = event.last
        self.epoch = event.epoch
        self.ended = None
        seconds = event.time.get("seconds")
        if seconds is None:  # told again
            return
        self.rewound = None
        self.seconds += seconds
        self._speeds = [*self._speeds[1 - WINDOW :], (count, seconds)]
        spent = sum(s for _, s in self._speeds)
        if spent > 0 and self.started is not None:
            self.per_second = sum(c for c, _ in self._speeds) * self.started.batch / spent

    @property
    def _whole(self) -> bool:
        """Whether each step is on all examples: its loss is no sample of anything, and needs no mean."""
        return self.started is not None and self.started.batch >= self.started.examples

    # ---- questions ----------------------------------------------------------------------------------------------

    def latest(self, name: str) -> float:
        """The newest value of that name: of an evaluation, else of a training step; NaN if there is none."""
        for _, values in reversed(self.evaluations):
            if name in values:
                return values[name]
        return self.steps[name].last if name in self.steps else nan

    def at(self, name: str, step: int) -> float:
        """The value at the last evaluation up to ``step``; NaN if there is none."""
        place = bisect_right(self.evaluations, step, key=lambda item: item[0])
        for _, values in reversed(self.evaluations[:place]):
            if name in values:
                return values[name]
        return nan

    def series(self, name: str) -> tuple[list[int], list[float]]:
        """Steps and numbers of an evaluated value."""
        pairs = [(step, values[name]) for step, values in self.evaluations if name in values]
        return [step for step, _ in pairs], [number for _, number in pairs]

    def every(self, name: str) -> bool:
        """Whether a value was evaluated after every step: then what each step began with is not needed."""
        needed = max(len(self.steps[name]), 2) if name in self.steps else inf
        if len(self.evaluations) < needed:  # as nearly always: nothing has to be counted
            return False
        return sum(name in values for _, values in self.evaluations) >= needed

    def outline(self, most: int = 40) -> tuple[float, ...]:
        """The loss at up to ``most`` steps, evenly spread over the run, as far as it is finite: its curve in small."""
        steps, numbers = self.series("loss")
        if len(steps) < most and (whole := self.steps.get("loss")):
            steps, numbers = whole.places(self.first), list(whole.ends)
        if not steps or steps[-1] == steps[0]:
            return ()
        wanted = (steps[0] + (steps[-1] - steps[0]) * k / (most - 1) for k in range(most))
        found = [numbers[bisect_right(steps, step) - 1] for step in wanted]
        return tuple(takewhile(isfinite, found))

    def best(self, name: str, largest: bool = True) -> float:
        """The largest (or smallest) finite number an evaluated value ever had; NaN if there is none."""
        numbers = [n for n in self.series(name)[1] if isfinite(n)]
        if not numbers:
            return nan
        return max(numbers) if largest else min(numbers)

    @property
    def begun(self) -> bool:
        """Whether it stands ready at least."""
        return self.started is not None

    @property
    def ending(self) -> str:
        """Why it is over, as ``RunEnded`` says; empty while it is not."""
        return self.ended.reason if self.ended is not None else ""

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last step that the run can be taken to."""
        if self.rewound is not None:
            return self.rewound.first, self.rewound.last
        last = self.step if self.diverged is None else self.diverged.kept
        return min(self.started.step if self.started else 0, last), last

    @property
    def branched(self) -> bool:
        """Whether there is a line that the one it is on has left, or the one that it was taken back on."""
        if self.parent is not None and (self.step > self.parted or self.changed):
            return True
        along = self.branches.get(self.rewound.along) if self.rewound is not None else None
        return along is not None and along.parent is not None

    @property
    def budget(self) -> int:
        """Steps of the whole run."""
        return self.started.steps if self.started else 0

    @property
    def stale(self) -> tuple[str, ...]:
        """Names of knobs that were turned and wait for a reset."""
        return tuple(name for name, value in self.pending.items() if self.knobs.get(name) != value)
