"""What a check is made of: names, arithmetic, comparisons, as a small tree of frozen nodes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Name:
    """A value by name: ``accuracy``, ``signal[h1]@0``, ``watch.loss``, ``fault.loss``, ``knob.rate.default``."""

    word: str
    layer: str = ""
    at: int | None = None  # the value at this step instead of now
    scope: str = ""  # an earlier step's id, "fault", "knob" or a contestant of the race that runs
    rival: str = ""  # a contestant of the race that the earlier step ran
    default: bool = False  # knob.NAME.default


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: float


@dataclass(frozen=True, slots=True)
class Extreme:
    """``max(name)`` or ``min(name)``, over all evaluations so far."""

    which: Literal["max", "min"]
    name: Name


@dataclass(frozen=True, slots=True)
class Negative:
    """``-atom``."""

    of: "Sum"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two sums joined by ``+ - * / ^``."""

    sign: str
    left: "Sum"
    right: "Sum"


Sum = Name | Number | Extreme | Negative | Arithmetic


@dataclass(frozen=True, slots=True)
class Compare:
    """Two sums compared; the sign is one of ``>= <= > < == !=``."""

    sign: str
    left: Sum
    right: Sum


@dataclass(frozen=True, slots=True)
class IsNan:
    """``sum is nan``: NaN or infinite."""

    of: Sum


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions joined by ``and`` or ``or``."""

    word: Literal["and", "or"]
    parts: tuple["Condition", ...]


Condition = Compare | IsNan | Junction


@dataclass(frozen=True, slots=True)
class Check:
    """A condition, and the step up to which some evaluation must have met it (None: it must hold now)."""

    condition: Condition
    within: int | None = None


def names(tree: Check | Condition | Sum) -> Iterator[Name]:
    """Every name in it, from left to right."""
    match tree:
        case Name():
            yield tree
        case Extreme(_, name):
            yield name
        case Negative(inner) | IsNan(inner) | Check(inner):
            yield from names(inner)
        case Arithmetic(_, left, right) | Compare(_, left, right):
            yield from names(left)
            yield from names(right)
        case Junction(_, parts):
            for part in parts:
                yield from names(part)


def compares(tree: Check | Condition) -> Iterator[Compare | IsNan]:
    """Every comparison in it, from left to right."""
    match tree:
        case Check(condition):
            yield from compares(condition)
        case Junction(_, parts):
            for part in parts:
                yield from compares(part)
        case Compare() | IsNan():
            yield tree


def beside(goal: Check, score: Sum) -> tuple[Condition, ...]:
    """What a goal asks for beside a score, "with at most 30 parameters": where that is not so, no score counts."""
    condition = goal.condition
    parts = condition.parts if isinstance(condition, Junction) and condition.word == "and" else (condition,)
    scored = {(name.word, name.layer) for name in names(score)}
    return tuple(part for part in parts if not scored & {(name.word, name.layer) for name in names(part)})


def spell(tree: Sum) -> str:
    """A sum as it would be written in lesson.toml."""
    match tree:
        case Name(word, layer, at, scope, rival, default):
            spelled = (
                (f"{scope}." if scope else "") + (f"{rival}." if rival else "") + word + (".default" if default else "")
            )
            return spelled + (f"[{layer}]" if layer else "") + ("" if at is None else f"@{at}")
        case Number(value):
            return f"{value:.12g}"
        case Extreme(which, name):
            return f"{which}({spell(name)})"
        case Negative(inner):
            return f"-({spell(inner)})" if isinstance(inner, Arithmetic) else f"-{spell(inner)}"
        case Arithmetic(sign, left, right):
            sides = [f"({spell(s)})" if isinstance(s, Arithmetic) else spell(s) for s in (left, right)]
            return f"{sides[0]} {sign} {sides[1]}"
