"""Softmax of rows of which some values are not to be seen: behind an end, or at padding."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.elementary import exp, number
from tuidl.kernels.cpu.kernel import OPTIONS, kernel, padded, put, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call
from tuidl.kernels.cpu.simd import (
    LANES,
    count_from,
    get_int,
    lane_max,
    lane_sum,
    load,
    operands,
    splat,
    store,
    where_below,
    where_greater,
    where_not_less_equal,
)
from tuidl.program import Tensor


@kernel("attention.shade", "in mask[keys,batch]:int; out shade[batch,keys]", split="batch")
def shade(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """shade = 1 at real keys, 0 at padding, a row for each example."""
    mask, shade, keys, batch = operands(op, 4)
    lo, hi = share(batch, 1, thread, threads)
    wide = padded(keys)
    for i in range(lo, hi):
        for j in range(keys):
            put(mem, shade + i * wide + j, np.float32(1.0 if get_int(mem, mask + j * batch + i) != 0 else 0.0))


@njit(**OPTIONS)
def seen(mem: Any, shade: int, j: int, count: int, value: Any, other: Any) -> Any:
    """``value`` at keys that are seen: the first ``count``, if they are real; ``other`` elsewhere."""
    if shade >= 0:
        value = where_greater(load(mem, shade + j), number(0.0), value, other)
    return where_below(count_from(j), count, value, other)


@njit(**OPTIONS)
def softmax(mem: Any, row: int, shade: int, count: int, wide: int, factor: Any) -> None:
    """row = softmax(factor row) over the keys that are seen, 0 elsewhere; all 0 if none is seen."""
    zero, lowest = number(0.0), number(-np.inf)
    top = lowest
    for j in range(0, wide, LANES):
        score = seen(mem, shade, j, count, factor * load(mem, row + j), lowest)
        top = where_not_less_equal(score, top, score, top)
    highest, total = splat(lane_max(top)), zero
    for j in range(0, wide, LANES):
        power = seen(mem, shade, j, count, exp(factor * load(mem, row + j) - highest), zero)
        store(mem, row + j, power)
        total += power
    norm = splat(lane_sum(total))
    for j in range(0, wide, LANES):
        store(mem, row + j, seen(mem, shade, j, count, load(mem, row + j) / norm, zero))


def shaded(mask: Tensor, scratch: Scratch) -> tuple[Tensor, list[Call]]:
    """A mask as rows for vectors, and what fills them unless that was done in this program."""
    name = f"{mask.name}.shade"
    known = name in scratch.tensors
    shade = scratch.tensor(name, mask.shape[::-1])
    return shade, [] if known else [call("attention.shade", mask=mask, shade=shade)]
