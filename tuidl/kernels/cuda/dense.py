"""Affine maps of rows. Every thread makes whole sums, in the order of the terms: the result is the same on any grid."""

from typing import Any

import numpy as np

from tuidl.kernels.cuda.kernel import kernel, padded


@kernel("dense.forward", by="word")
def forward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x w + b."""
    x, w, b, y, rows, inputs, outputs = op[:7]
    x_wide, wide = padded(inputs), padded(outputs)
    for n in range(thread, rows * wide, threads):
        i, j = n // wide, n % wide
        if j < outputs:
            total = mem.floats[b + j]
            for k in range(inputs):
                total += mem.floats[x + i * x_wide + k] * mem.floats[w + k * wide + j]
            mem.floats[y + n] = total


@kernel("dense.backward_input", by="word")
def backward_input(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy wᵀ."""
    dy, w, dx, rows, outputs, inputs = op[:6]
    wide, dx_wide = padded(outputs), padded(inputs)
    for n in range(thread, rows * dx_wide, threads):
        i, k = n // dx_wide, n % dx_wide
        if k < inputs:
            total = np.float32(0)
            for j in range(outputs):
                total += mem.floats[dy + i * wide + j] * mem.floats[w + k * wide + j]
            mem.floats[dx + n] = total


@kernel("dense.backward_weight", by="word")
def backward_weight(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = xᵀ dy."""
    x, dy, dw, rows, inputs, outputs = op[:6]
    x_wide, wide = padded(inputs), padded(outputs)
    for n in range(thread, inputs * wide, threads):
        k, j = n // wide, n % wide
        if j < outputs:
            total = np.float32(0)
            for i in range(rows):
                total += mem.floats[x + i * x_wide + k] * mem.floats[dy + i * wide + j]
            mem.floats[dw + n] = total


@kernel("dense.backward_bias", by="word")
def backward_bias(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """db = Σ dy over the rows."""
    dy, db, rows, outputs = op[:4]
    wide = padded(outputs)
    for j in range(thread, outputs, threads):
        total = np.float32(0)
        for i in range(rows):
            total += mem.floats[dy + i * wide + j]
        mem.floats[db + j] = total
