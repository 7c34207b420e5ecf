"""Dropout. The mask is a hash of (seed, layer, step, element): recomputed, never stored, the same for any threads."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, share
from tuidl.kernels.cpu.simd import LANES, count_from, load, operands, scramble, splat, store, where_below

STEP_FACTOR, LAYER_FACTOR, KEY_FACTOR = 747796405, 277803737, 2891336453


@kernel("dropout.forward", split="rows", unit=ROW_BLOCK)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x mask / (1 − rate)."""
    x, rate, y, seed, layer, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    keep = 1.0 - float(get(mem, rate))
    limit = min(int(keep * 4294967296.0), 4294967295)
    scale, zero = splat(np.float32(1.0 / keep)), number(0.0)
    key = (seed + step * STEP_FACTOR + layer * LAYER_FACTOR) * KEY_FACTOR
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, y + i, load(mem, x + i) * where_below(scramble(count_from(i), key), limit, scale, zero))


@kernel("dropout.backward", split="rows", unit=ROW_BLOCK)
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy mask / (1 − rate), the same mask."""
    dy, rate, dx, seed, layer, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    keep = 1.0 - float(get(mem, rate))
    limit = min(int(keep * 4294967296.0), 4294967295)
    scale, zero = splat(np.float32(1.0 / keep)), number(0.0)
    key = (seed + step * STEP_FACTOR + layer * LAYER_FACTOR) * KEY_FACTOR
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, dx + i, load(mem, dy + i) * where_below(scramble(count_from(i), key), limit, scale, zero))


@kernel("dropout.mask", split="rows", unit=ROW_BLOCK)
def mask(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """keep = 0 with probability rate, else 1 / (1 − rate): the mask itself, to be used at every moment."""
    rate, keep, seed, layer, rows, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    share_kept = 1.0 - float(get(mem, rate))
    limit = min(int(share_kept * 4294967296.0), 4294967295)
    scale, zero = splat(np.float32(1.0 / share_kept)), number(0.0)
    key = (seed + step * STEP_FACTOR + layer * LAYER_FACTOR) * KEY_FACTOR
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, keep + i, where_below(scramble(count_from(i), key), limit, scale, zero))
