"""What is asked of a run. Standard library only; each command is one JSON object on the wire."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from tuidl.language import tr, trn

KnobValue = float | int | bool | str
PLACE = re.compile(r"(?P<name>[A-Za-z_][\w.]*)\[(?P<index>\d+(?:\s*,\s*\d+)*)\]")  # one number: ``h1.weight[0,2]``
FEWEST = 4  # examples that make a data set


@dataclass(frozen=True, slots=True)
class Play:
    """Train until the budget ends or something else is asked. ``until``: stop after this step."""

    until: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop training after the step under way; probes and knobs still answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """Train exactly ``count`` steps, then pause."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class Reset:
    """Begin again at step 0 with ``knobs`` (all of them; those left out keep their value).

    A step of a lesson may want another experiment, budget or rhythm of evaluations; None keeps the one there is.
    ``lesson``: the folder of another lesson, which begins with its own knobs; what is wrong with it changes nothing.
    """

    knobs: tuple[tuple[str, KnobValue], ...] = ()
    experiment: str | None = None
    steps: int | None = None
    evaluate_every: int | None = None
    lesson: str | None = None


@dataclass(frozen=True, slots=True)
class SetKnob:
    """Turn a live knob now; a reset knob is kept for the next ``Reset``."""

    name: str
    value: KnobValue


@dataclass(frozen=True, slots=True)
class Assign:
    """Give one number of the network another value now: ``place`` names it, as ``h1.weight[0,2]``."""

    place: str
    value: float


@dataclass(frozen=True, slots=True)
class SetPace:
    """``frame``: one step per frame interval; ``full``: as fast as it goes. ``interval``: seconds between signals."""

    pace: str
    interval: float = 0.1


@dataclass(frozen=True, slots=True)
class Watch:
    """The signals wanted from now on (names as in lesson.toml), each with the largest grid that can be shown."""

    panels: tuple[tuple[str, int, int], ...]  # name, columns, rows


@dataclass(frozen=True, slots=True)
class Choose:
    """What a panel points at: a sample index, a position in a text, a unit, a point of the plane."""

    panel: str
    value: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Inspect:
    """Take the next training step on one example apart; answered by ``Probed`` ``microscope`` and ``closeup``.

    With an ``instruction`` it is the step that was taken apart last, looked at there: ``tensor``, one of those it has
    ("" the one it writes), and the number at ``row`` and ``column`` of table ``plane``.
    """

    example: int
    instruction: int | None = None
    tensor: str = ""
    row: int = 0
    column: int = 0
    plane: int = 0
    audit: int | None = None  # instead: check the numbers of all gradients from this one on; answered by ``audit``


@dataclass(frozen=True, slots=True)
class Sketch:
    """What does the network say of this image? Answered by ``Probed`` ``drawing`` with the same ``number``.

    ``pixels``: row by row, 0 empty, 1 full. ``layer``: whose feature maps are wanted; empty: none. ``centred``: moved
    by whole pixels to where the training images lie.
    """

    number: int
    pixels: tuple[float, ...]
    layer: str = ""
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Teach:
    """Train on these points from now on (x1, x2, number of the class), with the weights as they are.

    What was trained before is told no more: the run can be taken back to this step and no further.
    """

    points: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep drawings as the data set ``name``; answered by ``Kept``, or by a ``Diagnosis`` that says why not.

    ``shape`` (2,): each example is a point x1, x2; (height, width): an image, pixel by pixel from 0 to 1. ``before``:
    so many examples of the set stay, and these follow, in place of what was kept from here before. With None none was:
    the name is new, or that of images of this size, and all of those stay.
    """

    name: str
    shape: tuple[int, ...]
    examples: tuple[tuple[float, ...], ...]
    labels: tuple[str, ...]
    before: int | None = None

    @property
    def fault(self) -> str:
        """One sentence on why there is no data set in them yet: too few, or all of one class; empty if there is."""
        n, kinds = len(self.labels), len(set(self.labels))
        points = len(self.shape) == 1
        if n < FEWEST:
            many = trn("{n} point", "{n} points", n) if points else trn("{n} drawing", "{n} drawings", n)
            return tr("{many} cannot be a data set yet: at least {fewest} are needed", many=many, fewest=FEWEST)
        if kinds > 1:
            return ""
        if points:
            return tr("all {n} points are of class {label}: a data set needs two classes", n=n, label=self.labels[0])
        return tr("all {n} drawings are of class {label}: a data set needs two classes", n=n, label=self.labels[0])


@dataclass(frozen=True, slots=True)
class Save:
    """Write the complete state to a file; answered by ``Saved``."""

    path: str


@dataclass(frozen=True, slots=True)
class Export:
    """Write what the run has said to a file; answered by ``Exported``, or by a ``Diagnosis`` that says why not.

    ``form``: ``jsonl``, as ``--json`` prints it; ``csv``, a row for each step and evaluation; ``rec``, a recording.
    """

    path: str
    form: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Continue from a saved file; answered by ``RunStarted`` at its step."""

    path: str


@dataclass(frozen=True, slots=True)
class Rewind:
    """Go back (or, until something is trained, forth again) to a step; answered by ``Rewound``.

    ``line``: of which line of the run; None goes along the one it is on. Training on from there begins a new line.
    """

    step: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """How does another line of the run differ? Answered by ``Compared``. None: the line that this one left."""

    line: int | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """In a race: ``order`` is for contestant number ``contestant``, from 0. Any other command is for all of them.

    The runs of a race go back in time together, so that ``Rewind`` is never for one.
    """

    contestant: int
    order: "Command"


@dataclass(frozen=True, slots=True)
class Stop:
    """End the run and the session."""


Command = (
    Play
    | Pause
    | Step
    | Reset
    | SetKnob
    | Assign
    | SetPace
    | Watch
    | Choose
    | Inspect
    | Sketch
    | Teach
    | Keep
    | Save
    | Export
    | Restore
    | Rewind
    | Compare
    | Only
    | Stop
)
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Play,
        Pause,
        Step,
        Reset,
        SetKnob,
        Assign,
        SetPace,
        Watch,
        Choose,
        Inspect,
        Sketch,
        Teach,
        Keep,
        Save,
        Export,
        Restore,
        Rewind,
        Compare,
        Only,
        Stop,
    )
}


def to_json(command: Command) -> dict[str, Any]:
    """``{"command": name, ...}``."""
    if isinstance(command, Only):
        return {"command": "Only", "contestant": command.contestant, "order": to_json(command.order)}
    return {"command": type(command).__name__, **asdict(command)}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value


def from_json(value: dict[str, Any]) -> Command:
    """The inverse of ``to_json``. ValueError for an unknown command or wrong fields."""
    given = dict(value)
    kind = KINDS.get(str(given.pop("command", None)))
    if kind is None:
        raise ValueError(f"unknown command {value.get('command')!r}")
    if kind is Only:
        order = given.get("order")
        if (
            not isinstance(order, dict)
            or order.get("command") == "Only"
            or not isinstance(given.get("contestant"), int)
        ):
            raise ValueError("an order for one contestant needs its number and a command")
        return Only(given["contestant"], from_json(order))
    try:
        command: Command = kind(**{name: _tuples(item) for name, item in given.items()})
    except TypeError as error:
        raise ValueError(f"command {value['command']}: {error}") from error
    return command
