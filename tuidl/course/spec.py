"""What a lesson is: frozen descriptions of ``lesson.toml``, pages and glossary. Nothing is read or checked here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tuidl.commands import KnobValue

StepKind = Literal["read", "predict", "run", "tune", "code", "repair", "quiz", "recap"]


@dataclass(frozen=True, slots=True)
class KnobRef:
    """``{ knob = "rate" }``: stands wherever a value may; the knob's value goes there."""

    name: str


@dataclass(frozen=True, slots=True)
class Knob:
    """Something that may be turned, declared once: control on screen, ``--set`` option and JSON."""

    name: str
    type: Literal["float", "int", "bool", "choice"]
    default: KnobValue
    label: str
    help: str
    change: Literal["live", "reset"]
    range: tuple[float, float] | None = None
    stops: tuple[float, ...] = ()  # where the arrow keys stop, rising
    by: float | None = None
    choices: tuple[str, ...] = ()
    tensor: str | None = None  # "neuron.bias[0]": the knob *is* this number


@dataclass(frozen=True, slots=True)
class DataSpec:
    """``[data.NAME]``: a generator, a shipped set or ``lesson.py:name``, with the generator's own keys."""

    name: str
    source: str
    options: Mapping[str, Any]  # n, validation, noise, ...; values may be KnobRef
    classes: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """``[[experiment.NAME.layers]]``: ``options`` are the layer's own keys; values may be KnobRef (also nested)."""

    name: str
    type: str
    options: Mapping[str, Any]
    repeat: int | KnobRef | None = None


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """``[schedule.NAME]``: how a learning rate changes, with the kind's own keys; values may be KnobRef."""

    name: str
    kind: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One run of a race: an experiment, and what makes it differ from the others: knobs, or functions that a learner
    wrote in earlier lessons (``lesson-forward.write``)."""

    name: str
    experiment: str
    set: Mapping[str, KnobValue] = field(default_factory=dict)
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Experiment:
    """``[experiment.NAME]``: something that trains. Values may be KnobRef.

    A race has all that the experiment has which its first contestant runs, and the contestants.
    """

    name: str
    kind: str  # supervised or race
    data: str | KnobRef
    loss: str
    optimiser: str | KnobRef
    rate: float | KnobRef
    batch: int | Literal["all"] | KnobRef
    steps: int | KnobRef
    evaluate_every: int
    layers: tuple[LayerSpec, ...]
    pace: Literal["full", "frame"] = "full"
    stride: int = 1  # training steps in a frame, where the pace is "frame"
    seed: int | KnobRef = 0
    schedule: str | KnobRef | None = None  # the name of a [schedule.NAME]
    stopping: Mapping[str, Any] = field(default_factory=dict)  # patience, ...; values may be KnobRef
    options: Mapping[str, Any] = field(default_factory=dict)  # momentum, clip, ...; values may be KnobRef
    contestants: tuple[Contestant, ...] = ()  # of a race
    seeds: int = 1  # runs of each contestant, from the seed on

    @property
    def race(self) -> bool:
        """Whether several runs train side by side."""
        return self.kind == "race"


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """``[panels.NAME]``: only where a panel needs more than its name."""

    name: str
    options: Mapping[str, Any]  # range = [low, high], ...


@dataclass(frozen=True, slots=True)
class Explanation:
    """``[[step.explain]]``: the first whose ``when`` holds is shown; the last has none."""

    say: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a predict question. ``when``: the run makes this one right."""

    id: str
    label: str
    note: str = ""
    when: str | None = None
    tempting: str = ""
    curve: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One predict question: a choice, a curve shape or a number band."""

    id: str
    kind: Literal["choice", "shape", "band"]
    text: str
    value: str = ""  # shape and band: the value predicted
    choices: tuple[Choice, ...] = ()
    edges: tuple[float, ...] = ()  # band: rising bounds


@dataclass(frozen=True, slots=True)
class QuizChoice:
    """One answer of a quiz question; every wrong one says why it tempts."""

    label: str
    right: bool = False
    tempting: str = ""


@dataclass(frozen=True, slots=True)
class QuizItem:
    """One quiz question."""

    text: str
    choices: tuple[QuizChoice, ...]
    because: str


@dataclass(frozen=True, slots=True)
class CodeSpec:
    """``[step.code]``."""

    file: str
    solution: str
    tests: str
    function: str
    plug: str


@dataclass(frozen=True, slots=True)
class RepairSpec:
    """``[step.repair]``."""

    fault: Mapping[str, KnobValue]
    mends: tuple[Mapping[str, KnobValue], ...]
    decoys: tuple[Mapping[str, KnobValue], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """``[[step]]``: one page, its task and its check."""

    id: str
    kind: StepKind
    page: str
    task: str
    experiment: str
    panels: tuple[str, ...]
    point: tuple[str, ...] = ()  # "panel:NAME", "knob:NAME"
    knobs: tuple[str, ...] = ()
    set: Mapping[str, KnobValue] = field(default_factory=dict)
    start: str | None = None  # begin with the end state of that step
    steps: int | None = None
    evaluate_every: int | None = None
    single: bool = False  # mode = "single": only . steps
    check: str | None = None
    hints: tuple[str, ...] = ()
    explain: tuple[Explanation, ...] = ()
    score: str | None = None
    solution: Mapping[str, KnobValue] = field(default_factory=dict)
    ask: tuple[Ask, ...] = ()
    item: tuple[QuizItem, ...] = ()
    code: CodeSpec | None = None
    repair: RepairSpec | None = None
    best: tuple[str, ...] = ()

    @property
    def solved(self) -> Mapping[str, KnobValue]:
        """The knobs that reach its goal: the solution of a tune step, the first mend of a repair step."""
        return self.repair.mends[0] if self.repair is not None and self.repair.mends else self.solution


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the headless run."""

    text: str
    check: str


@dataclass(frozen=True, slots=True)
class Demo:
    """``[demo]``: which steps' recordings play on the first screen and on the home screen."""

    plays: str
    picture: str
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One glossary entry."""

    name: str
    short: str
    page: str
    letter: str = ""
    formula: str = ""
    also: tuple[str, ...] = ()


NOWHERE = "9.99"  # the number of a lesson that has no place in the course


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson folder, read."""

    folder: Path
    id: str
    number: str
    title: str
    promise: str
    minutes: int
    needs: tuple[str, ...]
    next: str
    objectives: tuple[str, ...]
    data: Mapping[str, DataSpec]
    experiments: Mapping[str, Experiment]
    measures: Mapping[str, str]
    panels: Mapping[str, PanelSpec]
    knobs: Mapping[str, Knob]
    demo: Demo | None
    headless: str  # experiment
    goals: tuple[Goal, ...]
    steps: tuple[Step, ...]
    pages: Mapping[str, str]  # file name -> text
    terms: Mapping[str, Term]
    schedules: Mapping[str, ScheduleSpec] = field(default_factory=dict)
    language: str = ""  # of its words; empty: English
    code: Mapping[str, str] = field(default_factory=dict)  # stubs and solutions of code steps: file name -> text

    @property
    def slug(self) -> str:
        """The id without ``lesson-``."""
        return self.id.removeprefix("lesson-")

    @property
    def place(self) -> str:
        """What is shown as its number; nothing of a sandbox, which has no place in the course."""
        return "" if self.number == NOWHERE else self.number

    def step(self, step_id: str) -> Step:
        """The step of that id; KeyError if there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def defaults(self) -> dict[str, KnobValue]:
        """Every knob at its default."""
        return {name: knob.default for name, knob in self.knobs.items()}

    def settings(self, step: Step) -> dict[str, KnobValue]:
        """The knobs as a step opens: the defaults with its ``set`` over them."""
        return {**self.defaults(), **step.set}
