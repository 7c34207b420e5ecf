"""Masks: whole numbers, 1 at a real moment of a sequence, 0 at padding."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OWN, ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import LANES, copy, get_int, load, operands, put_int, real, splat, store


@kernel("mask.tokens", split="rows", unit=ROW_BLOCK)
def of_tokens(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """mask = 1 where token ≠ 0."""
    tokens, mask, rows = operands(op, 3)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    for i in range(lo, hi):
        put_int(mem, mask + i, 1 if get_int(mem, tokens + i) != 0 else 0)


@kernel("mask.reverse", split=OWN)
def reverse(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = mask, last moment first; threads share the moments."""
    mask, y, time, batch = operands(op, 4)
    lo, hi = share(time, 1, thread, threads)
    for t in range(lo, hi):
        for i in range(batch):
            put_int(mem, y + t * batch + i, get_int(mem, mask + (time - 1 - t) * batch + i))


@kernel("mask.lengths", split=OWN)
def of_lengths(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """mask[t, i] = 1 where t < lengths[i]; threads share the moments."""
    lengths, mask, batch, time = operands(op, 4)
    lo, hi = share(time, 1, thread, threads)
    for t in range(lo, hi):
        for i in range(batch):
            put_int(mem, mask + t * batch + i, 1 if t < get_int(mem, lengths + i) else 0)


@kernel("mask.values", split="rows", unit=ROW_BLOCK)
def of_values(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """mask = 1 where any x of the row ≠ value; NaN is no padding."""
    x, mask, value, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, padding = padded(features), real(value)
    for i in range(lo, hi):
        found = 0
        for j in range(i * wide, i * wide + features):
            found = found if get(mem, x + j) == padding else 1
        put_int(mem, mask + i, found)


@kernel("mask.apply", split="rows", unit=ROW_BLOCK)
def apply(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x where mask is 1, else 0, whatever x is there."""
    x, mask, y, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for i in range(lo, hi):
        if get_int(mem, mask + i) != 0:
            copy(mem, y + i * wide, mem, x + i * wide, wide)
        else:
            for j in range(i * wide, (i + 1) * wide, LANES):
                store(mem, y + j, zero)


@kernel("mask.weights")
def weights(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """weight = mask as a float; count = its sum."""
    mask, weight, count, rows = operands(op, 4)
    if thread == 0:
        total = 0
        for i in range(rows):
            found = get_int(mem, mask + i)
            put(mem, weight + i, np.float32(found))
            total += found
        put(mem, count, np.float32(total))


@kernel("mask.loss", split="rows", unit=ROW_BLOCK)
def of_loss(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """Nothing counts at padding; the mean is over the others. With no real moment everything is 0."""
    weight, count, loss, hit, doutput, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, none = padded(outputs), number(0.0), np.float32(0.0)
    scale = splat(np.float32(rows) / max(get(mem, count), np.float32(1.0)))
    for i in range(lo, hi):
        counts = get(mem, weight + i) != none
        if not counts:
            put(mem, loss + i, none)
            put(mem, hit + i, none)
        for j in range(i * wide, (i + 1) * wide, LANES):
            store(mem, doutput + j, load(mem, doutput + j) * scale if counts else zero)
