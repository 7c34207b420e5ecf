"""Losses, each with the gradient of its mean over the rows. Padding of the gradient stays zero."""

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
    splat,
    store,
    where_below,
    where_not_less_equal,
)


@kernel("loss.softmax_cross_entropy", split="rows", unit=ROW_BLOCK)
def softmax_cross_entropy(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = −log softmax(logits)[label]; dlogits = (softmax − one-hot) / rows. The first of equal logits wins."""
    logits, labels, loss, hit, dlogits, rows, classes = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, lowest, each = padded(classes), number(0.0), number(-np.inf), np.float32(1.0 / rows)
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
            store(mem, gradient + j, load(mem, gradient + j) * scale)
        right = get(mem, row + label)
        put(mem, gradient + label, get(mem, gradient + label) - each)
        put(mem, loss + i, np.log(norm) - (right - highest))
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


@kernel("loss.squared", split="rows", unit=ROW_BLOCK)
def squared(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of (output − target)². A hit: within ½ of a single target, or largest where the target is largest."""
    output, target, loss, hit, doutput, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, one = padded(outputs), np.float32(0.0), np.float32(1.0)
    each, per_output = np.float32(2.0 / (rows * outputs)), np.float32(1.0 / outputs)
    for i in range(lo, hi):
        total, best, wanted = zero, i * wide, i * wide
        for j in range(i * wide, i * wide + outputs):
            error = get(mem, output + j) - get(mem, target + j)
            total += error * error
            put(mem, doutput + j, error * each)
            best = j if get(mem, output + j) > get(mem, output + best) else best
            wanted = j if get(mem, target + j) > get(mem, target + wanted) else wanted
        put(mem, loss + i, total * per_output)
        right = best == wanted if outputs > 1 else total < np.float32(0.25)
        put(mem, hit + i, one if right else zero)
