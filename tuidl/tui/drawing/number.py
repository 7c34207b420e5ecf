"""Numbers as people read them: a real minus, blanks between thousands, ten to a power where digits run out."""

from math import floor, isfinite, isnan, log10

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def minus(text: str) -> str:
    """With the real minus sign."""
    return text.replace("-", "−")


def special(value: float) -> str:
    """``NaN``, ``∞`` or ``−∞``; empty for a finite number."""
    if isfinite(value):
        return ""
    return "NaN" if isnan(value) else "∞" if value > 0 else "−∞"


def count(value: float) -> str:
    """A whole number: 1 500."""
    return special(value) or (minus(f"{value:,.0f}").replace(",", " ") if abs(value) < 1e12 else power(value))


def power(value: float, digits: int = 0) -> str:
    """``10⁻⁶`` or ``3·10⁻⁶``."""
    if not isfinite(value) or value == 0:
        return special(value) or "0"
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    raised = "10" + str(int(exponent)).translate(SUPERSCRIPT)
    return raised if mantissa == "1" else "−" + raised if mantissa == "-1" else minus(f"{mantissa}·{raised}")


def figure(value: float, digits: int = 3) -> str:
    """About ``digits`` figures in at most seven columns: 0.081, 2.30, 41.7, 1 240, 3.1·10⁻⁶."""
    if not isfinite(value) or value == 0:
        return special(value) or "0"
    place = floor(log10(abs(value)))
    if place >= 5 or place < -3:
        return power(value, 1)
    if place >= digits - 1:
        return count(value)
    return minus(f"{value:.{4 if place == -3 else min(3, digits - 1 - place)}f}")


def compact(value: float, digits: int = 3) -> str:
    """The fewest figures, at most three, or as many as asked: 1, 0.5, 0.148, 2.4."""
    if not isfinite(value) or value == 0:
        return special(value) or "0"
    if abs(value) >= 1000 or abs(value) < 1e-3:
        return figure(value)
    return minus(f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}")


def signed(value: float, decimals: int = 2) -> str:
    """``+0.50``, ``−1.25``; large ones as ``+3·10⁸``."""
    if not isfinite(value):
        return special(value)
    if abs(value) >= 1e4:
        return ("+" if value > 0 else "") + power(value)
    text = f"{value:+.{decimals}f}"
    return minus(text) if float(text) else f"{0:.{decimals}f}"


def told(value: float, decimals: int = 3) -> str:
    """``+0.500``, as ``signed``; ``+4·10⁻⁵`` where the decimals would show a 0 that it is not."""
    if isfinite(value) and value and abs(value) < 0.5 * 10.0**-decimals:
        return ("+" if value > 0 else "") + power(value)
    return signed(value, decimals)


def precise(value: float) -> str:
    """What stands under a cursor: a sign and at least four figures, ``+0.0539``, ``−1.250·10⁻⁵``, ``+23.41``."""
    size = abs(value)
    if not isfinite(value) or value == 0:
        return special(value) or "0"
    if size < 1e-2 or size >= 1e4:
        return ("+" if value > 0 else "") + power(value, 3)
    return minus(f"{value:+.{4 if size < 10 else 3 if size < 100 else 2}f}")


def tick(value: float, step: float = 0.0) -> str:
    """A label on an axis: 2.0, 0.5, 0.05, 500, 10⁻⁶, with the decimals that ``step`` between labels asks for."""
    if not isfinite(value) or value == 0:
        return special(value) or "0"
    size = abs(value)
    if size >= 1e5 or size < 1e-3:
        return power(value)
    if step:
        decimals = max(0, -floor(log10(abs(step)) + 1e-9))
        return count(value) if decimals == 0 else minus(f"{value:.{decimals}f}")
    if size >= 10:
        return count(value)
    return minus(f"{value:.1f}" if size >= 1 else f"{value:.3f}".rstrip("0"))


def percent(share: float, decimals: int = 1) -> str:
    """``96.2`` for 0.962; NaN stays readable."""
    return special(share) or f"{share * 100:.{decimals}f}"
