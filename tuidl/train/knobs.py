"""Knobs: the values asked for, checked and put wherever the lesson says ``{ knob = NAME }``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuidl.commands import PLACE, KnobValue
from tuidl.course.declarations import fitted, misfit
from tuidl.course.spec import Knob, KnobRef, LayerSpec, Lesson
from tuidl.course.vocabulary import DEEPEST
from tuidl.errors import LessonError, UsageError, suggest
from tuidl.language import tr
from tuidl.nn import Model


def checked(knob: Knob, value: KnobValue) -> KnobValue:
    """The value as the knob keeps it. UsageError says what it may be."""
    if knob.type == "int" and isinstance(value, float) and value.is_integer():
        value = int(value)
    kept: KnobValue = fitted(knob, value)
    why = misfit(knob, kept)
    if why:
        raise UsageError(tr("knob '{name}': {value!r} {why}", name=knob.name, value=value, why=why))
    return kept


def settings(lesson: Lesson, given: Mapping[str, KnobValue]) -> dict[str, KnobValue]:
    """Every knob of the lesson: the defaults with ``given`` over them. UsageError for one that does not exist."""
    found = lesson.defaults()
    for name, value in given.items():
        knob = lesson.knobs.get(name)
        if knob is None:
            near = suggest(name, lesson.knobs)
            raise UsageError(
                tr(
                    "{id} has no knob '{name}'{near}",
                    id=lesson.id,
                    name=name,
                    near=near or tr("; it has {names}", names=", ".join(lesson.knobs) or tr("none")),
                )
            )
        found[name] = checked(knob, value)
    return found


def settled(value: Any, knobs: Mapping[str, KnobValue]) -> Any:
    """The value with each knob reference, however deep in lists and tables, replaced by the knob's value."""
    if isinstance(value, KnobRef):
        return knobs[value.name]
    if isinstance(value, Mapping):
        if set(value) == {"knob"}:
            return knobs[value["knob"]]
        return {key: settled(item, knobs) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [settled(item, knobs) for item in value]
    return value


def expanded(layers: Sequence[LayerSpec], values: Mapping[str, KnobValue]) -> list[tuple[str, str, dict[str, Any]]]:
    """(name, type, options) of every layer, ``repeat`` written out as h1, h2, ... and knobs settled."""
    found = []
    for layer in layers:
        options = dict(settled(layer.options, values))
        if layer.repeat is None:
            found.append((layer.name, layer.type, options))
            continue
        times = int(settled(layer.repeat, values))
        if not 0 <= times <= DEEPEST:
            raise LessonError(
                tr(
                    "layer '{name}' cannot be repeated {times} times: 0 to {deepest}",
                    name=layer.name,
                    times=times,
                    deepest=DEEPEST,
                )
            )
        found += [(f"{layer.name}{number}", layer.type, options) for number in range(1, times + 1)]
    return found


def mentions(value: Any, knob: str) -> bool:
    """Whether a knob decides a value, or anything inside it."""
    if isinstance(value, KnobRef):
        return value.name == knob
    if isinstance(value, Mapping):
        return any(mentions(item, knob) for item in value.values())
    return isinstance(value, list | tuple) and any(mentions(item, knob) for item in value)


def turned_by(value: Any) -> str | None:
    """The name of the knob that decides a value, if one does."""
    return value.name if isinstance(value, KnobRef) else None


@dataclass(frozen=True, slots=True)
class Element:
    """One number of a parameter: ``neuron.weight[0,1]``."""

    tensor: str
    index: tuple[int, ...]

    @classmethod
    def of(cls, knob: Knob) -> "Element | None":
        """The number that a knob *is*, if it is one. LessonError for one that cannot be read."""
        if knob.tensor is None:
            return None
        found = element(knob.tensor)
        if found is None:
            raise LessonError(
                tr(
                    "knob '{name}': tensor '{tensor}' is not of the form 'layer.weight[0,1]'",
                    name=knob.name,
                    tensor=knob.tensor,
                )
            )
        return found

    def inside(self, shapes: Mapping[str, Sequence[int]]) -> bool:
        """Whether there is such a number among tensors of these shapes."""
        shape = shapes.get(self.tensor, ())
        return 0 < len(shape) == len(self.index) and all(
            place < size for place, size in zip(self.index, shape, strict=True)
        )

    def read(self, net: Model) -> float:
        """The number as it is now."""
        return float(net.read(self.tensor)[self.index])

    def write(self, net: Model, value: float) -> None:
        """Give it another value, in the running average of the weights too."""
        for name in (self.tensor, f"{self.tensor}.average"):
            if name in net.tensors():
                numbers = net.read(name)
                numbers[self.index] = value
                net.write(name, numbers)


def elements(lesson: Lesson, shapes: Mapping[str, Sequence[int]]) -> dict[str, Element]:
    """The knobs that are numbers of a network with tensors of these shapes. LessonError where there is none."""
    found = {}
    for name, knob in lesson.knobs.items():
        one = Element.of(knob)
        if one is None or one.tensor not in shapes:
            continue  # of another experiment
        if not one.inside(shapes):
            raise LessonError(
                f"{lesson.id}, knob '{name}': "
                + tr("'{tensor}' does not exist; the shape is {shape}", tensor=knob.tensor, shape=shapes[one.tensor])
            )
        found[name] = one
    return found


def element(text: str) -> Element | None:
    """What ``layer.weight[0,1]`` names; None for a text of another form."""
    match = PLACE.fullmatch(text)
    return Element(match["name"], tuple(int(part) for part in match["index"].split(","))) if match else None
