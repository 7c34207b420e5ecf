"""Quantities per layer: how much signal, how much gradient, how many different units, how large the weights."""

from collections.abc import Iterable
from math import nan, sqrt

import numpy as np

from tuidl.kernels import Array
from tuidl.train.assemble import Assembly, Block

ALIKE = 1e-6  # units that differ by no more than this say the same
NOTHING = 0.01  # weights nearer to 0 than this count for next to nothing
AT_ONCE = 4_000_000  # numbers looked at together


def rms(values: Array) -> float:
    """Root of the mean square, √(Σ v² / n), in float64; NaN of nothing."""
    return sqrt(float(np.mean(np.square(values, dtype=np.float64)))) if values.size else nan


def signals(assembly: Assembly, x: Array, blocks: Iterable[Block]) -> dict[str, float]:
    """rms of each layer's output (after its activation) over the examples."""
    wanted = [block for block in blocks if block.out]
    if not wanted or not len(x):
        return {}
    sizes = {row.name: int(np.prod(row.output)) for row in assembly.net.layers}
    widest = sum(sizes.get(block.name, 1) for block in wanted)
    part = max(1, AT_ONCE // max(widest, 1))
    sums, counts = dict.fromkeys((b.name for b in wanted), 0.0), dict.fromkeys((b.name for b in wanted), 0)
    with np.errstate(over="ignore", invalid="ignore"):
        for first in range(0, len(x), part):
            seen = assembly.net.observe(x[first : first + part], [block.out for block in wanted])
            for block in wanted:
                sums[block.name] += float(np.sum(np.square(seen[block.out], dtype=np.float64)))
                counts[block.name] += seen[block.out].size
    return {name: sqrt(sums[name] / counts[name]) if sums[name] >= 0 else nan for name in sums}


def gradients(assembly: Assembly, x: Array, y: Array, blocks: Iterable[Block]) -> dict[str, float]:
    """rms of the gradient of each layer's weights, of the mean loss over the examples."""
    wanted = [block for block in blocks if block.weight]
    if not wanted or not len(x):
        return {}
    with np.errstate(over="ignore", invalid="ignore"):
        found = assembly.net.gradients(x, y)
        return {block.name: rms(found[block.weight]) for block in wanted if block.weight}


def distinct_columns(columns: Array) -> int:
    """How many columns (units) differ from each other by more than 1e-6 in some row."""
    left, count = columns, 0
    with np.errstate(over="ignore", invalid="ignore"):
        while left.shape[1]:
            left = left[:, np.abs(left - left[:, :1]).max(axis=0, initial=0.0) > ALIKE]
            count += 1
    return count


def distinct(assembly: Assembly, x: Array, block: Block) -> int:
    """How many units of a layer say something different about the examples."""
    seen = assembly.net.observe(x, [block.out])[block.out]
    return distinct_columns(seen.reshape(-1, seen.shape[-1]))


def size(assembly: Assembly, block: Block) -> float:
    """rms of a layer's weights; NaN for a layer without any."""
    return rms(assembly.net.read(block.weight)) if block.weight else nan


def sparse(assembly: Assembly, block: Block) -> float:
    """The share of a layer's weights that are nearer to 0 than 0.01; NaN for a layer without any."""
    return float(np.mean(np.abs(assembly.net.read(block.weight)) < NOTHING)) if block.weight else nan
