"""Updates of all parameters at once: threads share the words of the region."""

import math
from typing import Any

import numpy as np

from tuidl.kernels.cuda.kernel import kernel

NORM_BLOCK = 4096  # words per partial sum of the gradient's norm, the same on every device


@kernel("optimizer.sgd", by="word")
def sgd(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """value −= rate grad."""
    value, grad, rate, size = op[:4]
    pace = mem.floats[rate]
    for n in range(thread, size, threads):
        mem.floats[value + n] -= pace * mem.floats[grad + n]


@kernel("optimizer.momentum", by="word")
def momentum_(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """velocity = momentum velocity + grad; value −= rate velocity."""
    value, grad, velocity, rate, size = op[:5]
    momentum = real[0]
    pace, kept = mem.floats[rate], np.float32(momentum)
    for n in range(thread, size, threads):
        speed = kept * mem.floats[velocity + n] + mem.floats[grad + n]
        mem.floats[velocity + n] = speed
        mem.floats[value + n] -= pace * speed


@kernel("optimizer.nesterov", by="word")
def nesterov(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """velocity = momentum velocity + grad; value −= rate (grad + momentum velocity)."""
    value, grad, velocity, rate, size = op[:5]
    momentum = real[0]
    pace, kept = mem.floats[rate], np.float32(momentum)
    for n in range(thread, size, threads):
        slope = mem.floats[grad + n]
        speed = kept * mem.floats[velocity + n] + slope
        mem.floats[velocity + n] = speed
        mem.floats[value + n] -= pace * (slope + kept * speed)


@kernel("optimizer.adam", by="word")
def adam(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """m = β₁ m + (1−β₁) g, s = β₂ s + (1−β₂) g², value −= rate m̂ / (√ŝ + ε); ``step`` counts from 0."""
    value, grad, mean, square, rate, size = op[:6]
    beta1, beta2, epsilon = real
    pace = np.float32(mem.floats[rate] / (1.0 - math.pow(beta1, step + 1.0)))
    correction = np.float32(1.0 / math.sqrt(1.0 - math.pow(beta2, step + 1.0)))
    first, fresh = np.float32(beta1), np.float32(1.0 - beta1)
    second, fresh_square, tiny = np.float32(beta2), np.float32(1.0 - beta2), np.float32(epsilon)
    for n in range(thread, size, threads):
        slope = mem.floats[grad + n]
        m = first * mem.floats[mean + n] + fresh * slope
        s = second * mem.floats[square + n] + fresh_square * slope * slope
        mem.floats[mean + n] = m
        mem.floats[square + n] = s
        mem.floats[value + n] -= pace * m / (np.float32(math.sqrt(s)) * correction + tiny)


@kernel("optimizer.shrink", by="word")
def shrink(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """value −= rate decay value."""
    value, rate, size = op[:3]
    decay = real[0]
    part = mem.floats[rate] * np.float32(decay)
    for n in range(thread, size, threads):
        mem.floats[value + n] -= part * mem.floats[value + n]


@kernel("optimizer.penalty", by="word")
def penalty(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """grad += decay value."""
    grad, value, size = op[:3]
    decay = real[0]
    part = np.float32(decay)
    for n in range(thread, size, threads):
        mem.floats[grad + n] += part * mem.floats[value + n]


@kernel("optimizer.square_sums", by="word")
def square_sums(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """sums = Σ grad² of each block."""
    grad, sums, size, blocks = op[:4]
    for block in range(thread, blocks, threads):
        total = np.float32(0)
        for n in range(grad + block * NORM_BLOCK, grad + min((block + 1) * NORM_BLOCK, size)):
            total += mem.floats[n] * mem.floats[n]
        mem.floats[sums + block] = total


@kernel("optimizer.clip", by="word")
def clip(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """grad *= min(1, limit / norm), norm = √Σ sums: every thread adds the sums up for itself."""
    grad, sums, norm, size, blocks = op[:5]
    limit = real[0]
    total = np.float32(0)
    for block in range(blocks):
        total += mem.floats[sums + block]
    length, most = np.float32(math.sqrt(total)), np.float32(limit)
    if thread == 0:
        mem.floats[norm] = length
    if length > most:
        scale = most / length
        for n in range(thread, size, threads):
            mem.floats[grad + n] *= scale
