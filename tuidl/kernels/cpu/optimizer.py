"""Updates of all parameters at once: threads share the region."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import get, kernel, put, share
from tuidl.kernels.cpu.simd import LANES, lane_sum, load, operands, real, splat, sqrt, store, where_greater

NORM_BLOCK = 4096  # words per partial sum: fixed, so that the norm does not depend on the number of threads


@kernel("optimizer.sgd", split="size", unit=LANES)
def sgd(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """value −= rate grad."""
    value, grad, rate, size = operands(op, 4)
    lo, hi = share(size, LANES, thread, threads)
    pace = splat(get(mem, rate))
    for i in range(lo, hi, LANES):
        store(mem, value + i, load(mem, value + i) - pace * load(mem, grad + i))


@kernel("optimizer.momentum", split="size", unit=LANES)
def momentum_(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """velocity = momentum velocity + grad; value −= rate velocity."""
    value, grad, velocity, rate, momentum, size = operands(op, 6)
    lo, hi = share(size, LANES, thread, threads)
    pace, kept = splat(get(mem, rate)), splat(real(momentum))
    for i in range(lo, hi, LANES):
        speed = kept * load(mem, velocity + i) + load(mem, grad + i)
        store(mem, velocity + i, speed)
        store(mem, value + i, load(mem, value + i) - pace * speed)


@kernel("optimizer.nesterov", split="size", unit=LANES)
def nesterov(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """velocity = momentum velocity + grad; value −= rate (grad + momentum velocity)."""
    value, grad, velocity, rate, momentum, size = operands(op, 6)
    lo, hi = share(size, LANES, thread, threads)
    pace, kept = splat(get(mem, rate)), splat(real(momentum))
    for i in range(lo, hi, LANES):
        slope = load(mem, grad + i)
        speed = kept * load(mem, velocity + i) + slope
        store(mem, velocity + i, speed)
        store(mem, value + i, load(mem, value + i) - pace * (slope + kept * speed))


@kernel("optimizer.adagrad", split="size", unit=LANES)
def adagrad(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """square += grad²; value −= rate grad / (√square + ε)."""
    value, grad, square, rate, epsilon, size = operands(op, 6)
    lo, hi = share(size, LANES, thread, threads)
    pace, tiny = splat(get(mem, rate)), splat(real(epsilon))
    for i in range(lo, hi, LANES):
        slope = load(mem, grad + i)
        s = load(mem, square + i) + slope * slope
        store(mem, square + i, s)
        store(mem, value + i, load(mem, value + i) - pace * slope / (sqrt(s) + tiny))


@kernel("optimizer.rmsprop", split="size", unit=LANES)
def rmsprop(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """square = decay square + (1 − decay) grad²; value −= rate grad / (√square + ε)."""
    value, grad, square, rate, decay, epsilon, size = operands(op, 7)
    lo, hi = share(size, LANES, thread, threads)
    pace, tiny = splat(get(mem, rate)), splat(real(epsilon))
    kept, fresh = splat(real(decay)), splat(np.float32(1.0 - float(real(decay))))
    for i in range(lo, hi, LANES):
        slope = load(mem, grad + i)
        s = kept * load(mem, square + i) + fresh * slope * slope
        store(mem, square + i, s)
        store(mem, value + i, load(mem, value + i) - pace * slope / (sqrt(s) + tiny))


@kernel("optimizer.adam", split="size", unit=LANES)
def adam(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """m = β₁ m + (1−β₁) g, s = β₂ s + (1−β₂) g², value −= rate m̂ / (√ŝ + ε); ``step`` counts from 0."""
    value, grad, mean, square, rate, beta1, beta2, epsilon, size = operands(op, 9)
    lo, hi = share(size, LANES, thread, threads)
    kept, kept_square = float(real(beta1)), float(real(beta2))
    pace = splat(np.float32(get(mem, rate) / (1.0 - kept ** (step + 1.0))))
    correction = splat(np.float32(1.0 / np.sqrt(1.0 - kept_square ** (step + 1.0))))
    first, fresh = splat(real(beta1)), splat(np.float32(1.0 - kept))
    second, fresh_square = splat(real(beta2)), splat(np.float32(1.0 - kept_square))
    tiny = splat(real(epsilon))
    for i in range(lo, hi, LANES):
        slope = load(mem, grad + i)
        m = first * load(mem, mean + i) + fresh * slope
        s = second * load(mem, square + i) + fresh_square * slope * slope
        store(mem, mean + i, m)
        store(mem, square + i, s)
        store(mem, value + i, load(mem, value + i) - pace * m / (sqrt(s) * correction + tiny))


@kernel("optimizer.shrink", split="size", unit=LANES)
def shrink(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """value −= rate decay value."""
    value, rate, decay, size = operands(op, 4)
    lo, hi = share(size, LANES, thread, threads)
    part = splat(get(mem, rate)) * splat(real(decay))
    for i in range(lo, hi, LANES):
        store(mem, value + i, load(mem, value + i) - part * load(mem, value + i))


@kernel("optimizer.penalty", split="size", unit=LANES)
def penalty(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """grad += decay value."""
    grad, value, decay, size = operands(op, 4)
    lo, hi = share(size, LANES, thread, threads)
    part = splat(real(decay))
    for i in range(lo, hi, LANES):
        store(mem, grad + i, load(mem, grad + i) + part * load(mem, value + i))


@kernel("optimizer.lasso", split="size", unit=LANES)
def lasso(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """grad += strength sign(value)."""
    grad, value, strength, size = operands(op, 4)
    lo, hi = share(size, LANES, thread, threads)
    up, down, zero = splat(real(strength)), splat(-real(strength)), number(0.0)
    for i in range(lo, hi, LANES):
        weight = load(mem, value + i)
        sign = where_greater(weight, zero, up, where_greater(zero, weight, down, zero * weight))
        store(mem, grad + i, load(mem, grad + i) + sign)


@kernel("optimizer.limit", split="size", unit=LANES)
def limit_(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """values = values within −limit and limit; NaN stays NaN."""
    values, limit, size = operands(op, 3)
    lo, hi = share(size, LANES, thread, threads)
    high, low = splat(real(limit)), splat(-real(limit))
    for i in range(lo, hi, LANES):
        value = load(mem, values + i)
        store(mem, values + i, where_greater(value, high, high, where_greater(low, value, low, value)))


@kernel("optimizer.part_rate")
def part_rate(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """own = factor rate."""
    rate, own, factor = operands(op, 3)
    if thread == 0:
        put(mem, own, real(factor) * get(mem, rate))


@kernel("optimizer.average", split="size", unit=LANES)
def average_(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """average += (1 − d) (value − average), d = min(decay, step / (step + 1)); ``step`` counts from 0."""
    value, average, decay, size = operands(op, 4)
    lo, hi = share(size, LANES, thread, threads)
    fresh = splat(np.float32(1.0 - min(float(real(decay)), step / (step + 1.0))))
    for i in range(lo, hi, LANES):
        kept = load(mem, average + i)
        store(mem, average + i, kept + fresh * (load(mem, value + i) - kept))


@kernel("optimizer.square_sums", split="blocks")
def square_sums(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """sums = Σ grad² of each block."""
    grad, sums, size, blocks = operands(op, 4)
    lo, hi = share(blocks, 1, thread, threads)
    for block in range(lo, hi):
        total = number(0.0)
        for i in range(block * NORM_BLOCK, min((block + 1) * NORM_BLOCK, size), LANES):
            slope = load(mem, grad + i)
            total += slope * slope
        put(mem, sums + block, lane_sum(total))


@kernel("optimizer.clip", split="size", unit=LANES)
def clip(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """grad *= min(1, limit / norm), norm = √Σ sums."""
    grad, sums, norm, limit, size, blocks = operands(op, 6)
    lo, hi = share(size, LANES, thread, threads)
    total = np.float32(0.0)
    for block in range(blocks):
        total += get(mem, sums + block)
    length = np.sqrt(total)
    if thread == 0:
        put(mem, norm, length)
    if length > real(limit):
        scale = splat(real(limit) / length)
        for i in range(lo, hi, LANES):
            store(mem, grad + i, load(mem, grad + i) * scale)
