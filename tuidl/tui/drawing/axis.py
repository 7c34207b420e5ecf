"""A scale from numbers to the unit interval, with round limits and labels at 1, 2 and 5 times a power of ten."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

SMALLEST, LARGEST = 1e-300, 1e300


@dataclass(frozen=True, slots=True)
class Axis:
    """``low`` maps to 0, ``high`` to 1, by difference or (``log``) by ratio; both finite, ``low < high``."""

    low: float
    high: float
    log: bool = False

    def unit(self, value: float) -> float:
        """The place of a value, cut to -1 ... 2; NaN for NaN. Zero and less lie under a log axis."""
        if self.log:
            if value <= 0:
                return -1.0
            share = (log10(min(value, 1e308)) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            share = (value / 4 - self.low / 4) / (self.high / 4 - self.low / 4)
        return share if share != share else min(max(share, -1.0), 2.0)

    def value(self, share: float) -> float:
        """The inverse of ``unit``."""
        if self.log:
            return float(10 ** (log10(self.low) + share * (log10(self.high) - log10(self.low))))
        return self.low + share * (self.high - self.low)

    def ticks(self, most: int) -> list[float]:
        """At most ``most`` labelled values, as many as are round."""
        if most < 1:
            return []
        if self.log:
            return _log_ticks(self.low, self.high, most)
        step = round_step((self.high - self.low) / most)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        while last - first + 1 > most:
            step = round_step(step * 1.01)
            first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [i * step for i in range(first, last + 1)]


def round_step(size: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not under ``size``."""
    if not size > 0 or not isfinite(size):
        return 1.0
    power = 10.0 ** floor(log10(size))
    for factor in (1, 2, 5, 10):
        if factor * power >= size * (1 - 1e-9):
            return factor * power
    return 10 * power


def _round_below(value: float) -> float:
    power = 10.0 ** floor(log10(value) + 1e-12)
    return max((f * power for f in (1, 2, 5) if f * power <= value * (1 + 1e-9)), default=power)


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    first, last = floor(log10(low) - 1e-9), ceil(log10(high) + 1e-9)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = [
            f * 10.0**e for e in range(first, last + 1) for f in factors if low * 0.999 <= f * 10.0**e <= high * 1.001
        ]
        if len(found) <= most:
            return found
    every = 2
    while True:
        kept = [value for value in found if round(log10(value)) % every == 0]
        if len(kept) <= most or every > 700:
            return kept[-most:]
        every += 1


def spread(values: Iterable[float], log: bool = False, limits: tuple[float, float] | None = None) -> Axis:
    """An axis around the finite values, its ends on round numbers, so that it rests while a run goes on."""
    if limits is not None and limits[0] < limits[1] and (limits[0] > 0 or not log):
        return Axis(limits[0], limits[1], log)
    if log:
        positive = [min(max(v, SMALLEST), LARGEST) for v in values if isfinite(v) and v > 0]
        low, high = (min(positive), max(positive)) if positive else (0.1, 1.0)
        low = _round_below(low / 1.05)
        above = round_step(high * 1.05)
        return Axis(low, above if above > low * 1.9 else low * 10, True)
    finite = [min(max(v, -LARGEST), LARGEST) for v in values if isfinite(v)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if high / 4 - low / 4 <= max(1e-290, 1e-9 * max(abs(low), abs(high))):
        pad = abs(low) / 2 if abs(low) > 1e-280 else 1.0
        low, high = low - pad, high + pad
    step = round_step((high - low) / 5)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    return Axis(low, high if high > low else low + step)
