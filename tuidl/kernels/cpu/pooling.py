"""Pooling over windows of images (n, h, w, c), sixteen channels at a time."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS, kernel, padded, share
from tuidl.kernels.cpu.simd import (
    LANES,
    load,
    load_ints,
    operands,
    splat,
    splat_int,
    store,
    store_ints,
    where_equal_int,
    where_index_not_less_equal,
    where_not_less_equal,
)


@njit(**OPTIONS)
def reach(place: int, window: int, stride: int, before: int, size: int) -> tuple[int, int, int]:
    """Where a window starts, and which of its places lie inside the image."""
    start = place * stride - before
    return start, max(0, -start), min(window, size - start)


@njit(**OPTIONS)
def clear(mem: Any, start: int, words: int) -> None:
    """Zero whole vectors."""
    zero = number(0.0)
    for i in range(start, start + words, LANES):
        store(mem, i, zero)


@kernel("maxpool2d.forward", split="samples")
def max_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the largest x of each window; winner = u · window + v of the first largest one. NaN wins."""
    x, y, winner, window, stride, top, left, samples, height, width, channels, out_h, out_w = operands(op, 13)
    lo, hi = share(samples, 1, thread, threads)
    wide, lowest, nobody = padded(channels), number(-np.inf), splat_int(-1)
    for n in range(lo, hi):
        for i in range(out_h):
            row, u_lo, u_hi = reach(i, window, stride, top, height)
            for j in range(out_w):
                column, v_lo, v_hi = reach(j, window, stride, left, width)
                target = ((n * out_h + i) * out_w + j) * wide
                for c in range(0, wide, LANES):
                    best, index = lowest, nobody
                    for u in range(u_lo, u_hi):
                        source = x + ((n * height + row + u) * width + column) * wide + c
                        for v in range(v_lo, v_hi):
                            value = load(mem, source + v * wide)
                            before, earlier = best, index
                            best = where_not_less_equal(value, before, value, before)
                            index = where_index_not_less_equal(value, before, splat_int(u * window + v), earlier)
                            best = where_not_less_equal(before, before, before, best)  # the first NaN stays
                            index = where_index_not_less_equal(before, before, earlier, index)
                    store(mem, y + target + c, best)
                    store_ints(mem, winner + target + c, index)


@kernel("maxpool2d.backward", split="samples")
def max_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy over the windows that the pixel won."""
    dy, winner, dx, window, stride, top, left, samples, out_h, out_w, channels, height, width = operands(op, 13)
    lo, hi = share(samples, 1, thread, threads)
    wide, zero = padded(channels), number(0.0)
    for n in range(lo, hi):
        clear(mem, dx + n * height * width * wide, height * width * wide)
        for i in range(out_h):
            row, u_lo, u_hi = reach(i, window, stride, top, height)
            for j in range(out_w):
                column, v_lo, v_hi = reach(j, window, stride, left, width)
                source = ((n * out_h + i) * out_w + j) * wide
                for c in range(0, wide, LANES):
                    gradient, won = load(mem, dy + source + c), load_ints(mem, winner + source + c)
                    for u in range(u_lo, u_hi):
                        target = dx + ((n * height + row + u) * width + column) * wide + c
                        for v in range(v_lo, v_hi):
                            part = where_equal_int(won, splat_int(u * window + v), gradient, zero)
                            store(mem, target + v * wide, load(mem, target + v * wide) + part)


@kernel("avgpool2d.forward", split="samples")
def average_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the mean of the pixels in each window; padding does not count."""
    x, y, window, stride, top, left, samples, height, width, channels, out_h, out_w = operands(op, 12)
    lo, hi = share(samples, 1, thread, threads)
    wide, zero = padded(channels), number(0.0)
    for n in range(lo, hi):
        for i in range(out_h):
            row, u_lo, u_hi = reach(i, window, stride, top, height)
            for j in range(out_w):
                column, v_lo, v_hi = reach(j, window, stride, left, width)
                count = splat(np.float32((u_hi - u_lo) * (v_hi - v_lo)))
                target = y + ((n * out_h + i) * out_w + j) * wide
                for c in range(0, wide, LANES):
                    total = zero
                    for u in range(u_lo, u_hi):
                        source = x + ((n * height + row + u) * width + column) * wide + c
                        for v in range(v_lo, v_hi):
                            total += load(mem, source + v * wide)
                    store(mem, target + c, total / count)


@kernel("avgpool2d.backward", split="samples")
def average_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy / pixels over the windows with the pixel."""
    dy, dx, window, stride, top, left, samples, out_h, out_w, channels, height, width = operands(op, 12)
    lo, hi = share(samples, 1, thread, threads)
    wide = padded(channels)
    for n in range(lo, hi):
        clear(mem, dx + n * height * width * wide, height * width * wide)
        for i in range(out_h):
            row, u_lo, u_hi = reach(i, window, stride, top, height)
            for j in range(out_w):
                column, v_lo, v_hi = reach(j, window, stride, left, width)
                count = splat(np.float32((u_hi - u_lo) * (v_hi - v_lo)))
                source = dy + ((n * out_h + i) * out_w + j) * wide
                for c in range(0, wide, LANES):
                    part = load(mem, source + c) / count
                    for u in range(u_lo, u_hi):
                        target = dx + ((n * height + row + u) * width + column) * wide + c
                        for v in range(v_lo, v_hi):
                            store(mem, target + v * wide, load(mem, target + v * wide) + part)
