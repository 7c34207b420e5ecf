"""The gradient of a convolution's weights where max-pooling follows: a sum of the patches that the winners saw.

Of each pooling window one pixel of each filter counts, and with a ReLU between sometimes none. So for each filter the
winners are listed, and the patches of x that they saw are added up, each times its gradient.
"""

from typing import Any

from tuidl.kernels.cpu import patches
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OWN, get, kernel, padded, put, share
from tuidl.kernels.cpu.regions import BLOCK
from tuidl.kernels.cpu.simd import (
    LANES,
    copy,
    get_int,
    load,
    load_ints,
    operands,
    put_int,
    splat_int,
    store,
    where_equal_int,
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


@kernel(
    "winners.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,cells_h,cells_w,filters]; "
    "in winner[samples,cells_h,cells_w,filters]:int; out dw[kernel_h,kernel_w,channels,filters]; in cells[_]:int; "
    "in pixels[_]:int; inout sums[filters,patch]; inout values[filters,listed]; inout places[filters,listed]:int; "
    "inout won[filters,1]:int",
    split=OWN, tight=("x",), work=("samples", "cells_h", "cells_w", "kernel_h", "kernel_w", "channels", "filters"),
)  # fmt: skip
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ x dy over the winners; threads share the filters."""
    (
        x, dy, winner, dw, cells, pixels, sums, values, places, won, samples, height, width, channels, cells_h, cells_w,
        filters, kernel_h, kernel_w, patch, listed, x_stride,
    ) = operands(op, 22)  # fmt: skip
    lo, hi = share(filters, 1, thread, threads)
    wide, listed_wide, patch_wide, zero = padded(filters), padded(listed), padded(patch), number(0.0)
    here, across, image = cells_h * cells_w, kernel_w * x_stride, height * width * x_stride
    for i in range(sums + lo * patch_wide, sums + hi * patch_wide, LANES):
        store(mem, i, zero)
    for n in range(0, samples, BLOCK):
        block = min(BLOCK, samples - n)
        for f in range(lo, hi):
            put_int(mem, won + f * LANES, 0)
        for cell in range(block * here):
            at, first = (n * here + cell) * wide, get_int(mem, cells + cell)
            for f in range(lo, hi):
                who, last = get_int(mem, winner + at + f), f * listed_wide + get_int(mem, won + f * LANES)
                put(mem, values + last, get(mem, dy + at + f))
                put_int(mem, places + last, first + get_int(mem, pixels + max(who, 0)))
                put_int(mem, won + f * LANES, last - f * listed_wide + (who >= 0))  # if nobody won the next takes over
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
