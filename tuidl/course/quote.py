"""Explanations: text with ``{sum:format}``, filled in with the numbers of a run."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import floor, isnan, log10

from tuidl.course import tree
from tuidl.course.check import Look, Value, parse_sum, value
from tuidl.errors import LessonError
from tuidl.language import tr

MISSING = "–"
SPACE = "\N{NO-BREAK SPACE}"  # between groups of digits and before a unit: a number never breaks over two lines
_FORMAT = re.compile(r"|%|n|1/n|\.\d[ef]?")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Part = str | tuple[tree.Sum, str]  # text as it is, or a sum and its format


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Part, ...]:
    """A template in parts; LessonError for a lone brace, an unknown format or a sum that cannot be read."""
    parts: list[Part] = []
    for place, piece in enumerate(re.split(r"\{([^{}]*)\}", text)):
        if place % 2 == 0:
            if "{" in piece or "}" in piece:
                raise LessonError(tr("template '{short}': a brace has no partner", short=_short(text)))
            if piece:
                parts.append(piece)
            continue
        source, _, form = piece.partition(":")
        if not _FORMAT.fullmatch(form):
            raise LessonError(
                tr(
                    "template '{{{piece}}}': format '{form}' is unknown; known are .2f, .1e, %, n and 1/n",
                    piece=piece,
                    form=form,
                )
            )
        parts.append((parse_sum(source), form))
    return tuple(parts)


def names(text: str) -> Iterator[tree.Name]:
    """Every name a template quotes."""
    for part in parse(text):
        if not isinstance(part, str):
            yield from tree.names(part[0])


def render(text: str, look: Look) -> str:
    """The template with every ``{...}`` replaced."""
    return filled(parse(text), look)


def filled(parts: Iterable[Part], look: Look) -> str:
    """Parts of a template as text."""
    return "".join(part if isinstance(part, str) else formatted(_of(part[0], look), part[1]) for part in parts)


def formatted(number: Value, form: str = "") -> str:
    """A value as explanations show it: real minus, never −0.00, ``–`` for one that does not exist.

    ``""`` as short as exact, ``.2f`` decimals, ``.1e`` → 3.6·10⁻¹¹, ``%`` → 97.5 %, ``n`` → 125 213, ``1/n`` → 1/1 800.
    """
    if number is None:
        return MISSING
    if isinstance(number, str):
        return number
    if isinstance(number, bool):
        return tr("on") if number else tr("off")
    if isnan(number):
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "∞" if number > 0 else "−∞"
    match form:
        case "":
            return _signed(_power(f"{number:.7g}") if isinstance(number, float) else str(number))
        case "%":
            return _signed(f"{100 * number:.1f}".removesuffix(".0")) + f"{SPACE}%"
        case "n":
            return _signed(_grouped(round(number)) if abs(number) >= 1 else f"{number:.2f}")
        case "1/n":
            return f"1/{_grouped(_two_digits(1 / number))}" if _is_share(number) else _signed(f"{number:.2f}")
    digits = form[1:].rstrip("ef")
    if form.endswith("e"):
        return _signed(_power(f"{number:.{digits}e}")) if number else "0"
    return _signed(f"{number:.{digits}f}")


def _of(sum_: tree.Sum, look: Look) -> Value:
    return look(sum_, "") if isinstance(sum_, tree.Name) else value(sum_, look)


def _signed(text: str) -> str:
    """With a real minus, and none before a zero."""
    if not text.startswith("-"):
        return text
    return f"−{text[1:]}" if any(c in "123456789" for c in text) else text[1:]


def _power(text: str) -> str:
    """3.6e-11 as 3.6·10⁻¹¹."""
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_SUPERSCRIPT)}" if e else text


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", SPACE)


def _is_share(number: float) -> bool:
    return 1e-300 < number < 1


def _two_digits(number: float) -> int:
    unit = 10.0 ** max(0, floor(log10(number)) - 1)
    return int(round(number / unit) * unit)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
