"""Batch normalisation: threads share the features, each goes down all rows."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import kernel, padded, share
from tuidl.kernels.cpu.simd import LANES, load, operands, real, splat, sqrt, store


@kernel("batchnorm.train", split="features", unit=LANES)
def train(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """normal = (x − mean x) / √(var x + ε), y = γ normal + β; running moments follow."""
    x, gamma, beta, normal, y, inverse, mean, variance, momentum, epsilon, rows, features = operands(op, 12)
    wide = padded(features)
    lo, hi = share(wide, LANES, thread, threads)
    each, unbiased = splat(np.float32(1.0 / rows)), splat(np.float32(rows / max(rows - 1, 1)))
    kept, fresh = splat(real(momentum)), splat(np.float32(1.0) - real(momentum))
    one, zero = number(1.0), number(0.0)
    for j in range(lo, hi, LANES):
        centre = zero
        for i in range(rows):
            centre += load(mem, x + i * wide + j)
        centre *= each
        spread = zero
        for i in range(rows):
            distance = load(mem, x + i * wide + j) - centre
            spread += distance * distance
        spread *= each
        scale = one / sqrt(spread + splat(real(epsilon)))
        store(mem, inverse + j, scale)
        store(mem, mean + j, kept * load(mem, mean + j) + fresh * centre)
        store(mem, variance + j, kept * load(mem, variance + j) + fresh * unbiased * spread)
        weight, offset = load(mem, gamma + j), load(mem, beta + j)
        for i in range(rows):
            normalised = (load(mem, x + i * wide + j) - centre) * scale
            store(mem, normal + i * wide + j, normalised)
            store(mem, y + i * wide + j, weight * normalised + offset)


@kernel("batchnorm.evaluate", split="features", unit=LANES)
def evaluate(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = γ (x − mean) / √(variance + ε) + β."""
    x, gamma, beta, y, mean, variance, epsilon, rows, features = operands(op, 9)
    wide = padded(features)
    lo, hi = share(wide, LANES, thread, threads)
    for j in range(lo, hi, LANES):
        scale = load(mem, gamma + j) / sqrt(load(mem, variance + j) + splat(real(epsilon)))
        centre, offset = load(mem, mean + j), load(mem, beta + j)
        for i in range(rows):
            store(mem, y + i * wide + j, scale * (load(mem, x + i * wide + j) - centre) + offset)


@kernel("batchnorm.backward", split="features", unit=LANES)
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = γ inverse (dy − mean dy − normal mean(dy normal)); dγ, dβ are sums over the rows."""
    dy, normal, gamma, inverse, dx, dgamma, dbeta, rows, features = operands(op, 9)
    wide = padded(features)
    lo, hi = share(wide, LANES, thread, threads)
    each, zero = splat(np.float32(1.0 / rows)), number(0.0)
    for j in range(lo, hi, LANES):
        total = along = zero
        for i in range(rows):
            gradient = load(mem, dy + i * wide + j)
            total += gradient
            along += gradient * load(mem, normal + i * wide + j)
        store(mem, dbeta + j, total)
        store(mem, dgamma + j, along)
        scale = load(mem, gamma + j) * load(mem, inverse + j)
        mean, tilt = total * each, along * each
        for i in range(rows):
            place = i * wide + j
            store(mem, dx + place, scale * (load(mem, dy + place) - mean - load(mem, normal + place) * tilt))


@kernel("batchnorm.backward_fixed", split="features", unit=LANES)
def backward_fixed(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = γ dy / √(variance + ε), the running moments held fixed."""
    x, dy, gamma, mean, variance, dx, dgamma, dbeta, epsilon, rows, features = operands(op, 11)
    wide = padded(features)
    lo, hi = share(wide, LANES, thread, threads)
    one, zero = number(1.0), number(0.0)
    for j in range(lo, hi, LANES):
        inverse = one / sqrt(load(mem, variance + j) + splat(real(epsilon)))
        scale, centre = load(mem, gamma + j) * inverse, load(mem, mean + j)
        total = along = zero
        for i in range(rows):
            gradient = load(mem, dy + i * wide + j)
            total += gradient
            along += gradient * (load(mem, x + i * wide + j) - centre) * inverse
            store(mem, dx + i * wide + j, scale * gradient)
        store(mem, dbeta + j, total)
        store(mem, dgamma + j, along)
