"""Losses that compare outputs with targets one by one, each with the gradient of its mean over the rows."""

from typing import Any

import numpy as np
from numba import cuda

from tuidl.kernels.cuda.kernel import kernel, padded


@cuda.jit(device=True)
def near(mem: Any, output: int, target: int, outputs: int) -> Any:
    """1 for a hit: within ½ of a single target, or largest where the target is largest, the first of equal ones."""
    if outputs == 1:
        right = abs(mem.floats[output] - mem.floats[target]) < np.float32(0.5)
    else:
        best = wanted = 0
        for j in range(1, outputs):
            best = j if mem.floats[output + j] > mem.floats[output + best] else best
            wanted = j if mem.floats[target + j] > mem.floats[target + wanted] else wanted
        right = best == wanted
    return np.float32(1) if right else np.float32(0)


@kernel("loss.squared", by="row")
def squared(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of (output − target)²; doutput = 2 (output − target) / count."""
    output, target, loss, hit, doutput, rows, outputs = op[:7]
    wide, each = padded(outputs), np.float32(2) / np.float32(rows * outputs)
    for i in range(thread, rows, threads):
        total = np.float32(0)
        for n in range(i * wide, i * wide + outputs):
            error = mem.floats[output + n] - mem.floats[target + n]
            total += error * error
            mem.floats[doutput + n] = error * each
        mem.floats[loss + i] = total / np.float32(outputs)
        mem.floats[hit + i] = near(mem, output + i * wide, target + i * wide, outputs)
