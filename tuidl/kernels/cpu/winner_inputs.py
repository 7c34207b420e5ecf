"""The gradient of a convolution's input where max-pooling follows: a sum of patches of the weights.

The winners of a pooling window are listed by the pixel that won: at each pixel the weights of the filters that won
there, each times its gradient, are added to the patch that the pixel saw.
"""

from typing import Any

from numba import njit

from tuidl.kernels.cpu import patches
from tuidl.kernels.cpu.kernel import OPTIONS, OWN, get, kernel, padded, put, share
from tuidl.kernels.cpu.pooling import clear
from tuidl.kernels.cpu.shuffle import pack, pack_ints
from tuidl.kernels.cpu.simd import (
    LANES,
    count_from,
    get_int,
    load,
    load_ints,
    mul_ints,
    operands,
    put_int,
    splat_int,
    where_index_less,
)


@kernel(
    "winners.transpose", "in w[kernel_h,kernel_w,channels,filters]; out wt[filters,kernel_h,kernel_w,channels]",
    split=OWN,
)  # fmt: skip
def transpose(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """wt[f] = the patch of weights of filter f; threads share the places of the kernel."""
    w, wt, kernel_h, kernel_w, channels, filters = operands(op, 6)
    lo, hi = share(kernel_h * kernel_w, 1, thread, threads)
    wide, wt_wide = padded(filters), padded(channels)
    for place in range(lo, hi):
        for f in range(filters):
            target = wt + (f * kernel_h * kernel_w + place) * wt_wide
            for c in range(channels):
                put(mem, target + c, get(mem, w + (place * channels + c) * wide + f))


@njit(**OPTIONS)
def _list(
    mem: Any, dy: int, winner: int, cell: int, filters: int, values: int, places: int, room: int, count: int,
    pixels: int, patch: int,
) -> None:  # fmt: skip
    """For each pixel of a pooling window the gradients of the filters that won there, and where their weights are."""
    for pixel in range(pixels):
        at = pixel * room
        for f in range(0, filters, LANES):
            who = where_index_less(count_from(f), splat_int(filters), load_ints(mem, winner + cell + f), splat_int(-1))
            pack(mem, values + at, load(mem, dy + cell + f), who, splat_int(pixel))
            at += pack_ints(mem, places + at, mul_ints(count_from(f), splat_int(patch)), who, splat_int(pixel))
        put_int(mem, count + pixel, at - pixel * room)


@kernel(
    "winners.backward_input",
    "in dy[samples,cells_h,cells_w,filters]; in winner[samples,cells_h,cells_w,filters]:int; "
    "in wt[filters,kernel_h,kernel_w,channels]; out dx[samples,height,width,channels]; inout values[samples,listed]; "
    "inout places[samples,listed]:int; inout won[samples,window_pixels]:int; size window; size pool; size above; "
    "size before; size stride_h; size stride_w; size top; size left",
    split="samples", work=("samples", "cells_h", "cells_w", "kernel_h", "kernel_w", "channels", "filters"),
)  # fmt: skip
def backward_input(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = Σ dy w over the winners whose patch holds the pixel."""
    (
        dy, winner, wt, dx, values, places, won, window, pool, above, before, stride_h, stride_w, top, left, samples,
        cells_h, cells_w, filters, kernel_h, kernel_w, channels, height, width, listed, window_pixels,
    ) = operands(op, 26)  # fmt: skip
    lo, hi = share(samples, 1, thread, threads)
    wide, f_wide = padded(channels), padded(filters)
    across = kernel_w * wide
    patch, room = kernel_h * across, listed // window_pixels
    for n in range(lo, hi):
        image = dx + n * height * width * wide
        value, place = values + n * padded(listed), places + n * padded(listed)
        count = won + n * padded(window_pixels)
        clear(mem, image, height * width * wide)
        for i in range(cells_h):
            for j in range(cells_w):
                _list(mem, dy, winner, ((n * cells_h + i) * cells_w + j) * f_wide, filters, value, place, room,
                      count, window * window, patch)  # fmt: skip
                for p in range(window):
                    row = (i * pool - above + p) * stride_h - top
                    u_lo, u_hi = max(0, -row), min(kernel_h, height - row)
                    for q in range(window):
                        column = (j * pool - before + q) * stride_w - left
                        v_lo, v_hi = max(0, -column), min(kernel_w, width - column)
                        pixel = p * window + q
                        if get_int(mem, count + pixel) > 0 and u_lo < u_hi and v_lo < v_hi:
                            patches.add(
                                mem, value + pixel * room, place + pixel * room, get_int(mem, count + pixel),
                                wt + u_lo * across + v_lo * wide, across,
                                image + ((row + u_lo) * width + column + v_lo) * wide, width * wide, u_hi - u_lo,
                                (v_hi - v_lo) * wide,
                            )  # fmt: skip
