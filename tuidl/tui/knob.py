"""A knob in the hand: where it stops, what a typed text means, how its value is written. Pure."""

from math import isfinite, log10

from tuidl.commands import KnobValue
from tuidl.course.spec import Knob
from tuidl.errors import UsageError, suggest
from tuidl.language import tr

DECADES = 50  # highest over lowest from which on a track is in decades


def stops(knob: Knob) -> tuple[KnobValue, ...]:
    """Every place where the arrow keys stop, lowest first; empty where they move by an amount."""
    if knob.type == "bool":
        return (False, True)
    if knob.type == "choice":
        return knob.choices
    return knob.stops


def turned(knob: Knob, value: KnobValue, direction: int) -> KnobValue:
    """The value one stop further up (``direction`` 1) or down (-1); the same value at the end."""
    places = stops(knob)
    if knob.type in ("bool", "choice"):
        at = places.index(value) if value in places else 0
        return places[min(max(at + direction, 0), len(places) - 1)]
    number = float(value)  # a number knob holds a number
    if places:
        rising = sorted(float(stop) for stop in places)
        edge = 1e-9 * max(1.0, abs(number)) if abs(number) > 1e-6 else 1e-15
        beyond = [s for s in rising if (s > number + edge if direction > 0 else s < number - edge)]
        if not beyond:
            return value
        return _typed(knob, beyond[0] if direction > 0 else beyond[-1])
    step = knob.by if knob.by is not None else 1.0
    low, high = knob.range or (-1e308, 1e308)
    return _typed(knob, min(max(round(number + direction * step, 12), low), high))


def _typed(knob: Knob, number: float) -> KnobValue:
    return round(number) if knob.type == "int" else number


def parsed(knob: Knob, text: str) -> KnobValue:
    """What a learner typed, as a value of the knob. UsageError naming the knob, the text and what is possible."""
    given = text.strip().replace("−", "-")
    if knob.type == "bool":
        if given.lower() in ("true", "yes", "on", "1"):
            return True
        if given.lower() in ("false", "no", "off", "0"):
            return False
        raise UsageError(tr("{label}: {text!r} is neither on nor off", label=knob.label, text=text))
    if knob.type == "choice":
        if given in knob.choices:
            return given
        raise UsageError(
            tr(
                "{label}: {text!r} is not one of {choices}{hint}",
                label=knob.label,
                text=text,
                choices=", ".join(knob.choices),
                hint=suggest(given, knob.choices),
            )
        )
    try:
        number = float(given)
    except ValueError:
        raise UsageError(tr("{label}: {text!r} is not a number", label=knob.label, text=text)) from None
    low, high = knob.range or (-1e308, 1e308)
    if not isfinite(number) or not low <= number <= high:
        raise UsageError(
            tr(
                "{label}: {given} is outside {written} to {written2}",
                label=knob.label,
                given=given,
                written=written(low),
                written2=written(high),
            )
        )
    if knob.type == "int" and number != int(number):
        raise UsageError(tr("{label}: {given} is not a whole number", label=knob.label, given=given))
    return _typed(knob, number)


def share(knob: Knob, value: KnobValue) -> float | None:
    """The place between lowest and highest as 0 to 1, in decades where the range spans many; None for words."""
    if knob.type == "choice":
        return None
    if knob.type == "bool":
        return float(bool(value))
    low, high = knob.range or ((knob.stops[0], knob.stops[-1]) if knob.stops else (0.0, 0.0))
    if high <= low:
        return None
    number = min(max(float(value), low), high)
    if low > 0 and high / low >= DECADES:
        return (log10(number) - log10(low)) / (log10(high) - log10(low))
    return (number - low) / (high - low)


def at_share(knob: Knob, place: float) -> KnobValue | None:
    """The stop nearest to a place between lowest (0) and highest (1); None where ``share`` knows of no place."""
    if knob.type == "bool":
        return place >= 0.5
    if knob.type == "choice" or share(knob, knob.default) is None:
        return None
    if knob.stops:
        return _typed(knob, min(map(float, knob.stops), key=lambda stop: abs((share(knob, stop) or 0.0) - place)))
    first, last = knob.range or (0.0, 0.0)
    step = knob.by if knob.by is not None else 1.0
    if first > 0 and last / first >= DECADES:
        number = first * (last / first) ** place
    else:
        number = first + (last - first) * place
    return _typed(knob, min(max(round(round((number - first) / step) * step + first, 12), first), last))


def written(value: KnobValue) -> str:
    """A knob's value as a learner reads it: ``0.0006``, ``−1.5``, ``on``, ``tanh``."""
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value).replace("-", "−")
    text = f"{value:.4g}" if abs(value) >= 1e-5 or value == 0 else f"{value:.0e}"
    if "e" not in text and "." not in text:
        text += ".0"
    return text.replace("-", "−")
