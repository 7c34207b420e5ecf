"""What the run doctor found and the learner has not put away, and what can be tried against it here. Pure."""

from dataclasses import dataclass, field, replace
from math import isclose

from tuidl.commands import KINDS, KnobValue
from tuidl.course.spec import Experiment, Knob, KnobRef, Lesson
from tuidl.events import Diagnosis
from tuidl.language import tr
from tuidl.tui import knob as handle
from tuidl.view import RunView

ELSEWHERE = {"stopping", *(name.lower() for name in KINDS)}  # said in the note: no complaint of the doctor's
LAYERS = {"dropout": ("dropout", "rate"), "depth": ("", "repeat")}  # layer type ("" any) and key


@dataclass(frozen=True, slots=True)
class Trial:
    """A knob, where it stands, and where to turn it."""

    knob: Knob
    now: KnobValue
    value: KnobValue

    @property
    def words(self) -> str:
        """``rate 0.3 → 0.03``."""
        return f"{self.knob.label} {handle.written(self.now)} → {handle.written(self.value)}"


@dataclass
class Consultation:
    """Which complaint is shown: the first one stays until it is put away, so that nothing changes while it is read.

    ``searching``: to find the fault is the learner's task, so that symptoms are told and no causes.
    """

    kind: str = ""
    away: set[str] = field(default_factory=set)  # kinds put away, until the run begins again

    def complaints(self, view: RunView, searching: bool = False) -> tuple[Diagnosis, ...]:
        """The newest of each kind that was not put away, in the order in which they were found."""
        newest: dict[str, Diagnosis] = {}
        for told in view.diagnoses:
            if told.kind not in ELSEWHERE and told.kind not in self.away:
                newest[told.kind] = told
        if searching:
            return tuple(replace(told, text=told.symptom) for told in newest.values() if told.symptom)
        return tuple(newest.values())

    def shown(self, view: RunView, searching: bool = False) -> Diagnosis | None:
        """The one that is read now."""
        found = self.complaints(view, searching)
        told = next((one for one in found if one.kind == self.kind), found[0] if found else None)
        if told is not None:
            self.kind = told.kind
        return told

    def turn(self, view: RunView, direction: int, searching: bool = False) -> None:
        """Read the next one, or the one before."""
        found, told = self.complaints(view, searching), self.shown(view, searching)
        if told is not None:
            self.kind = found[(found.index(told) + direction) % len(found)].kind

    def put_away(self) -> None:
        """Show it no more."""
        self.away.add(self.kind)
        self.kind = ""

    def begin(self) -> None:
        """The run begins again: so does the doctor."""
        self.away.clear()


def titled(told: Diagnosis, searching: bool = False) -> str:
    """What a complaint is called; its kind would name the cause."""
    return tr("a symptom") if searching else tr(told.kind)


def fed(lesson: Lesson, experiment: Experiment, what: str) -> Knob | None:
    """The knob that gives an experiment, or one of its layers, the setting ``what``; None if none does."""
    kind, key = LAYERS.get(what, ("", what))
    places: list[object] = [] if what in LAYERS else [getattr(experiment, key, None), experiment.options.get(key)]
    for layer in experiment.layers:
        if kind in ("", layer.type):
            places += [layer.repeat if key == "repeat" else None, layer.options.get(key)]
    name = next((place.name for place in places if isinstance(place, KnobRef)), "")
    return lesson.knobs.get(name)


def fitting(knob: Knob, now: KnobValue, wanted: KnobValue) -> KnobValue | None:
    """Where the knob goes for ``wanted``: there, or to the stop on the way that is nearest; None if that is no move."""
    if knob.type in ("choice", "bool"):
        return wanted if wanted in handle.stops(knob) and wanted != now else None
    if isinstance(wanted, str) or isinstance(now, str):
        return None
    low, high = knob.range or (-1e308, 1e308)
    aim, at = min(max(float(wanted), low), high), float(now)
    between = [stop for stop in knob.stops if min(aim, at) <= stop <= max(aim, at) and not isclose(stop, at)]
    if knob.stops:
        aim = min(between, key=lambda stop: abs(stop - aim), default=at)
    if isclose(aim, at):
        return None
    return round(aim) if knob.type == "int" else aim
