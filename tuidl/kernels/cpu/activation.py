"""Activations and their gradients, which all follow from the output y."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import exp, number
from tuidl.kernels.cpu.elementary import sigmoid as sigmoid_of
from tuidl.kernels.cpu.elementary import tanh as tanh_of
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import (
    LANES,
    count_from,
    lane_max,
    lane_sum,
    load,
    operands,
    real,
    splat,
    store,
    where_below,
    where_greater,
    where_not_less_equal,
)


@kernel("activation.relu", split="rows", unit=ROW_BLOCK)
def relu(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = max(x, 0); NaN stays NaN."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        store(mem, y + i, where_not_less_equal(value, zero, value, zero))


@kernel("activation.relu_backward", split="rows", unit=ROW_BLOCK)
def relu_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy where y > 0, else 0."""
    y, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, dx + i, where_greater(load(mem, y + i), zero, load(mem, dy + i), zero))


@kernel("activation.leaky_relu", split="rows", unit=ROW_BLOCK)
def leaky_relu(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x where x > 0, else slope x."""
    x, y, slope, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, factor = padded(features), number(0.0), splat(real(slope))
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        store(mem, y + i, where_greater(value, zero, value, factor * value))


@kernel("activation.leaky_relu_backward", split="rows", unit=ROW_BLOCK)
def leaky_relu_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy where y > 0, else slope dy."""
    y, dy, dx, slope, rows, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, factor = padded(features), number(0.0), splat(real(slope))
    for i in range(lo * wide, hi * wide, LANES):
        gradient = load(mem, dy + i)
        store(mem, dx + i, where_greater(load(mem, y + i), zero, gradient, factor * gradient))


@kernel("activation.sigmoid", split="rows", unit=ROW_BLOCK)
def sigmoid(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = 1 / (1 + e⁻ˣ)."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, y + i, sigmoid_of(load(mem, x + i)))


@kernel("activation.sigmoid_backward", split="rows", unit=ROW_BLOCK)
def sigmoid_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy y (1 − y)."""
    y, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, one = padded(features), number(1.0)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, y + i)
        store(mem, dx + i, load(mem, dy + i) * value * (one - value))


@kernel("activation.tanh", split="rows", unit=ROW_BLOCK)
def tanh(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = tanh x."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, y + i, tanh_of(load(mem, x + i)))


@kernel("activation.tanh_backward", split="rows", unit=ROW_BLOCK)
def tanh_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy (1 − y²)."""
    y, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, one = padded(features), number(1.0)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, y + i)
        store(mem, dx + i, load(mem, dy + i) * (one - value * value))


@kernel("activation.hard_sigmoid", split="rows", unit=ROW_BLOCK)
def hard_sigmoid(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x / 6 + ½, within 0 and 1; NaN stays NaN."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, half, one, slope = padded(features), number(0.0), number(0.5), number(1.0), number(1 / 6)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i) * slope + half
        value = where_not_less_equal(value, zero, value, zero)
        store(mem, y + i, where_greater(value, one, one, value))


@kernel("activation.hard_sigmoid_backward", split="rows", unit=ROW_BLOCK)
def hard_sigmoid_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy / 6 where 0 < y < 1, else 0."""
    y, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, one, slope = padded(features), number(0.0), number(1.0), number(1 / 6)
    for i in range(lo * wide, hi * wide, LANES):
        value, gradient = load(mem, y + i), load(mem, dy + i) * slope
        store(mem, dx + i, where_greater(value, zero, where_greater(one, value, gradient, zero), zero))


@kernel("activation.scale", split="rows", unit=ROW_BLOCK)
def scale(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = factor x."""
    x, y, factor, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, times = padded(features), splat(real(factor))
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, y + i, times * load(mem, x + i))


@kernel("activation.hardmax", split="rows", unit=ROW_BLOCK)
def hardmax(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = 1 at the largest x of the row, the first of equal ones, else 0; NaN stays NaN."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for i in range(lo, hi):
        row, made, best = x + i * wide, y + i * wide, 0
        for j in range(0, wide, LANES):
            store(mem, made + j, zero * load(mem, row + j))
        for j in range(features):
            best = j if get(mem, row + j) > get(mem, row + best) else best
        put(mem, made + best, get(mem, made + best) + np.float32(1.0))


@kernel("activation.softmax", split="rows", unit=ROW_BLOCK)
def softmax(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = eˣ / Σ eˣ per row, with the largest x taken off first."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, lowest = padded(features), number(0.0), number(-np.inf)
    for i in range(lo, hi):
        top = lowest
        for j in range(0, wide, LANES):
            value = where_below(count_from(j), features, load(mem, x + i * wide + j), lowest)
            top = where_not_less_equal(value, top, value, top)
        highest = splat(lane_max(top))
        total = zero
        for j in range(0, wide, LANES):
            power = where_below(count_from(j), features, exp(load(mem, x + i * wide + j) - highest), zero)
            store(mem, y + i * wide + j, power)
            total += power
        norm = splat(lane_sum(total))
        for j in range(0, wide, LANES):
            store(mem, y + i * wide + j, load(mem, y + i * wide + j) / norm)


@kernel("activation.softmax_backward", split="rows", unit=ROW_BLOCK)
def softmax_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = y (dy − Σ y dy)."""
    y, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, wide):
        total = number(0.0)
        for j in range(i, i + wide, LANES):
            total += load(mem, y + j) * load(mem, dy + j)
        mean = splat(lane_sum(total))
        for j in range(i, i + wide, LANES):
            store(mem, dx + j, load(mem, y + j) * (load(mem, dy + j) - mean))
