"""Sequences (time, batch, features) as a whole; threads share the batch."""

from typing import Any

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.simd import LANES, copy, load, operands, store


@kernel("sequence.last", split="batch", unit=ROW_BLOCK)
def last(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x at the last moment."""
    x, y, time, batch, features = operands(op, 5)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(features)
    copy(mem, y + lo * wide, mem, x + ((time - 1) * batch + lo) * wide, (hi - lo) * wide)


@kernel("sequence.last_backward", split="batch", unit=ROW_BLOCK)
def last_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy at the last moment, else 0."""
    dy, dx, batch, features, time = operands(op, 5)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for t in range(time - 1):
        for i in range((t * batch + lo) * wide, (t * batch + hi) * wide, LANES):
            store(mem, dx + i, zero)
    copy(mem, dx + ((time - 1) * batch + lo) * wide, mem, dy + lo * wide, (hi - lo) * wide)


@kernel("sequence.reverse", split="batch", unit=ROW_BLOCK)
def reverse(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x, last moment first."""
    x, y, time, batch, features = operands(op, 5)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for t in range(time):
        copy(mem, y + (t * batch + lo) * wide, mem, x + ((time - 1 - t) * batch + lo) * wide, (hi - lo) * wide)


@kernel("sequence.scale", split="batch", unit=ROW_BLOCK)
def scale(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[t] = x[t] m."""
    x, m, y, time, batch, features = operands(op, 6)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for t in range(time):
        moment = t * batch * wide
        for i in range(lo * wide, hi * wide, LANES):
            store(mem, y + moment + i, load(mem, x + moment + i) * load(mem, m + i))
