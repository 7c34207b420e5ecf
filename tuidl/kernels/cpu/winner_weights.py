"""The gradient of a convolution's weights where max-pooling follows: a sum of the patches that the winners saw.

Of each pooling window one pixel of each filter counts, and with a ReLU between sometimes none. So for each filter the
winners are listed, and the patches of x that they saw are added up, each times its gradient.
"""

from typing import Any

from numba import njit

from tuidl.kernels.cpu import patches
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS, OWN, get, kernel, padded, put, share
from tuidl.kernels.cpu.shuffle import pack, pack_ints, turn
from tuidl.kernels.cpu.simd import (
    LANES,
    add_ints,
    copy,
    count_from,
    get_int,
    load,
    load_ints,
    mul_ints,
    operands,
    put_int,
    splat_int,
    store,
    where_equal_int,
    where_index_less,
)


@kernel(
    "winners.halo",
    "in x[samples,height,width,channels]; inout haloed[samples,tall,broad,channels]; size top; size left",
    split="samples", tight=("x", "haloed"),
)  # fmt: skip
def halo(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """haloed = x with the zeros around it that padding stands for: they are there already."""
    x, haloed, top, left, samples, height, width, _channels, tall, broad, x_stride, _haloed_stride = operands(op, 12)
    lo, hi = share(samples, 1, thread, threads)
    for n in range(lo, hi):
        for i in range(height):
            target = haloed + ((n * tall + i + top) * broad + left) * x_stride
            copy(mem, target, mem, x + (n * height + i) * width * x_stride, width * x_stride)


@njit(**OPTIONS)
def _list(
    mem: Any, dy: int, winner: int, rows: int, wide: int, cells: int, lo: int, hi: int, turned: int, window: int,
    right: int, down: int, values: int, places: int, listed: int, won: int,
) -> None:  # fmt: skip
    """For each of up to sixteen filters the winners of up to sixteen cells: their gradients, their places in x."""
    turn(mem, dy, wide, rows, turned, 2 * LANES, lo, hi)
    turn(mem, winner, wide, rows, turned + LANES, 2 * LANES, lo, hi)
    nobody, next_row = splat_int(-1), splat_int(down - window * right)
    for f in range(lo, hi):
        gradient, who = load(mem, turned + f * 2 * LANES), load_ints(mem, turned + f * 2 * LANES + LANES)
        who = where_index_less(count_from(0), splat_int(rows), who, nobody)
        place = add_ints(load_ints(mem, cells), mul_ints(who, splat_int(right)))
        for first in range(window, window * window, window):
            place = add_ints(place, where_index_less(who, splat_int(first), splat_int(0), next_row))
        last = get_int(mem, won + f * LANES)
        somebody = where_index_less(who, splat_int(0), nobody, splat_int(0))
        pack(mem, values + f * listed + last, gradient, somebody, splat_int(0))
        last += pack_ints(mem, places + f * listed + last, place, somebody, splat_int(0))
        put_int(mem, won + f * LANES, last)


@kernel(
    "winners.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,cells_h,cells_w,filters]; "
    "in winner[samples,cells_h,cells_w,filters]:int; out dw[kernel_h,kernel_w,channels,filters]; in cells[_]:int; "
    "inout sums[filters,patch]; inout turned[filters,two]; inout values[filters,listed]; "
    "inout places[filters,listed]:int; inout won[filters,1]:int; size block; size window; size right; size down",
    split=OWN, tight=("x",), work=("samples", "cells_h", "cells_w", "kernel_h", "kernel_w", "channels", "filters"),
)  # fmt: skip
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ x dy over the winners; threads share the filters."""
    (
        x, dy, winner, dw, cells, sums, turned, values, places, won, block, window, right, down, samples, height, width,
        channels, cells_h, cells_w, filters, kernel_h, kernel_w, patch, _two, listed, x_stride,
    ) = operands(op, 27)  # fmt: skip
    lo, hi = share(filters, 1, thread, threads)
    wide, listed_wide, patch_wide, zero = padded(filters), padded(listed), padded(patch), number(0.0)
    here, across, image = cells_h * cells_w, kernel_w * x_stride, height * width * x_stride
    for i in range(sums + lo * patch_wide, sums + hi * patch_wide, LANES):
        store(mem, i, zero)
    for n in range(0, samples, block):
        some = min(block, samples - n) * here
        for f in range(lo, hi):
            put_int(mem, won + f * LANES, 0)
        for cell in range(0, some, LANES):
            at = (n * here + cell) * wide
            for group in range(lo // LANES * LANES, hi, LANES):
                _list(
                    mem, dy + at + group, winner + at + group, min(LANES, some - cell), wide, cells + cell,
                    max(lo - group, 0), min(hi - group, LANES), turned + group * 2 * LANES, window, right, down,
                    values + group * listed_wide, places + group * listed_wide, listed_wide, won + group * LANES,
                )  # fmt: skip
        for f in range(lo, hi):
            patches.add(
                mem, values + f * listed_wide, places + f * listed_wide, get_int(mem, won + f * LANES), x + n * image,
                width * x_stride, sums + f * patch_wide, padded(across), kernel_h, across,
            )  # fmt: skip
    for u in range(kernel_h):
        for v in range(kernel_w):
            for c in range(channels):
                source, target = (
                    sums + u * padded(across) + v * x_stride + c,
                    dw + ((u * kernel_w + v) * channels + c) * wide,
                )
                for f in range(lo, hi):
                    put(mem, target + f, get(mem, source + f * patch_wide))


@kernel(
    "winners.backward_bias",
    "in dy[samples,cells_h,cells_w,filters]; in winner[samples,cells_h,cells_w,filters]:int; out db[filters]",
    split=OWN,
)  # fmt: skip
def backward_bias(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """db = Σ dy over the winners; threads share filters in reverse, for the last has had more weights to do."""
    dy, winner, db, samples, cells_h, cells_w, filters = operands(op, 7)
    wide, zero, nobody = padded(filters), number(0.0), splat_int(-1)
    lo, hi = share(wide, LANES, threads - 1 - thread, threads)
    for j in range(lo, hi, LANES):
        total = zero
        for place in range(j, samples * cells_h * cells_w * wide, wide):
            total += where_equal_int(load_ints(mem, winner + place), nobody, zero, load(mem, dy + place))
        store(mem, db + j, total)
