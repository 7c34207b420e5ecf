"""Noise: dropout and its variants. It is a hash of (seed, layer, step, element), the same for any threads."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.chance import key_of, lane, normal
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS, ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import LANES, count_from, fma, load, operands, scramble, splat, store, where_below

ALPHA = -1.7580993408473766  # what a self-normalising unit says to −∞: −λ α


@njit(**OPTIONS)
def kept(mem: Any, rate: int) -> tuple[int, Any]:
    """(what a hash lies below if its element is kept, 1 / (1 − rate) in every lane)."""
    keep = 1.0 - float(get(mem, rate))
    return min(int(keep * 4294967296.0), 4294967295), splat(np.float32(1.0 / keep))


@kernel("dropout.forward", split="rows", unit=ROW_BLOCK)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x mask / (1 − rate)."""
    x, rate, y, seed, layer, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    (limit, scale), zero = kept(mem, rate), number(0.0)
    key = key_of(seed, layer, step)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, y + i, load(mem, x + i) * where_below(scramble(count_from(i), key), limit, scale, zero))


@kernel("dropout.backward", split="rows", unit=ROW_BLOCK)
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy mask / (1 − rate), the same mask."""
    dy, rate, dx, seed, layer, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    (limit, scale), zero = kept(mem, rate), number(0.0)
    key = key_of(seed, layer, step)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, dx + i, load(mem, dy + i) * where_below(scramble(count_from(i), key), limit, scale, zero))


@kernel("dropout.channels", split="samples")
def channels(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x mask / (1 − rate), one number for each channel of a sample."""
    x, rate, y, seed, layer, samples, height, width, channels = operands(op, 9)
    lo, hi = share(samples, 1, thread, threads)
    wide, pixels = padded(channels), height * width
    (limit, scale), zero = kept(mem, rate), number(0.0)
    key = key_of(seed, layer, step)
    for n in range(lo, hi):
        for c in range(0, wide, LANES):
            factor = where_below(scramble(count_from(n * wide + c), key), limit, scale, zero)
            for pixel in range(pixels):
                i = (n * pixels + pixel) * wide + c
                store(mem, y + i, load(mem, x + i) * factor)


@kernel("dropout.alpha", split="rows", unit=ROW_BLOCK)
def alpha(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = a x + b where kept, else a α′ + b."""
    x, rate, y, seed, layer, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, lost = padded(features), float(get(mem, rate))
    limit = min(int((1.0 - lost) * 4294967296.0), 4294967295)
    a = 1.0 / np.sqrt((1.0 - lost) * (1.0 + ALPHA * ALPHA * lost))
    scale, shift, left_out = splat(np.float32(a)), splat(np.float32(-a * lost * ALPHA)), number(ALPHA)
    key = key_of(seed, layer, step)
    for i in range(lo, hi):
        for j in range(0, wide, LANES):
            place = i * wide + j
            value = where_below(scramble(count_from(place), key), limit, load(mem, x + place), left_out)
            store(mem, y + place, where_below(count_from(j), features, scale * value + shift, number(0.0)))


@kernel("dropout.alpha_backward", split="rows", unit=ROW_BLOCK)
def alpha_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = a dy mask, the same mask."""
    dy, rate, dx, seed, layer, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, lost, zero = padded(features), float(get(mem, rate)), number(0.0)
    limit = min(int((1.0 - lost) * 4294967296.0), 4294967295)
    scale = splat(np.float32(1.0 / np.sqrt((1.0 - lost) * (1.0 + ALPHA * ALPHA * lost))))
    key = key_of(seed, layer, step)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, dx + i, load(mem, dy + i) * where_below(scramble(count_from(i), key), limit, scale, zero))


@kernel("noise.gaussian", split="rows", unit=ROW_BLOCK, tight=("x", "y"))
def gaussian(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x + deviation n; rows without padding (of images as they lie in the data) are one long row."""
    x, deviation, y, seed, layer, rows, features, x_stride, y_stride = operands(op, 9)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    spread, zero = splat(get(mem, deviation)), number(0.0)
    key = key_of(seed, layer, step)
    if x_stride == features and y_stride == features:
        end = hi * features
        for i in range(lo * features, end, LANES):
            value = fma(spread, normal(count_from(i), key), load(mem, x + i))
            if i + LANES <= end:
                store(mem, y + i, value)
            else:
                for j in range(end - i):
                    put(mem, y + i + j, lane(value, j))
    else:
        for i in range(lo, hi):
            for j in range(0, features, LANES):
                value = fma(spread, normal(count_from(i * features + j), key), load(mem, x + i * x_stride + j))
                store(mem, y + i * y_stride + j, where_below(count_from(j), features, value, zero))


@kernel("dropout.mask", split="rows", unit=ROW_BLOCK)
def mask(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """keep = 0 with probability rate, else 1 / (1 − rate): the mask itself, to be used at every moment."""
    rate, keep, seed, layer, rows, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    (limit, scale), zero = kept(mem, rate), number(0.0)
    key = key_of(seed, layer, step)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, keep + i, where_below(scramble(count_from(i), key), limit, scale, zero))
