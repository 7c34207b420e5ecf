"""A value that comes once a step, kept so that drawing costs the same after a thousand steps and after a million."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from math import inf, isfinite, nan

Evaluation = tuple[int, dict[str, float]]
EARLY = 1024  # evaluations from the beginning that always stay
MOST = 2048  # buckets; when they are full, neighbours are joined


class Series:
    """Numbers in buckets of equal ``width`` (steps; a power of two), each with its extremes, its last and its mean.

    ``lows[i] <= v <= highs[i]`` holds for every finite value v of bucket i, and both are values that came: a spike is
    never lost. Up to ``MOST`` values a bucket is one value. ``means``: the running mean at the end of a bucket,
    ``s += max(2/(span+1), 1/n) (v - s)``, whose weights fall by e in about ``span/2`` values and which is a plain mean
    at first. A bucket without a finite value holds NaN. At most 64 KiB, however many values came.
    """

    __slots__ = ("_filled", "_mean", "count", "ends", "highs", "lows", "means", "span", "width")

    def __init__(self, numbers: Iterable[float] = (), span: float = 1.0) -> None:
        self.width, self.count, self.span = 1, 0, span
        self.lows, self.highs = array("d"), array("d")
        self.ends, self.means = array("d"), array("d")
        self._filled, self._mean = 0, 0.0  # values in the last bucket
        self.extend(numbers)

    def __len__(self) -> int:
        return self.count

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Series):
            return NotImplemented
        return self.count == other.count and self._bytes() == other._bytes()

    __hash__ = None  # type: ignore[assignment]

    def _bytes(self) -> tuple[bytes, ...]:
        return tuple(column.tobytes() for column in (self.lows, self.highs, self.ends, self.means))

    @property
    def last(self) -> float:
        """The newest value; NaN if there is none."""
        return self.ends[-1] if self.ends else nan

    def extend(self, numbers: Iterable[float], width: int = 1) -> None:
        """Take more values in. ``width``: how often each came in a row."""
        if width > 1:
            self._align(width)
        least, mean, count = 2 / (max(self.span, 1.0) + 1), self._mean, self.count
        least = least if width == 1 else 1 - (1 - least) ** width
        lows, highs, ends, means = self.lows, self.highs, self.ends, self.means
        for value in numbers:
            count += width
            if self._filled in (0, self.width):
                if len(ends) == MOST:
                    self._join()
                    lows, highs, ends, means = self.lows, self.highs, self.ends, self.means
                self._filled = 0
                for column in (lows, highs, ends, means):
                    column.append(nan)
            self._filled += width
            ends[-1] = value
            if isfinite(value):
                step = value - mean
                mean += max(least, width / count) * step if isfinite(step) else 0.0
                means[-1] = mean
                if not lows[-1] <= value:
                    lows[-1] = value
                if not highs[-1] >= value:
                    highs[-1] = value
        self._mean, self.count = mean, count

    def _align(self, width: int) -> None:
        """Make buckets hold that many values, or a multiple, and go on at the beginning of such a stretch."""
        while self.width < width:
            if len(self.ends) % 2:
                for column, empty in ((self.lows, nan), (self.highs, nan), (self.means, nan), (self.ends, self.last)):
                    column.append(empty)
            else:
                self._filled += self.width if self.ends else 0
            self._join()
        missing = -self.count % width
        self.count, self._filled = self.count + missing, self._filled + missing

    def _join(self) -> None:
        """Half as many buckets, each twice as wide."""
        self.lows = _joined(self.lows, min, inf)
        self.highs = _joined(self.highs, max, -inf)
        self.ends = self.ends[1::2]
        self.means = array("d", (b if b == b else a for a, b in zip(self.means[::2], self.means[1::2], strict=True)))
        self.width *= 2

    def bucket(self, index: int) -> int:
        """The bucket that holds the value of that index."""
        return index // self.width

    def places(self, first: int) -> list[int]:
        """The step of each bucket's last value, where ``first`` is the step of the first value."""
        found = list(range(first + self.width - 1, first + self.count, self.width))
        return found if len(found) == len(self.ends) else [*found, first + self.count - 1]

    def band(self, first: int) -> tuple[range, list[float]]:
        """All values, or each bucket's extremes, at rising steps: what a curve of raw values goes through."""
        if self.width == 1:
            return range(first, first + self.count), list(self.lows)
        pace = self.width // 2
        ys = [value for pair in zip(self.lows, self.highs, strict=True) for value in pair]
        return range(first, first + pace * len(ys), pace), ys

    @property
    def noisy(self) -> bool:
        """Whether the newest values differ from their running mean."""
        newest = zip(self.lows[-40:], self.highs[-40:], self.means[-40:], strict=True)
        return any(low != mean or high != mean for low, high, mean in newest)


def _joined(column: "array[float]", better: Callable[[float, float], float], empty: float) -> "array[float]":
    joined = array("d")
    for a, b in zip(column[::2], column[1::2], strict=True):
        joined.append(better(a if a == a else empty, b if b == b else empty) if a == a or b == b else nan)
    return joined


def thinned(evaluations: Sequence[Evaluation], early: int = EARLY) -> list[Evaluation]:
    """Fewer than half of many evaluations: after the first ``early`` of each stretch the first, the extremes, and the
    first without a number.

    So the largest and the smallest of every value stay, and the newest evaluation stays; and what a run has reached
    "within 150 steps" can be seen however long it went on.
    """
    names = {name for _, values in evaluations for name in values}
    stretch, kept = 8 * max(1, len(names)), list(evaluations[: min(early, len(evaluations) - 1)])
    for start in range(len(kept), len(evaluations) - 1, stretch):
        part = evaluations[start : min(start + stretch, len(evaluations) - 1)]
        chosen = {0}
        for name in names:
            there = [i for i, (_, values) in enumerate(part) if name in values]
            finite = [i for i in there if isfinite(part[i][1][name])]
            if finite:
                chosen.add(min(finite, key=lambda i: part[i][1][name]))
                chosen.add(max(finite, key=lambda i: part[i][1][name]))
            if len(finite) < len(there):
                chosen.add(next(i for i in there if i not in finite))
        kept += [part[i] for i in sorted(chosen)]
    return [*kept, evaluations[-1]]
