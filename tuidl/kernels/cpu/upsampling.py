"""Images (n, h, w, c) made larger by a whole factor, sixteen channels at a time; threads share the samples."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS, kernel, padded, share
from tuidl.kernels.cpu.pooling import clear
from tuidl.kernels.cpu.simd import LANES, fma, load, operands, splat, store


@kernel("upsample2d.nearest", split="samples")
def nearest(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[i, j] = x[⌊i / times⌋, ⌊j / times⌋]."""
    x, y, times, samples, height, width, channels, out_h, out_w = operands(op, 9)
    lo, hi = share(samples, 1, thread, threads)
    wide = padded(channels)
    for n in range(lo, hi):
        for i in range(out_h):
            source, target = x + (n * height + i // times) * width * wide, y + (n * out_h + i) * out_w * wide
            for j in range(width):
                for c in range(0, wide, LANES):
                    value = load(mem, source + j * wide + c)
                    for v in range(times):
                        store(mem, target + (j * times + v) * wide + c, value)


@kernel("upsample2d.nearest_backward", split="samples")
def nearest_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy over the copies."""
    dy, dx, times, samples, out_h, out_w, channels, height, width = operands(op, 9)
    lo, hi = share(samples, 1, thread, threads)
    wide = padded(channels)
    for n in range(lo, hi):
        for i in range(height):
            for j in range(width):
                source = dy + ((n * out_h + i * times) * out_w + j * times) * wide
                for c in range(0, wide, LANES):
                    total = number(0.0)
                    for u in range(times):
                        for v in range(times):
                            total += load(mem, source + (u * out_w + v) * wide + c)
                    store(mem, dx + ((n * height + i) * width + j) * wide + c, total)


@njit(**OPTIONS)
def between(i: int, times: int, size: int) -> tuple[int, int, Any]:
    """The two pixels whose centres the larger pixel ``i`` lies between, and how far it is towards the second."""
    place = 2 * i + 1 - times  # in halves of a larger pixel from the first centre
    first = place // (2 * times)
    part = np.float32(place - first * 2 * times) / np.float32(2 * times)
    return min(max(first, 0), size - 1), min(max(first + 1, 0), size - 1), part


@kernel("upsample2d.bilinear", split="samples")
def bilinear(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x between the four nearest centres, border pixels going on beyond the border."""
    x, y, times, samples, height, width, channels, out_h, out_w = operands(op, 9)
    lo, hi = share(samples, 1, thread, threads)
    wide, one = padded(channels), np.float32(1.0)
    for n in range(lo, hi):
        for i in range(out_h):
            upper, lower, down = between(i, times, height)
            above, below = x + (n * height + upper) * width * wide, x + (n * height + lower) * width * wide
            for j in range(out_w):
                left, right, across = between(j, times, width)
                w0, w1 = splat((one - down) * (one - across)), splat((one - down) * across)
                w2, w3 = splat(down * (one - across)), splat(down * across)
                for c in range(0, wide, LANES):
                    total = load(mem, above + left * wide + c) * w0
                    total = fma(load(mem, above + right * wide + c), w1, total)
                    total = fma(load(mem, below + left * wide + c), w2, total)
                    total = fma(load(mem, below + right * wide + c), w3, total)
                    store(mem, y + ((n * out_h + i) * out_w + j) * wide + c, total)


@kernel("upsample2d.bilinear_backward", split="samples")
def bilinear_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy, as far as it took of the pixel."""
    dy, dx, times, samples, out_h, out_w, channels, height, width = operands(op, 9)
    lo, hi = share(samples, 1, thread, threads)
    wide, one = padded(channels), np.float32(1.0)
    for n in range(lo, hi):
        clear(mem, dx + n * height * width * wide, height * width * wide)
        for i in range(out_h):
            upper, lower, down = between(i, times, height)
            above, below = dx + (n * height + upper) * width * wide, dx + (n * height + lower) * width * wide
            for j in range(out_w):
                left, right, across = between(j, times, width)
                for c in range(0, wide, LANES):
                    gradient = load(mem, dy + ((n * out_h + i) * out_w + j) * wide + c)
                    add(mem, above + left * wide + c, gradient, (one - down) * (one - across))
                    add(mem, above + right * wide + c, gradient, (one - down) * across)
                    add(mem, below + left * wide + c, gradient, down * (one - across))
                    add(mem, below + right * wide + c, gradient, down * across)


@njit(**OPTIONS)
def add(mem: Any, place: int, gradient: Any, part: Any) -> None:
    """Add a part of the gradient to sixteen channels."""
    store(mem, place, fma(gradient, splat(part), load(mem, place)))
