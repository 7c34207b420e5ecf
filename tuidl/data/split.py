"""Choosing training and held-out examples so that every class keeps its share in both."""

from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tuidl.data.options import Options
from tuidl.errors import DataError
from tuidl.language import tr

Longs = NDArray[np.int64]


class Sizes(NamedTuple):
    """How many examples to train on, to hold out, and to keep for the last test."""

    n: int
    held: int
    test: int


class Parts(NamedTuple):
    """Which examples these are: places in a whole set, no place twice."""

    train: Longs
    val: Longs
    test: Longs

    def of(self, x: NDArray[Any], y: NDArray[Any]) -> dict[str, Any]:
        """A DataSet's x, y, val_x, val_y, test_x and test_y."""
        places = {"": self.train, "val_": self.val, "test_": self.test}
        return {f"{part}{name}": array[at] for part, at in places.items() for name, array in (("x", x), ("y", y))}


def consecutive(counts: tuple[int, int, int], order: Longs | None = None) -> Parts:
    """One part after the other: of ``order``, or as the examples come."""
    n, held, test = counts
    places = np.arange(n + held + test, dtype=np.int64) if order is None else order
    return Parts(places[:n], places[n : n + held], places[n + held : n + held + test])


def sizes(options: Options, total: int, default: float, what: str = "examples") -> Sizes:
    """``n`` (else all the rest), ``validation`` and ``test`` of ``total``; DataError if that is more than there is."""
    held, test = options.held_out(default, total), options.tested(total)
    n = options.some("n", 1, 1_000_000)
    if n is None:
        n = max(total - held - test, 1)
    if n + held + test > total:
        tested = f", test = {test}" if test else ""
        raise DataError(
            tr(
                "data set '{source}' has {total} {what}, but n = {n} and validation = {held}{tested} "
                "ask for {asked}: ask for fewer",
                source=options.source,
                total=total,
                what=what,
                n=n,
                held=held,
                tested=tested,
                asked=n + held + test,
            )
        )
    return Sizes(n, held, test)


def sizes_made(options: Options, n: int, share: float, most: int) -> Sizes:
    """The same for a set that is made; ``validation`` and ``test`` may be shares of its ``n``."""
    n = options.count("n", n, 1, most)
    held, test = options.held_out(share, n), options.tested(n)
    for name, count in (("validation", held), ("test", test)):
        if count > most:
            raise options.refuse(name, tr("at most {most}", most=most))
    return Sizes(n, held, test)


def sizes_apart(options: Options, total: int, total_held: int) -> Sizes:
    """The same where training and held-out examples come from two files; nothing said means all of both.

    With ``test`` the second file is that of the last test, and what is held out comes from the first.
    """
    test = options.tested(total_held)
    if test:
        held = options.held_out(0.1, total)
        n = options.some("n", 1, 1_000_000) or max(total - held, 1)
        enough = n + held <= total and test <= total_held
    else:
        held = options.held_out(total_held, total_held)
        n = options.some("n", 1, 1_000_000) or total
        enough = n <= total and held <= total_held
    if not enough:
        tested = f", test = {test}" if test else ""
        raise DataError(
            tr(
                "data set '{source}' has {total} training and {total_held} held-out examples, but "
                "n = {n} and validation = {held}{tested}: ask for fewer",
                source=options.source,
                total=total,
                total_held=total_held,
                n=n,
                held=held,
                tested=tested,
            )
        )
    return Sizes(n, held, test)


def share(y: NDArray[np.int32], places: Longs, count: int, rng: Generator) -> tuple[Longs, Longs]:
    """``count`` of ``places``, each class by its share (largest remainder), and the others; both shuffled."""
    labels = y[places]
    kinds, counts = np.unique(labels, return_counts=True)
    exact = counts * count / max(len(places), 1)
    quota = np.floor(exact).astype(np.int64)
    missing = count - int(quota.sum())
    quota[np.argsort(quota - exact, kind="stable")[:missing]] += 1
    chosen = np.zeros(len(places), dtype=bool)
    for kind, size in zip(kinds, quota, strict=True):
        chosen[rng.permutation(np.flatnonzero(labels == kind))[:size]] = True
    return rng.permutation(places[chosen]), rng.permutation(places[~chosen])


def stratified(y: NDArray[Any], n: int, held: int, rng: Generator, test: int = 0) -> Parts:
    """Places of ``n`` training, ``held`` held-out and ``test`` test examples: disjoint, stratified, shuffled.

    What is held out does not depend on ``n``, nor on ``test``. Numbers to predict are stratified by their fifths.
    """
    labels = fifths(y) if y.dtype.kind == "f" else y
    out, rest = share(labels, np.arange(len(y), dtype=np.int64), held, rng)
    tested, rest = share(labels, rest, test, rng) if test else (rest[:0], rest)
    return Parts(share(labels, rest, n, rng)[0], out, tested)


def fifths(y: NDArray[Any]) -> NDArray[np.int32]:
    """For each example in which fifth of all its (first) number lies, 0 to 4."""
    values = y.reshape(len(y), -1)[:, 0]
    edges = np.quantile(values, (0.2, 0.4, 0.6, 0.8)) if len(values) else np.zeros(4)
    return np.searchsorted(edges, values, side="right").astype(np.int32)


def some(y: NDArray[np.int32], count: int, rng: Generator) -> Longs:
    """Places of ``count`` examples, stratified and shuffled; all of them stay in their order."""
    everything = np.arange(len(y), dtype=np.int64)
    return everything if count == len(y) else share(y, everything, count, rng)[0]
