"""What is known of a moment by its place alone; threads share the batch, and for the table the moments."""

from typing import Any

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.simd import LANES, load, operands, store


@kernel("position.add", split="batch", unit=ROW_BLOCK)
def add(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[t] = x[t] + table[t]."""
    x, table, y, time, batch, features = operands(op, 6)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for t in range(time):
        for i in range(t * batch + lo, t * batch + hi):
            for j in range(0, wide, LANES):
                store(mem, y + i * wide + j, load(mem, x + i * wide + j) + load(mem, table + t * wide + j))


@kernel("position.backward", split="time")
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dtable[t] = Σ dy[t] over the batch, in the order of the examples."""
    dy, dtable, time, batch, features = operands(op, 5)
    lo, hi = share(time, 1, thread, threads)
    wide = padded(features)
    for t in range(lo, hi):
        for j in range(0, wide, LANES):
            total = number(0.0)
            for i in range(t * batch, (t + 1) * batch):
                total += load(mem, dy + i * wide + j)
            store(mem, dtable + t * wide + j, total)
