"""Convolution channel by channel: sixteen channels a vector, no products between them; ``regions`` makes the tables."""

from typing import Any

from numba import njit

from tuidl.kernels.cpu import regions
from tuidl.kernels.cpu.convolution import TABLES, rows_of, samples_of
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS, OWN, ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import LANES, fma, get_int, load, operands, store

FIELDS = regions.FIELDS
_WORK = ("samples", "out_h", "out_w", "places", "features")


@njit(**OPTIONS)
def four_sums(mem: Any, a: int, rows: int, steps: int, weights: int, terms: int, w: int, y: int, targets: int) -> None:
    """y = Σ a w for sixteen channels of the four pixels that the tables ``rows`` and ``targets`` begin with."""
    a0, a1 = a + get_int(mem, rows), a + get_int(mem, rows + 1)
    a2, a3 = a + get_int(mem, rows + 2), a + get_int(mem, rows + 3)
    s0 = s1 = s2 = s3 = number(0.0)
    for t in range(terms):
        step, weight = get_int(mem, steps + t), load(mem, w + get_int(mem, weights + t))
        s0 = fma(load(mem, a0 + step), weight, s0)
        s1 = fma(load(mem, a1 + step), weight, s1)
        s2 = fma(load(mem, a2 + step), weight, s2)
        s3 = fma(load(mem, a3 + step), weight, s3)
    store(mem, y + get_int(mem, targets), s0)
    store(mem, y + get_int(mem, targets + 1), s1)
    store(mem, y + get_int(mem, targets + 2), s2)
    store(mem, y + get_int(mem, targets + 3), s3)


@njit(**OPTIONS)
def one_sum(mem: Any, a: int, row: int, steps: int, weights: int, terms: int, w: int, y: int, target: int) -> None:
    """As ``four_sums`` for one pixel."""
    start, total = a + get_int(mem, row), number(0.0)
    for t in range(terms):
        weight = load(mem, w + get_int(mem, weights + t))
        total = fma(load(mem, start + get_int(mem, steps + t)), weight, total)
    store(mem, y + get_int(mem, target), total)


@kernel(
    "depthwise2d.sum",
    "in x[samples,height,width,features]; in w[places,features]; out y[samples,out_h,out_w,features]" + TABLES,
    split=OWN, work=_WORK,
)  # fmt: skip
def weighted_sum(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x ∗ w channel by channel, or with the tables of the way back dx = dy ∗ w."""
    (
        x, w, y, regions, row_source, row_target, term_source, term_weight, block, samples, height, width, features,
        _places, out_h, out_w, region_words,
    ) = operands(op, 17)  # fmt: skip
    lo, hi = samples_of(samples, block, thread, threads)
    wide = padded(features)
    for n in range(lo, hi, block):
        source, target = x + n * height * width * wide, y + n * out_h * out_w * wide
        for region in range(regions, regions + region_words, FIELDS):
            row, end = rows_of(get_int(mem, region), get_int(mem, region + 1), samples == block, thread, threads)
            term, terms = get_int(mem, region + 2), get_int(mem, region + 3) - get_int(mem, region + 2)
            steps, weights = term_source + term, term_weight + term
            while row + 4 <= end:
                for c in range(0, wide, LANES):
                    four_sums(
                        mem, source + c, row_source + row, steps, weights, terms, w + c, target + c, row_target + row
                    )
                row += 4
            while row < end:
                for c in range(0, wide, LANES):
                    one_sum(
                        mem, source + c, row_source + row, steps, weights, terms, w + c, target + c, row_target + row
                    )
                row += 1


@njit(**OPTIONS)
def add_three(mem: Any, x: int, sources: int, steps: int, dy: int, targets: int, rows: int, dw: int, at: int) -> None:
    """dw += Σ x dy over the pixels, for sixteen channels of three places of the kernel."""
    x0, x1, x2 = x + get_int(mem, steps), x + get_int(mem, steps + 1), x + get_int(mem, steps + 2)
    p0, p1, p2 = dw + get_int(mem, at), dw + get_int(mem, at + 1), dw + get_int(mem, at + 2)
    s0, s1, s2 = load(mem, p0), load(mem, p1), load(mem, p2)
    for i in range(rows):
        source, gradient = get_int(mem, sources + i), load(mem, dy + get_int(mem, targets + i))
        s0 = fma(load(mem, x0 + source), gradient, s0)
        s1 = fma(load(mem, x1 + source), gradient, s1)
        s2 = fma(load(mem, x2 + source), gradient, s2)
    store(mem, p0, s0)
    store(mem, p1, s1)
    store(mem, p2, s2)


@njit(**OPTIONS)
def add_one(mem: Any, x: int, sources: int, step: int, dy: int, targets: int, rows: int, dw: int, at: int) -> None:
    """As ``add_three`` for one place."""
    start, place = x + get_int(mem, step), dw + get_int(mem, at)
    total = load(mem, place)
    for i in range(rows):
        gradient = load(mem, dy + get_int(mem, targets + i))
        total = fma(load(mem, start + get_int(mem, sources + i)), gradient, total)
    store(mem, place, total)


@kernel(
    "depthwise2d.backward_weight",
    "in x[samples,height,width,features]; in dy[samples,out_h,out_w,features]; out dw[places,features]" + TABLES,
    split=OWN, work=_WORK,
)  # fmt: skip
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ x dy channel by channel; threads share the places of the kernel, vector after vector."""
    (
        x, dy, dw, regions, row_source, row_target, term_source, term_weight, block, samples, height, width, features,
        out_h, out_w, places, region_words,
    ) = operands(op, 17)  # fmt: skip
    wide, zero = padded(features), number(0.0)
    lo, hi = share(places * (wide // LANES), 1, thread, threads)
    for i in range(lo, hi):
        store(mem, dw + i % places * wide + i // places * LANES, zero)
    for n in range(0, samples, block):
        for c in range(lo // places, (hi + places - 1) // places):
            low, high = max(lo - c * places, 0) * wide, min(hi - c * places, places) * wide
            source = x + n * height * width * wide + c * LANES
            gradient, target = dy + n * out_h * out_w * wide + c * LANES, dw + c * LANES
            for region in range(regions, regions + region_words, FIELDS):
                first, rows = get_int(mem, region), get_int(mem, region + 1) - get_int(mem, region)
                top, bottom = get_int(mem, region + 2), get_int(mem, region + 3)
                while top < bottom and get_int(mem, term_weight + top) < low:
                    top += 1
                while top < bottom and get_int(mem, term_weight + bottom - 1) >= high:
                    bottom -= 1
                while top + 3 <= bottom:
                    add_three(mem, source, row_source + first, term_source + top, gradient, row_target + first, rows,
                              target, term_weight + top)  # fmt: skip
                    top += 3
                while top < bottom:
                    add_one(mem, source, row_source + first, term_source + top, gradient, row_target + first, rows,
                            target, term_weight + top)  # fmt: skip
                    top += 1


@kernel("depthwise2d.repeat", "in x[rows,channels]; out y[rows,features]", split="rows", unit=ROW_BLOCK, tight=("x",))
def repeat(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x, each channel as often as it has filters."""
    x, y, rows, channels, features, x_stride = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    times, zero = features // channels, number(0.0)
    for i in range(lo, hi):
        store(mem, y + (i + 1) * padded(features) - LANES, zero)
        for c in range(channels):
            value, target = get(mem, x + i * x_stride + c), y + i * padded(features) + c * times
            for q in range(times):
                put(mem, target + q, value)


@kernel("depthwise2d.fold", "in dy[rows,features]; out dx[rows,channels]", split="rows", unit=ROW_BLOCK)
def fold(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = the sum of dy over the filters of each channel."""
    dy, dx, rows, features, channels = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    times, zero = features // channels, number(0.0)
    for i in range(lo, hi):
        store(mem, dx + (i + 1) * padded(channels) - LANES, zero)
        for c in range(channels):
            source = dy + i * padded(features) + c * times
            total = get(mem, source)
            for q in range(1, times):
                total += get(mem, source + q)
            put(mem, dx + i * padded(channels) + c, total)
