"""Column: one number a step in bounded memory, those of lately as they came, of those long past the extremes."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from math import isfinite, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

NEWEST = 1 << 17  # numbers that stay as they came
PAST = 1 << 16  # numbers that are kept of all before


class Column:
    """Numbers of steps 1, 2, ...: ``past``, then ``newest``, one for each step.

    Of the past each number stands for ``width`` steps, a power of two: two neighbours are the least and the largest of
    2·width steps, in the order in which they came. So no extreme is lost, and with width 1 nothing. At most 2 MiB.
    """

    __slots__ = ("newest", "past", "width")

    def __init__(self, numbers: Iterable[float] = (), past: "array[float] | None" = None, width: int = 1) -> None:
        """ValueError for a past that is none."""
        self.past, self.width = array("d", past or ()), width
        self.newest = array("d", numbers)
        if width < 1 or width & (width - 1) or len(self.past) % 2:
            raise ValueError("a past of no steps")
        self._pass()

    def __len__(self) -> int:
        return len(self.past) * self.width + len(self.newest)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Column):
            return NotImplemented
        mine, theirs = ((each.width, each.past.tobytes(), each.newest.tobytes()) for each in (self, other))
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]

    @property
    def last(self) -> float:
        """The newest number that is finite; NaN if there is none."""
        return next((number for number in chain(reversed(self.newest), reversed(self.past)) if isfinite(number)), nan)

    def extend(self, numbers: Iterable[float]) -> None:
        """Take more in."""
        self.newest.extend(numbers)
        self._pass()

    def _pass(self) -> None:
        """What is more than is kept becomes the past."""
        while len(self.newest) > NEWEST:
            width = self.width
            count = max(NEWEST // 2, 4 * width) + len(self.past) % 4 * width  # an even number of pairs in all
            if count > len(self.newest):
                return
            self.past.extend(thinned(self.newest[:count], width))
            del self.newest[:count]
            if len(self.past) > PAST:  # half as many numbers, each for twice as many steps
                self.past, self.width = array("d", thinned(self.past, 2)), 2 * width

    def cut(self, count: int) -> None:
        """Forget all after so many steps; the newest that stay may be extremes of the steps around them."""
        before = len(self.past) * self.width
        if count >= before:
            del self.newest[count - before :]
            return
        pairs, rest = divmod(max(count, 0), 2 * self.width)
        self.newest = _spread(self.past[2 * pairs : 2 * pairs + 2], self.width)[:rest]
        del self.past[2 * pairs :]

    def until(self, count: int) -> "Column":
        """A copy of the first so many steps."""
        copy = Column(self.newest, self.past, self.width)
        copy.cut(count)
        return copy

    def reached(self, step: int) -> int:
        """The last step of the number that tells of ``step``: that step itself, unless it is long past."""
        before = len(self.past) * self.width
        return step if step >= before else -(-step // self.width) * self.width

    def parts(self, first: int, last: int) -> Iterator[tuple[int, int, "array[float]"]]:
        """What steps ``first`` + 1 ... ``last`` gave, where numbers end at both: the number of steps before, the width
        of each number, the numbers; the past, then the newest."""
        before = len(self.past) * self.width
        if first < min(last, before):
            yield first, self.width, self.past[first // self.width : min(last, before) // self.width]
        if max(first, before) < last:
            first = max(first, before)
            yield first, 1, self.newest[first - before : last - before]

    def even(self, width: int) -> NDArray[np.float64]:
        """All of it, each number for ``width`` steps, at least its own; steps that make no whole pair are left out."""
        long_past = thinned(self.past, width // self.width)
        left = self.past[len(long_past) * width // self.width :]
        return np.concatenate([long_past, thinned(np.concatenate([np.repeat(left, self.width), self.newest]), width)])

    @property
    def evenly(self) -> "array[float]":
        """All of it at even distances, as ``even`` with its own width."""
        return array("d", self.even(self.width).tobytes()) if self.past else self.newest

    def apart(self, other: "Column", count: int) -> int:
        """The first of ``count`` steps at which two differ, bit for bit; 0 where none does as far as both go.

        Where one of them keeps extremes only, it is the first step of those.
        """
        count, width = min(count, len(self), len(other)), max(self.width, other.width)
        exact = max(len(each.past) * each.width for each in (self, other)) if width > 1 else 0
        pairs = min(count, exact) // (2 * width)
        here, there = (each.even(width)[: 2 * pairs] for each in (self, other))
        if place := _first_apart(here, there):
            return (place - 1) // 2 * 2 * width + 1
        if exact >= count:
            return 0
        place = _first_apart(*(np.concatenate([n for _, _, n in each.parts(exact, count)]) for each in (self, other)))
        if place == 1:  # or in the steps before, which make no whole pair
            return 2 * pairs * width + 1
        return exact + place if place else 0


def thinned(numbers: "array[float] | NDArray[Any]", width: int) -> NDArray[np.float64]:
    """Of each 2·width numbers the least and the largest in their order; NaN where none is a number."""
    flat = np.asarray(numbers, np.float64)
    if width == 1:
        return flat
    rows = flat[: len(flat) // (2 * width) * 2 * width].reshape(-1, 2 * width)
    lost = np.isnan(rows)
    least, largest = np.where(lost, np.inf, rows).argmin(axis=1), np.where(lost, -np.inf, rows).argmax(axis=1)
    each = np.arange(len(rows))  # where all numbers are inf, or all -inf, one of the two places may be that of a NaN
    least, largest = np.where(lost[each, least], largest, least), np.where(lost[each, largest], least, largest)
    places = np.stack([np.minimum(least, largest), np.maximum(least, largest)], axis=1)
    return np.asarray(np.take_along_axis(rows, places, axis=1).ravel())


def _spread(pair: "array[float]", width: int) -> "array[float]":
    """Two numbers, each once for every step that it stands for."""
    return array("d", (number for number in pair for _ in range(width)))


def _first_apart(here: NDArray[np.float64], there: NDArray[np.float64]) -> int:
    """The place, from 1, of the first number that differs in a bit; 0 if none does."""
    differ = np.flatnonzero(here.view(np.uint64) != there.view(np.uint64))
    return int(differ[0]) + 1 if len(differ) else 0
