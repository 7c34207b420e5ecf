"""Dropout. The mask is a hash of (seed, layer, step, element), the same bits as on every other device."""

from typing import Any

import numpy as np
from numba import cuda

from tuidl.kernels.cuda.kernel import kernel, padded

STEP_FACTOR, LAYER_FACTOR, KEY_FACTOR = 747796405, 277803737, 2891336453
GOLDEN, FIRST, SECOND = 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35  # murmur3's finaliser on a Weyl sequence
LOW = 0xFFFFFFFF  # 32 bits: products wrap at 64, which leaves these right


@cuda.jit(device=True)
def key(seed: int, layer: int, step: int) -> int:
    """What the masks of one layer and step have in common."""
    return (seed + step * STEP_FACTOR + layer * LAYER_FACTOR) * KEY_FACTOR & LOW


@cuda.jit(device=True)
def scramble(number: int, common: int) -> int:
    """32 bits that look random, from an element's number."""
    h = (number * GOLDEN + common) & LOW
    h = (h ^ (h >> 16)) * FIRST & LOW
    h = (h ^ (h >> 13)) * SECOND & LOW
    return h ^ (h >> 16)


@kernel("dropout.forward", by="word")
def forward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x mask / (1 − rate)."""
    x, rate, y, seed, layer, rows, features = op[:7]
    keep = 1.0 - float(mem.floats[rate])
    limit, scale, common = min(int(keep * 4294967296.0), LOW), np.float32(1.0 / keep), key(seed, layer, step)
    for n in range(thread, rows * padded(features), threads):
        mem.floats[y + n] = mem.floats[x + n] * (scale if scramble(n, common) < limit else np.float32(0))


@kernel("dropout.backward", by="word")
def backward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy mask / (1 − rate), the same mask."""
    dy, rate, dx, seed, layer, rows, features = op[:7]
    keep = 1.0 - float(mem.floats[rate])
    limit, scale, common = min(int(keep * 4294967296.0), LOW), np.float32(1.0 / keep), key(seed, layer, step)
    for n in range(thread, rows * padded(features), threads):
        mem.floats[dx + n] = mem.floats[dy + n] * (scale if scramble(n, common) < limit else np.float32(0))
