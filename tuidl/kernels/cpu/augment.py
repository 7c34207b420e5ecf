"""Augmentation: each image (n, h, w, c) sampled once, through a map of its own; threads share the samples.

Nothing is read outside an image, whatever the map: places are cut off at its border, also those that are no numbers.
"""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.chance import key_of, lane, uniform
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.gather import as_floats, between, floor, gather, words
from tuidl.kernels.cpu.kernel import OPTIONS, get, kernel, padded, put, share
from tuidl.kernels.cpu.pooling import clear
from tuidl.kernels.cpu.simd import LANES, count_from, fma, lane_sum, load, operands, real, splat, store, where_below
from tuidl.kernels.cpu.upsampling import add

ONE, NOTHING = np.float32(1.0), np.float32(0.0)


@kernel("augment.draw", split="samples")
def draw(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """warp = a b v, c d h, gain, offset of every image: mirrored, zoomed, turned, then moved."""
    (
        rotate, shift, zoom, flip, flip_vertical, brightness, contrast, warp, height, width, seed, layer, samples,
    ) = operands(op, 13)  # fmt: skip
    lo, hi = share(samples, 1, thread, threads)
    wide = padded(8)
    key = key_of(seed, layer, step)
    middle, centre = (height - 1) / 2.0, (width - 1) / 2.0
    for n in range(lo, hi):
        place, target = n * wide, warp + n * wide
        angle = float(get(mem, rotate)) * (2.0 * uniform(place, key) - 1.0) * np.pi / 180.0
        size = 1.0 + float(get(mem, zoom)) * (2.0 * uniform(place + 1, key) - 1.0)
        down = float(get(mem, shift)) * (2.0 * uniform(place + 2, key) - 1.0) * height
        right = float(get(mem, shift)) * (2.0 * uniform(place + 3, key) - 1.0) * width
        columns = (-1.0 if uniform(place + 4, key) < float(get(mem, flip)) else 1.0) / size
        rows = (-1.0 if uniform(place + 5, key) < float(get(mem, flip_vertical)) else 1.0) / size
        a, b = rows * np.cos(angle), rows * np.sin(angle)
        c, d = columns * -np.sin(angle), columns * np.cos(angle)
        v = middle - a * (middle + down) - b * (centre + right)
        h = centre - c * (middle + down) - d * (centre + right)
        gain = 1.0 + float(get(mem, contrast)) * (2.0 * uniform(place + 7, key) - 1.0)
        offset = float(get(mem, brightness)) * (2.0 * uniform(place + 6, key) - 1.0)
        store(mem, target, number(0.0))
        for k, value in enumerate((a, b, v, c, d, h, gain, offset)):
            put(mem, target + k, np.float32(value))


@njit(**OPTIONS)
def axis(place: float, size: int, nearest: int) -> tuple[int, int, Any, Any]:
    """The two pixels along a side around a place, and how much of each."""
    if nearest:
        place = min(place, size - 1.0) if place > 0.0 else 0.0
    elif not (-1.0 < place < size):
        return 0, 0, NOTHING, NOTHING
    first = int(np.floor(place))
    part = np.float32(place - first)
    if first < 0:
        return 0, 0, NOTHING, part
    if first + 1 >= size:
        return size - 1, size - 1, ONE - part, NOTHING
    return first, first + 1, ONE - part, part


@njit(**OPTIONS)
def mean(mem: Any, x: int, words: int, values: int) -> Any:
    """The mean of an image's values; what fills up its rows is zero."""
    whole = words // LANES * LANES
    lanes = number(0.0)
    for i in range(0, whole, LANES):
        lanes += load(mem, x + i)
    total = lane_sum(lanes)
    for i in range(whole, words):
        total += get(mem, x + i)
    return total / np.float32(values)


@kernel("augment.apply", split="samples", tight=("x", "y"))
def apply(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = gain x + offset + (1 − gain) mean x."""
    x, warp, y, nearest, fill, samples, height, width, channels, x_stride, y_stride = operands(op, 11)
    lo, hi = share(samples, 1, thread, threads)
    for n in range(lo, hi):
        image, target, wrap = x + n * height * width * x_stride, y + n * height * width * y_stride, warp + n * padded(8)
        gain, shade = get(mem, wrap + 6), get(mem, wrap + 7)
        if gain != ONE:
            shade += (ONE - gain) * mean(mem, image, height * width * x_stride, height * width * channels)
        sizes = (height, width, channels)
        if x_stride % LANES == 0 and y_stride % LANES == 0:
            by_channels(mem, image, wrap, target, sizes, nearest, real(fill), gain, shade)
        else:
            by_pixels(mem, image, wrap, target, sizes, x_stride, y_stride, nearest, real(fill), gain, shade)


@njit(**OPTIONS)
def by_channels(
    mem: Any, x: int, warp: int, y: int, sizes: tuple[int, int, int], nearest: int, fill: Any, gain: Any, shade: Any
) -> None:
    """One image, sixteen channels of a pixel at a time."""
    height, width, channels = sizes
    wide = padded(channels)
    for i in range(height):
        row = float(get(mem, warp)) * i + float(get(mem, warp + 2))
        column = float(get(mem, warp + 3)) * i + float(get(mem, warp + 5))
        down, across = float(get(mem, warp + 1)), float(get(mem, warp + 4))
        for j in range(width):
            top, bottom, above, below = axis(row + down * j, height, nearest)
            left, right, before, after = axis(column + across * j, width, nearest)
            rest = splat((ONE - (above + below) * (before + after)) * fill)
            p0, p1 = x + (top * width + left) * wide, x + (top * width + right) * wide
            p2, p3 = x + (bottom * width + left) * wide, x + (bottom * width + right) * wide
            w0, w1, w2, w3 = splat(above * before), splat(above * after), splat(below * before), splat(below * after)
            for c in range(0, channels, LANES):
                total = fma(load(mem, p0 + c), w0, fma(load(mem, p1 + c), w1, rest))
                total = fma(load(mem, p2 + c), w2, fma(load(mem, p3 + c), w3, total))
                total = fma(total, splat(gain), splat(shade))
                store(mem, y + (i * width + j) * wide + c, where_below(count_from(c), channels, total, number(0.0)))


@njit(**OPTIONS)
def by_pixels(
    mem: Any, x: int, warp: int, y: int, sizes: tuple[int, int, int], x_stride: int, y_stride: int, nearest: int,
    fill: Any, gain: Any, shade: Any,
) -> None:  # fmt: skip
    """One image, sixteen pixels at a time: those of few channels that lie without padding."""
    height, width, channels = sizes
    a, b, v = splat(get(mem, warp)), splat(get(mem, warp + 1)), splat(get(mem, warp + 2))
    c, d, h = splat(get(mem, warp + 3)), splat(get(mem, warp + 4)), splat(get(mem, warp + 5))
    for first in range(0, height * width, LANES):
        pixel = as_floats(count_from(first))
        i = floor((pixel + number(0.5)) / number(width))
        j = pixel - i * number(width)
        top, bottom, above, below = between(fma(a, i, fma(b, j, v)), height, nearest)
        left, right, before, after = between(fma(c, i, fma(d, j, h)), width, nearest)
        rest = (number(1.0) - (above + below) * (before + after)) * splat(fill)
        p0, p1 = words(top, left, width, x_stride), words(top, right, width, x_stride)
        p2, p3 = words(bottom, left, width, x_stride), words(bottom, right, width, x_stride)
        for channel in range(channels):
            total = fma(gather(mem, x + channel, p0), above * before, rest)
            total = fma(gather(mem, x + channel, p1), above * after, total)
            total = fma(gather(mem, x + channel, p2), below * before, total)
            total = fma(gather(mem, x + channel, p3), below * after, total)
            total = fma(total, splat(gain), splat(shade))
            if y_stride == 1 and first + LANES <= height * width:
                store(mem, y + first, total)
            else:
                for k in range(min(LANES, height * width - first)):
                    put(mem, y + (first + k) * y_stride + channel, lane(total, k))


@kernel("augment.backward", split="samples")
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = gain times the sum of dy, as far as it took of the pixel, + (1 − gain) Σ dy / values."""
    dy, warp, dx, nearest, samples, height, width, channels = operands(op, 8)
    lo, hi = share(samples, 1, thread, threads)
    wide, pixels = padded(channels), height * width
    for n in range(lo, hi):
        source, target, wrap = dy + n * pixels * wide, dx + n * pixels * wide, warp + n * padded(8)
        gain = get(mem, wrap + 6)
        clear(mem, target, pixels * wide)
        if gain != ONE:
            same = splat((ONE - gain) * mean(mem, source, pixels * wide, pixels * channels))
            for pixel in range(pixels):
                for c in range(0, wide, LANES):
                    part = where_below(count_from(c), channels, same, number(0.0))
                    store(mem, target + pixel * wide + c, part)
        for i in range(height):
            row = float(get(mem, wrap)) * i + float(get(mem, wrap + 2))
            column = float(get(mem, wrap + 3)) * i + float(get(mem, wrap + 5))
            down, across = float(get(mem, wrap + 1)), float(get(mem, wrap + 4))
            for j in range(width):
                top, bottom, above, below = axis(row + down * j, height, nearest)
                left, right, before, after = axis(column + across * j, width, nearest)
                for c in range(0, channels, LANES):
                    gradient = load(mem, source + (i * width + j) * wide + c) * splat(gain)
                    add(mem, target + (top * width + left) * wide + c, gradient, above * before)
                    add(mem, target + (top * width + right) * wide + c, gradient, above * after)
                    add(mem, target + (bottom * width + left) * wide + c, gradient, below * before)
                    add(mem, target + (bottom * width + right) * wide + c, gradient, below * after)
