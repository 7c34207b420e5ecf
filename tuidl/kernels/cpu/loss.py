"""Losses of chances, each with the gradient of its mean over the rows. Padding of the gradient stays zero."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import exp, number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import (
    LANES,
    count_from,
    get_int,
    lane_max,
    lane_sum,
    load,
    operands,
    real,
    splat,
    store,
    where_below,
    where_not_less_equal,
)


@kernel("loss.softmax_cross_entropy", split="rows", unit=ROW_BLOCK)
def softmax_cross_entropy(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = −Σ q log softmax(logits), q = (1 − s) one-hot + s / classes; dlogits = (softmax − q) / rows.

    The first of equal logits wins.
    """
    logits, labels, loss, hit, dlogits, smoothing, rows, classes = operands(op, 8)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, lowest, each = padded(classes), number(0.0), number(-np.inf), np.float32(1.0 / rows)
    smooth, part = real(smoothing), np.float32(1.0 / classes)
    spread = splat(each * smooth * part)
    for i in range(lo, hi):
        row, gradient, label = logits + i * wide, dlogits + i * wide, get_int(mem, labels + i)
        top = lowest
        for j in range(0, wide, LANES):
            value = where_below(count_from(j), classes, load(mem, row + j), lowest)
            top = where_not_less_equal(value, top, value, top)
        highest = lane_max(top)
        total = zero
        for j in range(0, wide, LANES):
            power = where_below(count_from(j), classes, exp(load(mem, row + j) - splat(highest)), zero)
            store(mem, gradient + j, power)
            total += power
        norm = lane_sum(total)
        scale = splat(each / norm)
        for j in range(0, wide, LANES):
            shared = where_below(count_from(j), classes, spread, zero)
            store(mem, gradient + j, load(mem, gradient + j) * scale - shared)
        right = get(mem, row + label)
        put(mem, gradient + label, get(mem, gradient + label) - each * (np.float32(1.0) - smooth))
        value = np.log(norm) - (right - highest)
        if smooth > np.float32(0.0):
            others = zero
            for j in range(0, wide, LANES):
                others += where_below(count_from(j), classes, load(mem, row + j) - splat(right), zero)
            value -= smooth * part * lane_sum(others)
        put(mem, loss + i, value)
        first = np.float32(1.0) if right >= highest else np.float32(0.0)
        if right >= highest:
            for j in range(label):
                if get(mem, row + j) >= highest:
                    first = np.float32(0.0)
        put(mem, hit + i, first)


@kernel("loss.sigmoid_cross_entropy", split="rows", unit=ROW_BLOCK)
def sigmoid_cross_entropy(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of max(z, 0) − z y + log(1 + e^−|z|); dlogits = (sigmoid z − y) / count; p > ½ counts as yes."""
    logits, target, loss, hit, dlogits, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, one, half = padded(outputs), np.float32(0.0), np.float32(1.0), np.float32(0.5)
    each, per_output = np.float32(1.0 / (rows * outputs)), np.float32(1.0 / outputs)
    for i in range(lo, hi):
        total = hits = zero
        for j in range(i * wide, i * wide + outputs):
            z, y = get(mem, logits + j), get(mem, target + j)
            small = np.exp(-abs(z))
            total += max(z, zero) - z * y + np.log1p(small)
            p = (one if z >= zero else small) / (one + small)
            if (p > half) == (y > half):
                hits += one
            put(mem, dlogits + j, (p - y) * each)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, hits * per_output)


@kernel("loss.weighted_sigmoid_cross_entropy", split="rows", unit=ROW_BLOCK)
def weighted_sigmoid_cross_entropy(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of −w₁ y log p − w₀ (1 − y) log(1 − p), p = sigmoid z; p > ½ counts as yes."""
    logits, target, loss, hit, dlogits, negative, positive, rows, outputs = operands(op, 9)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, one, half = padded(outputs), np.float32(0.0), np.float32(1.0), np.float32(0.5)
    each, per_output = np.float32(1.0 / (rows * outputs)), np.float32(1.0 / outputs)
    for i in range(lo, hi):
        total = hits = zero
        for j in range(i * wide, i * wide + outputs):
            z, y = get(mem, logits + j), get(mem, target + j)
            yes, no, small = real(positive) * y, real(negative) * (one - y), np.exp(-abs(z))
            surprise = np.log1p(small)
            total += yes * (max(-z, zero) + surprise) + no * (max(z, zero) + surprise)
            p, rest = (one if z >= zero else small) / (one + small), (small if z >= zero else one) / (one + small)
            if (p > half) == (y > half):
                hits += one
            put(mem, dlogits + j, (no * p - yes * rest) * each)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, hits * per_output)


@kernel("loss.soft_cross_entropy", split="rows", unit=ROW_BLOCK)
def soft_cross_entropy(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = −Σ w q log softmax(logits), q = (1 − s) chances + s / classes; dlogits = (softmax Σ w q − w q) / rows."""
    logits, chances, weights, loss, hit, dlogits, smoothing, rows, classes = operands(op, 9)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, lowest, each = padded(classes), number(0.0), number(-np.inf), splat(np.float32(1.0 / rows))
    sharp, spread = splat(np.float32(1.0) - real(smoothing)), splat(real(smoothing) * np.float32(1.0 / classes))
    for i in range(lo, hi):
        row, given, gradient = logits + i * wide, chances + i * wide, dlogits + i * wide
        top = lowest
        for j in range(0, wide, LANES):
            value = where_below(count_from(j), classes, load(mem, row + j), lowest)
            top = where_not_less_equal(value, top, value, top)
        highest = splat(lane_max(top))
        total = whole = zero
        for j in range(0, wide, LANES):
            power = where_below(count_from(j), classes, exp(load(mem, row + j) - highest), zero)
            store(mem, gradient + j, power)
            total += power
            wanted = load(mem, weights + j) * (sharp * load(mem, given + j) + spread)
            whole += where_below(count_from(j), classes, wanted, zero)
        norm = lane_sum(total)
        length, scale, missed = splat(np.log(norm)), splat(lane_sum(whole) / norm), zero
        for j in range(0, wide, LANES):
            wanted = load(mem, weights + j) * (sharp * load(mem, given + j) + spread)
            wanted = where_below(count_from(j), classes, wanted, zero)
            missed += where_below(count_from(j), classes, wanted * (length + highest - load(mem, row + j)), zero)
            store(mem, gradient + j, (load(mem, gradient + j) * scale - wanted) * each)
        put(mem, loss + i, lane_sum(missed))
        best = wished = 0
        for j in range(classes):
            best = j if get(mem, row + j) > get(mem, row + best) else best
            wished = j if get(mem, given + j) > get(mem, given + wished) else wished
        put(mem, hit + i, np.float32(1.0) if best == wished else np.float32(0.0))


@kernel("loss.divergence", split="rows", unit=ROW_BLOCK)
def divergence(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = Σ q (log q − log softmax(logits)), q = chances; dlogits = (softmax Σ q − q) / rows; NaN for q below 0."""
    logits, chances, loss, hit, dlogits, rows, classes = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, nothing, each = padded(classes), np.float32(0.0), np.float32(1.0 / rows)
    for i in range(lo, hi):
        row, given, gradient = logits + i * wide, chances + i * wide, dlogits + i * wide
        best = wanted = 0
        for j in range(classes):
            best = j if get(mem, row + j) > get(mem, row + best) else best
            wanted = j if get(mem, given + j) > get(mem, given + wanted) else wanted
        highest, norm, whole = get(mem, row + best), nothing, nothing
        for j in range(0, wide, LANES):
            store(mem, gradient + j, number(0.0))
        for j in range(classes):
            power = np.exp(get(mem, row + j) - highest)
            put(mem, gradient + j, power)
            norm += power
            whole += get(mem, given + j)
        total, scale, length = nothing, whole / norm, np.log(norm)
        for j in range(classes):
            q = get(mem, given + j)
            if q != nothing:
                total += q * (np.log(q) - (get(mem, row + j) - highest - length))
            put(mem, gradient + j, (get(mem, gradient + j) * scale - q) * each)
        put(mem, loss + i, total)
        put(mem, hit + i, np.float32(1.0) if best == wanted else nothing)
