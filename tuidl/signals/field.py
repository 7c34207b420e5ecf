"""A grid of numbers as bytes: what most pictures are made of."""

from dataclasses import dataclass
from math import isfinite, nan

NAN_LEVEL = 255  # the byte that stands for NaN or infinity
TOP_LEVEL = 254
FINE = 256  # parts of a level


@dataclass(frozen=True, slots=True)
class Field:
    """A grid of numbers, row by row, as one byte each: value = low + byte / 254 · (high - low); 255 is NaN.

    One that is read under a cursor has a second byte for each, in ``fine``: how far beyond half a level below the first
    the number is, in parts of 256. Pictures need no more than the first.
    """

    height: int
    width: int
    low: float
    high: float
    levels: bytes
    fine: bytes = b""

    @classmethod
    def of(cls, rows: "list[list[float]]", low: float | None = None, high: float | None = None) -> "Field":
        """Quantise rows of numbers; without limits the finite minimum and maximum are used."""
        values = [float(v) for row in rows for v in row]
        finite = [v for v in values if isfinite(v)]
        bottom = low if low is not None else min(finite, default=0.0)
        top = high if high is not None else max(finite, default=0.0)
        span = (top - bottom) or 1.0
        levels = bytes(
            NAN_LEVEL if not isfinite(v) else int(min(max((v - bottom) / span, 0.0), 1.0) * TOP_LEVEL + 0.5)
            for v in values
        )
        return cls(len(rows), len(rows[0]) if rows else 0, bottom, top, levels)

    def value(self, row: int, column: int) -> float:
        """The number at a place, as exact as its bytes allow; NaN where it was not finite."""
        place = row * self.width + column
        level = float(self.levels[place])
        if level == NAN_LEVEL:
            return nan
        if len(self.fine) == len(self.levels):
            level += self.fine[place] / FINE - 0.5
        return self.low + level / TOP_LEVEL * (self.high - self.low)
