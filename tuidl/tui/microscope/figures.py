"""Numbers under the microscope: all of a table with the same decimals, small ones in a unit that is named."""

from collections.abc import Iterable
from math import floor, isfinite, log10

from tuidl.language import tr
from tuidl.signals import Piece
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import SUPERSCRIPT, figure, minus, special
from tuidl.tui.drawing.prose import Span

WIDTH = 6
ROUNDING = 1e-9  # errors below it are those of the computer's numbers, another one's on each processor


def unit(reach: float) -> int:
    """The power of ten that numbers up to ``reach`` are told in: 0 for those between 0.02 and 1000."""
    if not isfinite(reach) or reach == 0 or 0.02 <= reach < 1000:
        return 0
    return floor(log10(reach))


def unit_words(reach: float) -> str:
    """``in 10⁻³``; empty where numbers stand as they are."""
    power = unit(reach)
    return tr("in {unit}", unit="10" + str(power).translate(SUPERSCRIPT)) if power else ""


def cell(value: float, reach: float, sign: bool = True) -> str:
    """A number of a table, at most six columns; a power of ten where decimals would show a 0 that it is not."""
    if not isfinite(value):
        return special(value)
    if value == 0:
        return "0"
    scaled = value / 10.0 ** unit(reach)
    size = abs(scaled)
    if size < 5e-4:
        text = f"{'+' if sign and scaled > 0 else ''}{power(scaled)}"
        return text if len(text) <= WIDTH else "+≈0" if scaled > 0 else "−≈0"
    decimals = 3 if size < 9.9995 else 2 if size < 99.995 else 1 if size < 999.95 else 0
    text = f"{scaled:+.{decimals}f}" if sign else f"{scaled:.{decimals}f}"
    return minus(text)[:WIDTH]


def exact(value: float) -> str:
    """Nine decimals, or nine figures where that says nothing."""
    if not isfinite(value):
        return special(value)
    if value and (abs(value) < 1e-4 or abs(value) >= 1e4):
        return power(value, 6)
    return minus(f"{value:+.9f}")


def power(value: float, digits: int = 0) -> str:
    """``8e−11``."""
    if not isfinite(value) or value == 0:
        return special(value) or "0"
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return minus(f"{mantissa}e{int(exponent)}")


def error(value: float) -> str:
    """``2e−7``, or ``< 1e−9`` where all of it is rounding."""
    return f"< {power(ROUNDING)}" if 0 < value < ROUNDING else power(value)


def spans(pieces: Iterable[Piece]) -> list[Span]:
    """A formula as prose: names dim, their numbers bright, signs plain."""
    found: list[Span] = []
    for piece in pieces:
        if piece.value is None:
            found.append((piece.text, "plain"))
        else:
            found += [
                (piece.text.replace(" ", "\N{NO-BREAK SPACE}"), "dim"),
                (" ", "plain"),
                (bracketed(piece.value), "number"),
            ]
    return found


def bracketed(value: float) -> str:
    """A number in a formula."""
    text = figure(value)
    return f"({text})" if text.startswith("−") else text


def fact(cells: Cells, x: int, y: int, label: str, value: str, fg: str | None = None) -> int:
    """``label value``, the value bright."""
    return cells.spans(x, y, (f"{label} ", cells.ink.dim), (value, fg or cells.ink.bright, BOLD))
