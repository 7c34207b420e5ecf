"""What is asked of a run. Standard library only; each command is one JSON object on the wire."""

from dataclasses import asdict, dataclass
from typing import Any

KnobValue = float | int | bool | str


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


@dataclass(frozen=True, slots=True)
class Save:
    """Write the complete state to a file; answered by ``Saved``."""

    path: str


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
class Stop:
    """End the run and the session."""


Command = (
    Play
    | Pause
    | Step
    | Reset
    | SetKnob
    | SetPace
    | Watch
    | Choose
    | Inspect
    | Save
    | Restore
    | Rewind
    | Compare
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
        SetPace,
        Watch,
        Choose,
        Inspect,
        Save,
        Restore,
        Rewind,
        Compare,
        Stop,
    )
}


def to_json(command: Command) -> dict[str, Any]:
    """``{"command": name, ...}``."""
    return {"command": type(command).__name__, **asdict(command)}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value


def from_json(value: dict[str, Any]) -> Command:
    """The inverse of ``to_json``. ValueError for an unknown command or wrong fields."""
    given = dict(value)
    kind = KINDS.get(str(given.pop("command", None)))
    if kind is None:
        raise ValueError(f"unknown command {value.get('command')!r}")
    try:
        command: Command = kind(**{name: _tuples(item) for name, item in given.items()})
    except TypeError as error:
        raise ValueError(f"command {value['command']}: {error}") from error
    return command
