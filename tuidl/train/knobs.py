"""Knobs: the values asked for, checked and put wherever the lesson says ``{ knob = NAME }``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from tuidl.commands import KnobValue
from tuidl.course.spec import Knob, KnobRef, Lesson
from tuidl.errors import LessonError, UsageError, suggest

_TENSOR = re.compile(r"(?P<name>[A-Za-z_][\w.]*)\[(?P<index>\d+(?:\s*,\s*\d+)*)\]")


def checked(knob: Knob, value: KnobValue) -> KnobValue:
    """The value as the knob's type, within its range. UsageError says what it may be."""
    match knob.type:
        case "choice":
            if value not in knob.choices:
                word = suggest(str(value), knob.choices)
                raise UsageError(
                    f"knob '{knob.name}' cannot be {value!r}: it is one of {', '.join(knob.choices)}{word}"
                )
            return value
        case "bool":
            if not isinstance(value, bool):
                raise UsageError(f"knob '{knob.name}' cannot be {value!r}: it is true or false")
            return value
    whole = knob.type == "int"
    if isinstance(value, bool | str) or not isfinite(value) or (whole and value != int(value)):
        raise UsageError(f"knob '{knob.name}' cannot be {value!r}: it is a {'whole ' if whole else ''}number")
    number = int(value) if whole else float(value)
    if knob.range is not None and not knob.range[0] <= number <= knob.range[1]:
        low, high = knob.range
        raise UsageError(f"knob '{knob.name}' cannot be {number:g}: it goes from {low:g} to {high:g}")
    return number


def settings(lesson: Lesson, given: Mapping[str, KnobValue]) -> dict[str, KnobValue]:
    """Every knob of the lesson: the defaults with ``given`` over them. UsageError for one that does not exist."""
    found = lesson.defaults()
    for name, value in given.items():
        knob = lesson.knobs.get(name)
        if knob is None:
            near = suggest(name, lesson.knobs)
            raise UsageError(
                f"{lesson.id} has no knob '{name}'{near or '; it has ' + (', '.join(lesson.knobs) or 'none')}"
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
        match = _TENSOR.fullmatch(knob.tensor)
        if match is None:
            raise LessonError(f"knob '{knob.name}': tensor '{knob.tensor}' is not of the form 'layer.weight[0,1]'")
        return cls(match["name"], tuple(int(part) for part in match["index"].split(",")))
