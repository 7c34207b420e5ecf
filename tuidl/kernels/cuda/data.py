"""Between the arena and arrays outside it: data sets that stay on the device, and the tape with an entry a step."""

from typing import Any

import numpy as np

from tuidl.kernels.cuda.kernel import kernel, padded


@kernel("data.rows", by="word")
def rows(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x = this step's examples."""
    examples, indices, x, samples, features = op[:5]
    source, wide = mem.first if examples == 0 else mem.second, padded(features)
    for n in range(thread, samples * wide, threads):
        i, j = n // wide, n % wide
        if j < features:
            mem.floats[x + n] = source[mem.tape_ints[indices + step * samples + i] * features + j]


@kernel("data.images", tight=("x",), by="word")
def images(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x = this step's images, as they lie in the data set where ``x`` is tight."""
    examples, indices, x, samples, height, width, channels, x_stride = op[:8]
    source, pixels = mem.first if examples == 0 else mem.second, height * width
    for n in range(thread, samples * pixels * x_stride, threads):
        pixel, c = n // x_stride, n % x_stride
        if c < channels:
            example = mem.tape_ints[indices + step * samples + pixel // pixels]
            mem.floats[x + n] = source[(example * pixels + pixel % pixels) * channels + c]


@kernel("data.labels", by="word")
def labels(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """x = this step's labels."""
    examples, indices, x, samples = op[:4]
    source = mem.first_ints if examples == 0 else mem.second_ints
    for i in range(thread, samples, threads):
        mem.ints[x + i] = source[mem.tape_ints[indices + step * samples + i]]


@kernel("data.mean")
def mean(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = mean of values."""
    values, history, rows = op[:3]
    if thread == 0:
        total = np.float32(0)
        for i in range(rows):
            total += mem.floats[values + i]
        mem.tape[history + step] = total / np.float32(rows)


@kernel("data.vector", by="row")
def vector(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = values."""
    values, history, rows = op[:3]
    for i in range(thread, rows, threads):
        mem.tape[history + step * rows + i] = mem.floats[values + i]


@kernel("data.keep", by="row", tight=("values",))
def keep(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """history[step] = values, without padding."""
    values, history, rows, features, values_stride = op[:5]
    for i in range(thread, rows, threads):
        for j in range(features):
            mem.tape[history + (step * rows + i) * features + j] = mem.floats[values + i * values_stride + j]
