"""Shapes, sums, and rows laid end to end."""

from typing import Any

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import LANES, copy, load, operands, store


@kernel("shape.flatten", split="samples", tight=("x",))
def flatten(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x as rows: what fills up the channels is left out."""
    x, y, samples, height, width, channels, features, x_stride = operands(op, 8)
    lo, hi = share(samples, 1, thread, threads)
    wide, pixels = padded(features), height * width
    for n in range(lo, hi):
        for pixel in range(pixels):
            source, target = x + (n * pixels + pixel) * x_stride, y + n * wide + pixel * channels
            for c in range(channels):
                put(mem, target + c, get(mem, source + c))


@kernel("shape.unflatten", split="samples")
def unflatten(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x as images."""
    x, y, samples, features, height, width, channels = operands(op, 7)
    lo, hi = share(samples, 1, thread, threads)
    wide, pixels, stride = padded(features), height * width, padded(channels)
    for n in range(lo, hi):
        for pixel in range(pixels):
            source, target = x + n * wide + pixel * channels, y + (n * pixels + pixel) * stride
            for c in range(channels):
                put(mem, target + c, get(mem, source + c))


@kernel("sequence.flatten", split="samples")
def flatten_sequence(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x as rows, moment after moment."""
    x, y, time, samples, channels, features = operands(op, 6)
    lo, hi = share(samples, 1, thread, threads)
    for t in range(time):
        for n in range(lo, hi):
            copy(mem, y + n * padded(features) + t * channels, mem, x + (t * samples + n) * padded(channels), channels)


@kernel("sequence.unflatten", split="samples")
def unflatten_sequence(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x as sequences."""
    x, y, samples, features, time, channels = operands(op, 6)
    lo, hi = share(samples, 1, thread, threads)
    for t in range(time):
        for n in range(lo, hi):
            copy(mem, y + (t * samples + n) * padded(channels), mem, x + n * padded(features) + t * channels, channels)


@kernel("sum.add", split="rows", unit=ROW_BLOCK)
def add(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = a + b."""
    a, b, y, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, y + i, load(mem, a + i) + load(mem, b + i))


@kernel("sum.accumulate", split="size", unit=LANES)
def accumulate(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y += x."""
    x, y, size = operands(op, 3)
    lo, hi = share(padded(size), LANES, thread, threads)
    for i in range(lo, hi, LANES):
        store(mem, y + i, load(mem, y + i) + load(mem, x + i))


@kernel("sum.copy", split="size", unit=LANES)
def copy_all(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x."""
    x, y, size = operands(op, 3)
    lo, hi = share(padded(size), LANES, thread, threads)
    copy(mem, y + lo, mem, x + lo, hi - lo)


@kernel("sum.backward", split="rows", unit=ROW_BLOCK)
def add_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy."""
    dy, dx, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    copy(mem, dx + lo * wide, mem, dy + lo * wide, (hi - lo) * wide)


@kernel("sum.bias", split="rows", unit=ROW_BLOCK)
def bias(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y += b."""
    b, y, features, rows = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for j in range(0, wide, LANES):
        each = load(mem, b + j)
        for i in range(lo, hi):
            store(mem, y + i * wide + j, load(mem, y + i * wide + j) + each)


@kernel("concat.put", split="rows", unit=ROW_BLOCK)
def concat_put(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[first:] = x, as far as x reaches."""
    x, y, first, rows, part, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    for i in range(lo, hi):
        copy(mem, y + i * padded(features) + first, mem, x + i * padded(part), part)


@kernel("concat.take", split="rows", unit=ROW_BLOCK)
def concat_take(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy[first:], as far as dx reaches; what fills its rows up is zero."""
    dy, dx, first, rows, features, part = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(part)
    for i in range(lo, hi):
        store(mem, dx + (i + 1) * wide - LANES, number(0.0))
        copy(mem, dx + i * wide, mem, dy + i * padded(features) + first, part)


@kernel("data.widen", "in x[rows,features]; out y[rows,features]", split="rows", tight=("x",))
def widen(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x with rows filled up to whole vectors."""
    x, y, rows, features, x_stride = operands(op, 5)
    lo, hi = share(rows, 1, thread, threads)
    wide = padded(features)
    for i in range(lo, hi):
        copy(mem, y + i * wide, mem, x + i * x_stride, features)
