"""What happened in a run. Standard library only.

Everything that watches a run (screen, progress bar, recorder, class board) folds this one stream. Clock times and
speeds
stand in fields named ``time`` and nowhere else, so two runs from one seed give equal events but for ``time``.
"""

from dataclasses import dataclass, fields
from typing import Any

from tuidl import signals
from tuidl.commands import KnobValue
from tuidl.signals import Signal

Values = dict[str, float]
Tries = tuple[tuple[str, KnobValue], ...]


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """A layer as the program sees it."""

    name: str
    kind: str
    output: tuple[int, ...]  # without the batch
    parameters: int


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run stands at ``step`` (0, or where a saved file left it), ready to be played."""

    lesson: str
    experiment: str
    seed: int
    device: str  # reference | cpu | cuda
    threads: int
    knobs: tuple[tuple[str, KnobValue], ...]
    steps: int  # the budget: the x axis runs to it
    batch: int
    examples: int  # in the training set
    validation: int
    parameters: int
    layers: tuple[LayerInfo, ...]
    data: str
    step: int = 0
    pace: str = "full"
    kind: str = ""  # of the data: points, images, text, ...
    shape: tuple[int, ...] = ()  # of one example
    classes: tuple[str, ...] = ()
    unit: str = "nats"  # of the loss
    own_data: bool = False  # the learner's own, in place of those the experiment was written for


@dataclass(frozen=True, slots=True)
class KernelCompiled:
    """One kernel is ready: number ``index`` of ``total`` that this run needs."""

    name: str
    index: int
    total: int
    time: Values


@dataclass(frozen=True, slots=True)
class StepsEnded:
    """Training steps ``first``, ``first + 1``, ...: a list of numbers for each value (``loss``, ``accuracy``).

    ``epoch`` is that of the last step (1 is the first). Batches may be cut anywhere; no step is ever left out. When a
    very long run is told again, each number of its past stands for ``width`` steps: two neighbours are the least and
    the largest of 2·width steps, in the order in which they came.
    """

    first: int
    epoch: int
    values: dict[str, tuple[float, ...]]
    time: Values
    width: int = 1

    @property
    def last(self) -> int:
        """The number of the last step in it."""
        return self.first + max(map(len, self.values.values()), default=0) * self.width - 1

    @property
    def steps(self) -> range:
        """For each number the last step that it stands for."""
        return range(self.first + self.width - 1, self.last + 1, self.width)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """All named values at a step, over whole sets: ``loss``, ``accuracy``, ``val_loss``, ``val_accuracy``,
    ``parameters``, ``signal[layer]``, ``gradient[layer]``, ``distinct[layer]``, tensor knobs."""

    step: int
    epoch: int
    values: Values
    time: Values


@dataclass(frozen=True, slots=True)
class Probed:
    """A picture for the panel ``name``, taken after ``step`` steps."""

    name: str
    step: int
    signal: Signal


@dataclass(frozen=True, slots=True)
class KnobTurned:
    """A knob has a new value; ``pending`` means with the next reset."""

    name: str
    value: KnobValue
    step: int
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Assigned:
    """A number of the network was given another value by hand: ``place`` as in ``Assign``."""

    place: str
    value: float
    step: int


@dataclass(frozen=True, slots=True)
class StateChanged:
    """``playing``, ``paused`` or ``compiling``."""

    state: str
    step: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The run doctor's sentence, built from this run's numbers. ``severity``: note, warn or bad.

    ``advice``: what to try, in words. ``tries``: the same as settings, the likeliest first: a key of the experiment or
    of its layers (``rate``, ``clip``, ``activation``, ``init``, ``dropout``, ``depth``) and its value. ``symptom``: the
    numbers of ``text`` without what they mean, for who is to find that; empty where there is nothing but the cause.
    """

    kind: str
    severity: str
    text: str
    step: int
    panel: str = ""
    advice: str = ""
    tries: Tries = ()
    symptom: str = ""

    @property
    def whole(self) -> str:
        """The sentence with the advice."""
        return f"{self.text} {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class Diverged:
    """The loss is NaN or infinite: training stopped, the last finite weights are kept."""

    step: int
    text: str
    kept: int  # the step whose weights are kept
    fault: str = ""  # what a function of the learner's own did wrong, where that is the reason; the text begins with it


@dataclass(frozen=True, slots=True)
class Saved:
    """The complete state is on disk (written, flushed, renamed)."""

    path: str
    step: int


@dataclass(frozen=True, slots=True)
class Exported:
    """The run up to ``step`` is in a file."""

    path: str
    step: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Drawings are on disk as the data set ``name``; ``before``: how many of its examples were there already."""

    name: str
    examples: int
    classes: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class Rewound:
    """The run stands at an earlier ``step`` again, as it stood there; what it had said until then is told once more.

    Steps from here on are those of ``line``, which left ``parent`` at this step (None: the run's first line, at its
    end). ``first`` to ``last``: the steps that can be gone to along ``along``. ``memory``: the bytes that its states
    take, ``budget``: what they may take. A race says it once more when all its runs stand there: of all together.
    """

    step: int
    line: int
    parent: int | None
    along: int
    first: int
    last: int
    knobs: tuple[tuple[str, KnobValue], ...]
    memory: int
    budget: int


@dataclass(frozen=True, slots=True)
class Compared:
    """How ``line`` differs from ``other``, both after ``step`` steps.

    ``knobs``: name, value here, value there, of those that differ. ``parted``: for each value of training steps the
    first step at which it differs; 0 if none does. ``distances``: for each layer ‖w − w′‖ / ‖w′‖ over its parameters.
    """

    line: int
    other: int
    step: int
    knobs: tuple[tuple[str, KnobValue, KnobValue], ...]
    parted: dict[str, int]
    distances: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class RaceStarted:
    """Several runs begin, or go on, in lock-step: for each of ``seeds`` one of every contestant. ``settings``: name and
    value of the knobs that make a contestant what it is; ``steps``: the first one's budget. ``experiments`` and
    ``functions``: of each contestant, so that the race can be asked for again."""

    lesson: str
    experiment: str
    names: tuple[str, ...]
    settings: tuple[tuple[tuple[str, KnobValue], ...], ...]
    seeds: tuple[int, ...]
    steps: int
    experiments: tuple[str, ...] = ()
    functions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Raced:
    """What one run of a race tells: that of contestant number ``contestant`` with seed number ``seed``, from 0."""

    contestant: int
    seed: int
    told: "Event"


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run is over. ``reason``: budget, early (it got no better), stopped, diverged, interrupted."""

    step: int
    reason: str
    values: Values
    time: Values


@dataclass(frozen=True, slots=True)
class Failed:
    """The run cannot go on. ``text`` is for a person, ``code`` an exit code; ``log`` where details stand."""

    text: str
    code: int = 3
    log: str = ""


Event = (
    RunStarted
    | KernelCompiled
    | StepsEnded
    | Evaluated
    | Probed
    | KnobTurned
    | Assigned
    | StateChanged
    | Diagnosis
    | Diverged
    | Saved
    | Kept
    | Exported
    | Rewound
    | Compared
    | RaceStarted
    | Raced
    | RunEnded
    | Failed
)
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        RunStarted,
        KernelCompiled,
        StepsEnded,
        Evaluated,
        Probed,
        KnobTurned,
        Assigned,
        StateChanged,
        Diagnosis,
        Diverged,
        Saved,
        Kept,
        Exported,
        Rewound,
        Compared,
        RaceStarted,
        Raced,
        RunEnded,
        Failed,
    )
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event with its place in the stream and the seconds since the stream began."""

    seq: int
    at: float
    event: Event
    learner: str = ""


def to_json(event: Event) -> dict[str, Any]:
    """``{"event": name, ...}`` with NaN, infinities, bytes and nested dataclasses in ``signals``' notation."""
    encoded: dict[str, Any] = {"event": type(event).__name__}
    for f in fields(event):
        value = getattr(event, f.name)
        if isinstance(event, Raced) and f.name == "told":
            encoded[f.name] = to_json(value)
            continue
        if isinstance(event, StepsEnded) and f.name == "width" and value == 1:  # as nearly always
            continue
        if f.name == "layers":
            value = [[layer.name, layer.kind, list(layer.output), layer.parameters] for layer in value]
        if isinstance(value, dict):
            encoded[f.name] = {"map": {key: signals.to_json(item) for key, item in value.items()}}
        else:
            encoded[f.name] = signals.to_json(value)
    return encoded


def from_json(value: dict[str, Any]) -> Event:
    """The inverse of ``to_json``. ValueError for an unknown event or wrong fields."""
    kind = KINDS.get(str(value.get("event")))
    if kind is None:
        raise ValueError(f"unknown event {value.get('event')!r}")
    given: dict[str, Any] = {}
    for name, item in value.items():
        if name == "event":
            continue
        if kind is Raced and name == "told":
            if not isinstance(item, dict) or item.get("event") in ("Raced", "RaceStarted"):
                raise ValueError("a run of a race tells the events of a run")
            given[name] = from_json(item)
            continue
        if isinstance(item, dict) and set(item) == {"map"}:
            given[name] = {key: signals.from_json(entry) for key, entry in item["map"].items()}
        else:
            given[name] = signals.from_json(item)
    try:
        if "layers" in given:
            given["layers"] = tuple(LayerInfo(*row) for row in given["layers"])
        event: Event = kind(**given)
    except TypeError as error:
        raise ValueError(f"event {value['event']}: {error}") from error
    return event
