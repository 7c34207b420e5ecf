"""Losses that compare outputs with targets one by one, each with the gradient of its mean over the rows."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import OPTIONS, ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import operands, real


@njit(**OPTIONS)
def largest(mem: Any, output: int, target: int, outputs: int) -> bool:
    """Whether the largest output stands where the largest target does; the first of equal ones counts."""
    best = wanted = 0
    for j in range(outputs):
        best = j if get(mem, output + j) > get(mem, output + best) else best
        wanted = j if get(mem, target + j) > get(mem, target + wanted) else wanted
    return best == wanted


@njit(**OPTIONS)
def near(mem: Any, output: int, target: int, outputs: int) -> Any:
    """1 for a hit: within ½ of a single target, or largest where the target is largest."""
    if outputs > 1:
        right = largest(mem, output, target, outputs)
    else:
        right = abs(get(mem, output) - get(mem, target)) < np.float32(0.5)
    return np.float32(1.0) if right else np.float32(0.0)


@njit(**OPTIONS)
def on_its_side(mem: Any, output: int, target: int, outputs: int) -> Any:
    """1 for a hit: a single output on the right side of 0, or largest where the target is largest."""
    if outputs > 1:
        right = largest(mem, output, target, outputs)
    else:
        right = (get(mem, output) > np.float32(0.0)) == (get(mem, target) > np.float32(0.5))
    return np.float32(1.0) if right else np.float32(0.0)


@kernel("loss.squared", split="rows", unit=ROW_BLOCK)
def squared(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of (output − target)². A hit: within ½ of a single target, or largest where the target is largest."""
    output, target, loss, hit, doutput, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(outputs), np.float32(0.0)
    each, per_output = np.float32(2.0 / (rows * outputs)), np.float32(1.0 / outputs)
    for i in range(lo, hi):
        total = zero
        for j in range(i * wide, i * wide + outputs):
            error = get(mem, output + j) - get(mem, target + j)
            total += error * error
            put(mem, doutput + j, error * each)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, near(mem, output + i * wide, target + i * wide, outputs))


@kernel("loss.absolute", split="rows", unit=ROW_BLOCK)
def absolute(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of |output − target|; doutput = sign(output − target) / count."""
    output, target, loss, hit, doutput, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, each, per_output = padded(outputs), np.float32(1.0 / (rows * outputs)), np.float32(1.0 / outputs)
    for i in range(lo, hi):
        total = np.float32(0.0)
        for j in range(i * wide, i * wide + outputs):
            error = get(mem, output + j) - get(mem, target + j)
            total += abs(error)
            put(mem, doutput + j, np.sign(error) * each)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, near(mem, output + i * wide, target + i * wide, outputs))


@kernel("loss.huber", split="rows", unit=ROW_BLOCK)
def huber(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of ½ e² where |e| ≤ δ, else δ (|e| − ½ δ); doutput = e within ±δ / count."""
    output, target, loss, hit, doutput, delta, rows, outputs = operands(op, 8)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, each, per_output = padded(outputs), np.float32(1.0 / (rows * outputs)), np.float32(1.0 / outputs)
    limit, half = real(delta), np.float32(0.5)
    for i in range(lo, hi):
        total = np.float32(0.0)
        for j in range(i * wide, i * wide + outputs):
            error = get(mem, output + j) - get(mem, target + j)
            if abs(error) > limit:
                total += limit * (abs(error) - half * limit)
                put(mem, doutput + j, (limit if error > np.float32(0.0) else -limit) * each)
            else:
                total += half * error * error
                put(mem, doutput + j, error * each)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, near(mem, output + i * wide, target + i * wide, outputs))


@kernel("loss.hinge", split="rows", unit=ROW_BLOCK)
def hinge(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of max(0, 1 − t output), t = 2 target − 1; doutput = −t / count where t output < 1, else 0."""
    output, target, loss, hit, doutput, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, each, per_output = padded(outputs), np.float32(1.0 / (rows * outputs)), np.float32(1.0 / outputs)
    zero, one = np.float32(0.0), np.float32(1.0)
    for i in range(lo, hi):
        total = zero
        for j in range(i * wide, i * wide + outputs):
            sign = (get(mem, target + j) + get(mem, target + j)) - one
            short = one - sign * get(mem, output + j)
            total += zero if short <= zero else short
            put(mem, doutput + j, -sign * each if short > zero else zero)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, on_its_side(mem, output + i * wide, target + i * wide, outputs))


@kernel("loss.critic", split="rows", unit=ROW_BLOCK)
def critic(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of −t output, t = 2 target − 1; doutput = −t / count."""
    output, target, loss, hit, doutput, rows, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, each, per_output = padded(outputs), np.float32(1.0 / (rows * outputs)), np.float32(1.0 / outputs)
    for i in range(lo, hi):
        total = np.float32(0.0)
        for j in range(i * wide, i * wide + outputs):
            sign = (get(mem, target + j) + get(mem, target + j)) - np.float32(1.0)
            total -= sign * get(mem, output + j)
            put(mem, doutput + j, -sign * each)
        put(mem, loss + i, total * per_output)
        put(mem, hit + i, on_its_side(mem, output + i * wide, target + i * wide, outputs))
