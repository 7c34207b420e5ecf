"""Between the arena and arrays outside it. ``indices`` (steps, samples) and ``history`` (steps, ...) go by the step."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.kernel import OWN, ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import copy, get_int, operands, outside, put_int


@kernel("data.rows", split="samples", unit=ROW_BLOCK)
def rows(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x = this step's examples."""
    examples, indices, x, samples, features = operands(op, 5)
    lo, hi = share(samples, ROW_BLOCK, thread, threads)
    for i in range(lo, hi):
        example = get_int(outside(indices), step * samples + i)
        copy(mem, x + i * padded(features), outside(examples), example * features, features)


@kernel("data.images", split="samples", tight=("x",))
def images(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x = this step's images, tight: as they lie in the data set."""
    examples, indices, x, samples, height, width, _channels, x_stride = operands(op, 8)
    lo, hi = share(samples, 1, thread, threads)
    words = height * width * x_stride
    for i in range(lo, hi):
        example = get_int(outside(indices), step * samples + i)
        copy(mem, x + i * words, outside(examples), example * words, words)


@kernel("data.sequences", split="samples")
def sequences(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x[t, i] = moment t of example i."""
    examples, indices, x, time, samples, features = operands(op, 6)
    lo, hi = share(samples, 1, thread, threads)
    for i in range(lo, hi):
        example = get_int(outside(indices), step * samples + i) * time
        for t in range(time):
            copy(mem, x + (t * samples + i) * padded(features), outside(examples), (example + t) * features, features)


@kernel("data.labels", split="samples", unit=ROW_BLOCK)
def labels(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x = this step's labels."""
    examples, indices, x, samples = operands(op, 4)
    lo, hi = share(samples, ROW_BLOCK, thread, threads)
    for i in range(lo, hi):
        put_int(mem, x + i, get_int(outside(examples), get_int(outside(indices), step * samples + i)))


@kernel("data.tokens", split=OWN)
def tokens(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x[t, i] = token t of example i; threads share the moments."""
    examples, indices, x, time, samples = operands(op, 5)
    lo, hi = share(time, 1, thread, threads)
    for i in range(samples):
        example = get_int(outside(indices), step * samples + i) * time
        for t in range(lo, hi):
            put_int(mem, x + t * samples + i, get_int(outside(examples), example + t))


@kernel("data.rate")
def rate(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """rate = base factors[step]."""
    base, factors, rate = operands(op, 3)
    if thread == 0:
        put(mem, rate, get(mem, base) * get(outside(factors), step))


@kernel("data.mean")
def mean(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = mean of values."""
    values, history, rows = operands(op, 3)
    if thread == 0:
        total = np.float32(0.0)
        for i in range(rows):
            total += get(mem, values + i)
        put(outside(history), step, total / np.float32(rows))


@kernel("data.mean_of")
def mean_of(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = Σ values / count, 0 of nothing."""
    values, count, history, rows = operands(op, 4)
    if thread == 0:
        total = np.float32(0.0)
        for i in range(rows):
            total += get(mem, values + i)
        put(outside(history), step, total / max(get(mem, count), np.float32(1.0)))


@kernel("data.vector", split="rows")
def vector(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = values."""
    values, history, rows = operands(op, 3)
    lo, hi = share(rows, 1, thread, threads)
    copy(outside(history), step * rows + lo, mem, values + lo, hi - lo)


@kernel("data.write", split="rows")
def write(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = tokens."""
    tokens, history, rows = operands(op, 3)
    lo, hi = share(rows, 1, thread, threads)
    copy(outside(history), step * rows + lo, mem, tokens + lo, hi - lo)


@kernel("data.keep", split="rows", tight=("values",))
def keep(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = values, without padding."""
    values, history, rows, features, values_stride = operands(op, 5)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        copy(outside(history), (step * rows + i) * features, mem, values + i * values_stride, features)
