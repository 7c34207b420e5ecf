"""Pooling over whole images: threads share the samples."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.simd import LANES, load, operands, splat, store


@kernel("globalpool2d.forward", split="samples", unit=ROW_BLOCK)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the mean of each channel over all pixels, added in their order."""
    x, y, samples, height, width, channels = operands(op, 6)
    lo, hi = share(samples, ROW_BLOCK, thread, threads)
    wide, pixels = padded(channels), height * width
    each = splat(np.float32(1.0 / pixels))
    for n in range(lo, hi):
        for j in range(0, wide, LANES):
            total = number(0.0)
            for pixel in range(n * pixels, (n + 1) * pixels):
                total += load(mem, x + pixel * wide + j)
            store(mem, y + n * wide + j, total * each)


@kernel("globalpool2d.backward", split="samples", unit=ROW_BLOCK)
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy / pixels, at every pixel."""
    dy, dx, samples, channels, height, width = operands(op, 6)
    lo, hi = share(samples, ROW_BLOCK, thread, threads)
    wide, pixels = padded(channels), height * width
    each = splat(np.float32(1.0 / pixels))
    for n in range(lo, hi):
        for j in range(0, wide, LANES):
            gradient = load(mem, dy + n * wide + j) * each
            for pixel in range(n * pixels, (n + 1) * pixels):
                store(mem, dx + pixel * wide + j, gradient)
