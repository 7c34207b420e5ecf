"""Choosing training and held-out examples so that every class keeps its share in both."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tuidl.data.options import Options
from tuidl.errors import DataError

Longs = NDArray[np.int64]


def sizes(options: Options, total: int, default: float) -> tuple[int, int]:
    """How many examples to train on and to hold out, of ``total``: ``n`` (else all the rest) and ``validation``."""
    held = options.held_out(default, total)
    n = options.some("n", 1, 1_000_000)
    if n is None:
        n = max(total - held, 1)
    if n + held > total:
        raise DataError(
            f"data set '{options.source}' has {total} examples, but n = {n} and validation = {held} "
            f"ask for {n + held}: ask for fewer"
        )
    return n, held


def sizes_apart(options: Options, total: int, total_held: int) -> tuple[int, int]:
    """The same where training and held-out examples come from two files; nothing said means all of both."""
    held = options.held_out(total_held, total_held)
    n = options.some("n", 1, 1_000_000) or total
    if n > total or held > total_held:
        raise DataError(
            f"data set '{options.source}' has {total} training and {total_held} held-out examples, but "
            f"n = {n} and validation = {held}: ask for fewer"
        )
    return n, held


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


def stratified(y: NDArray[np.int32], n: int, held: int, rng: Generator) -> tuple[Longs, Longs]:
    """Places of ``n`` training and ``held`` held-out examples: disjoint, stratified, shuffled.

    What is held out does not depend on ``n``.
    """
    out, rest = share(y, np.arange(len(y), dtype=np.int64), held, rng)
    return share(y, rest, n, rng)[0], out


def some(y: NDArray[np.int32], count: int, rng: Generator) -> Longs:
    """Places of ``count`` examples, stratified and shuffled; all of them stay in their order."""
    everything = np.arange(len(y), dtype=np.int64)
    return everything if count == len(y) else share(y, everything, count, rng)[0]
