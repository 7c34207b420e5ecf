"""Whether an answer is the expected one, and if not, where they part: index, shape or kind, in words."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tuidl.language import tr, trn

DIGITS = 7  # of a number that is shown
SHOWN = 6  # numbers of an array


@dataclass(frozen=True, slots=True)
class Difference:
    """Expected and got as a learner reads them, and where they differ first (empty for single numbers)."""

    expected: str
    got: str
    where: str = ""


def difference(expected: Any, got: Any, tolerance: float) -> Difference | None:
    """How they differ by more than ``tolerance`` (absolute); None if they agree. NaN agrees with NaN alone."""
    if got is None and expected is not None:
        return Difference(shown(expected), "None", tr("nothing was returned: is there a 'return'?"))
    if isinstance(expected, list | tuple):
        return _several(expected, got, tolerance)
    if isinstance(expected, str | bool) or expected is None:
        agree = type(got) is type(expected) and got == expected
        return None if agree else Difference(shown(expected), shown(got))
    if isinstance(got, bool) or not isinstance(got, int | float | np.ndarray):
        return Difference(
            shown(expected),
            shown(got),
            _kinds(expected, got),
        )
    if isinstance(expected, np.ndarray) != isinstance(got, np.ndarray) and (np.ndim(expected) or np.ndim(got)):
        return Difference(
            shown(expected),
            shown(got),
            _kinds(expected, got),
        )
    wanted, given = np.asarray(expected), np.asarray(got)
    if wanted.shape != given.shape:
        return Difference(
            shown(expected),
            shown(got),
            tr("the shape is {got}, not {expected}", got=size(given.shape), expected=size(wanted.shape)),
        )
    return _numbers(wanted, given, tolerance)


def _kinds(expected: Any, got: Any) -> str:
    return tr("{got} was returned, not {expected}", got=kind(got), expected=kind(expected))


def _numbers(wanted: Any, given: Any, tolerance: float) -> Difference | None:
    with np.errstate(all="ignore"):
        near = np.abs(wanted.astype(np.float64) - given.astype(np.float64)) <= tolerance
    near |= (wanted == given) | (np.isnan(wanted.astype(np.float64)) & np.isnan(given.astype(np.float64)))
    if near.all():
        return None
    if not wanted.shape:
        return Difference(number(float(wanted)), number(float(given)))
    place = tuple(int(axis[0]) for axis in np.nonzero(~near))
    count = int((~near).sum())
    where = f"[{', '.join(map(str, place))}]"
    told = tr("at {place}", place=where)
    if count > 1:
        told = trn("at {place}, and at {n} other place", "at {place}, and at {n} other places", count - 1, place=where)
    return Difference(number(float(wanted[place])), number(float(given[place])), told)


def _several(expected: Any, got: Any, tolerance: float) -> Difference | None:
    if not isinstance(got, list | tuple):
        return Difference(
            shown(expected),
            shown(got),
            _kinds(expected, got),
        )
    if len(got) != len(expected):
        return Difference(
            shown(expected),
            shown(got),
            trn(
                "{n} value was returned, not {expected}",
                "{n} values were returned, not {expected}",
                len(got),
                expected=len(expected),
            ),
        )
    for place, (one, other) in enumerate(zip(expected, got, strict=True)):
        found = difference(one, other, tolerance)
        if found is not None:
            return Difference(
                found.expected,
                found.got,
                tr("value {place} of {count} {where}", place=place + 1, count=len(expected), where=found.where).strip(),
            )
    return None


# ---- values in words ------------------------------------------------------------------------------------------------


def kind(value: Any) -> str:
    """What a value is: ``a number``, ``an array of shape 2 × 32``, ``a list``."""
    match value:
        case None:
            return tr("nothing")
        case bool():
            return tr("True or False")
        case int() | float():
            return tr("a number")
        case str():
            return tr("a text")
        case np.ndarray():
            return tr("an array of shape {size}", size=size(value.shape)) if value.shape else tr("a number")
    return tr("a {type}", type=type(value).__name__)


def size(shape: tuple[int, ...]) -> str:
    """``2 × 32``; ``3`` for a row of three; ``a single number`` for none."""
    return " × ".join(map(str, shape)) or tr("a single number")


def number(value: float) -> str:
    """A number with as many digits as tell it apart, and a real minus."""
    text = f"{value:.{DIGITS}g}"
    return {"inf": "∞", "-inf": "−∞", "nan": "NaN"}.get(text, text.replace("-", "−"))


def shown(value: Any) -> str:
    """A value in one line, cut where it is long."""
    match value:
        case bool() | None:
            return str(value)
        case int() | float():
            return number(value) if abs(value) < 1e300 or value != value else str(value)
        case str():
            return repr(value[:40])
        case np.ndarray() if value.ndim == 0:
            return number(float(value))
        case np.ndarray():
            first = value.reshape(-1)[:SHOWN]
            rest = ", …" if value.size > SHOWN else ""
            numbers = ", ".join(number(float(item)) for item in first)
            return f"[{numbers}{rest}]" + (f" ({size(value.shape)})" if value.ndim > 1 else "")
        case list() | tuple():
            items = ", ".join(shown(item) for item in value[:SHOWN]) + (", …" if len(value) > SHOWN else "")
            return f"[{items}]" if isinstance(value, list) else f"({items})"
    return str(type(value).__name__)
