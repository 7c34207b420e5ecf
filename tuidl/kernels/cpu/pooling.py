"""Pooling over windows of images (n, h, w, c), sixteen channels at a time."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS, kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import (
    LANES,
    load,
    load_ints,
    operands,
    real,
    splat,
    splat_int,
    store,
    store_ints,
    where_equal_int,
    where_index_wins,
    where_wins,
)
from tuidl.program import Instruction


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


@njit(**OPTIONS)
def clear_rest(mem: Any, image: int, height: int, width: int, wide: int, rows: int, columns: int) -> None:
    """Zero the pixels of an image below its first ``rows`` and right of its first ``columns``."""
    rows, columns = min(max(rows, 0), height), min(max(columns, 0), width)
    if columns < width:
        for i in range(rows):
            clear(mem, image + (i * width + columns) * wide, (width - columns) * wide)
    clear(mem, image + rows * width * wide, (height - rows) * width * wide)


@njit(**OPTIONS)
def best_of_four(mem: Any, x: int, row: int, wide: int, y: int, winner: int, lowest: Any) -> None:
    """The largest of 2 × 2 pixels, without loops: by far the most common window."""
    best, index = lowest, splat_int(-1)
    value = load(mem, x)
    index = where_index_wins(value, best, splat_int(0), index)
    best = where_wins(value, best, value, best)
    value = load(mem, x + wide)
    index = where_index_wins(value, best, splat_int(1), index)
    best = where_wins(value, best, value, best)
    value = load(mem, x + row)
    index = where_index_wins(value, best, splat_int(2), index)
    best = where_wins(value, best, value, best)
    value = load(mem, x + row + wide)
    index = where_index_wins(value, best, splat_int(3), index)
    best = where_wins(value, best, value, best)
    store(mem, y, best)
    store_ints(mem, winner, index)


@kernel(
    "maxpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; "
    "out winner[samples,out_h,out_w,channels]:int; size window; size stride; size top; size left; real lowest",
    split="samples",
)
def max_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the largest x of each window that is above ``lowest``; winner = u · window + v of the first. NaN wins."""
    x, y, winner, window, stride, top, left, lowest, samples, height, width, channels, out_h, out_w = operands(op, 14)
    lo, hi = share(samples, 1, thread, threads)
    wide, floor, nobody = padded(channels), splat(real(lowest)), splat_int(-1)
    for n in range(lo, hi):
        for i in range(out_h):
            row, u_lo, u_hi = reach(i, window, stride, top, height)
            for j in range(out_w):
                column, v_lo, v_hi = reach(j, window, stride, left, width)
                source, target = x + ((n * height + row) * width + column) * wide, ((n * out_h + i) * out_w + j) * wide
                if window == 2 and (u_hi - u_lo) * (v_hi - v_lo) == 4:
                    for c in range(0, wide, LANES):
                        best_of_four(mem, source + c, width * wide, wide, y + target + c, winner + target + c, floor)
                else:
                    for c in range(0, wide, LANES):
                        best, index = floor, nobody
                        for u in range(u_lo, u_hi):
                            for v in range(v_lo, v_hi):
                                value = load(mem, source + (u * width + v) * wide + c)
                                index = where_index_wins(value, best, splat_int(u * window + v), index)
                                best = where_wins(value, best, value, best)
                        store(mem, y + target + c, best)
                        store_ints(mem, winner + target + c, index)


@rule("maxpool2d.forward")
def lower_max_forward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Every pixel can win."""
    return [call("maxpool2d.forward", **instruction.operands, lowest=-np.inf)]


@njit(**OPTIONS)
def to_four(mem: Any, gradient: Any, won: Any, dx: int, row: int, wide: int) -> None:
    """The gradient to the winner of 2 × 2 pixels that lie in no other window, 0 to the others."""
    zero = number(0.0)
    store(mem, dx, where_equal_int(won, splat_int(0), gradient, zero))
    store(mem, dx + wide, where_equal_int(won, splat_int(1), gradient, zero))
    store(mem, dx + row, where_equal_int(won, splat_int(2), gradient, zero))
    store(mem, dx + row + wide, where_equal_int(won, splat_int(3), gradient, zero))


@kernel("maxpool2d.backward", split="samples")
def max_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy over the windows that the pixel won."""
    dy, winner, dx, window, stride, top, left, samples, out_h, out_w, channels, height, width = operands(op, 13)
    lo, hi = share(samples, 1, thread, threads)
    wide, zero = padded(channels), number(0.0)
    tiled = window == 2 and stride == 2 and top == 0 and left == 0 and 2 * out_h <= height and 2 * out_w <= width
    covered = (2 * out_h, 2 * out_w) if tiled else (0, 0)
    for n in range(lo, hi):
        clear_rest(mem, dx + n * height * width * wide, height, width, wide, covered[0], covered[1])
        for i in range(out_h):
            row, u_lo, u_hi = reach(i, window, stride, top, height)
            for j in range(out_w):
                column, v_lo, v_hi = reach(j, window, stride, left, width)
                source, target = ((n * out_h + i) * out_w + j) * wide, dx + ((n * height + row) * width + column) * wide
                for c in range(0, wide, LANES):
                    gradient, won = load(mem, dy + source + c), load_ints(mem, winner + source + c)
                    if tiled:
                        to_four(mem, gradient, won, target + c, width * wide, wide)
                    else:
                        for u in range(u_lo, u_hi):
                            for v in range(v_lo, v_hi):
                                place = target + (u * width + v) * wide + c
                                mine = where_equal_int(won, splat_int(u * window + v), gradient, zero)
                                store(mem, place, load(mem, place) + mine)


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
