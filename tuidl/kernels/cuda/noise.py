"""Dropout. The mask is a hash of (seed, layer, step, element), the same bits as on every other device."""

from typing import Any

import numpy as np
from numba import cuda

from tuidl.kernels import hash
from tuidl.kernels.cuda.kernel import kernel, padded
from tuidl.kernels.hash import LOW

key, scramble = cuda.jit(device=True)(hash.key), cuda.jit(device=True)(hash.scrambled)


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
