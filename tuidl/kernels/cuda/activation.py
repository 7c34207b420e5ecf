"""Activations and their gradients, which all follow from the output y. What fills up the rows is computed along."""

import math
from typing import Any

import numpy as np

from tuidl.kernels.cuda.kernel import kernel, padded


@kernel("activation.relu", by="word")
def relu(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = max(x, 0); NaN stays NaN."""
    x, y, rows, features = op[:4]
    for n in range(thread, rows * padded(features), threads):
        value = mem.floats[x + n]
        mem.floats[y + n] = np.float32(0) if value <= np.float32(0) else value


@kernel("activation.relu_backward", by="word")
def relu_backward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy where y > 0, else 0."""
    y, dy, dx, rows, features = op[:5]
    for n in range(thread, rows * padded(features), threads):
        mem.floats[dx + n] = mem.floats[dy + n] if mem.floats[y + n] > np.float32(0) else np.float32(0)


@kernel("activation.leaky_relu", by="word")
def leaky_relu(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x where x > 0, else slope x."""
    x, y, rows, features = op[:4]
    slope = real[0]
    factor = np.float32(slope)
    for n in range(thread, rows * padded(features), threads):
        value = mem.floats[x + n]
        mem.floats[y + n] = value if value > np.float32(0) else factor * value


@kernel("activation.leaky_relu_backward", by="word")
def leaky_relu_backward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy where y > 0, else slope dy."""
    y, dy, dx, rows, features = op[:5]
    slope = real[0]
    factor = np.float32(slope)
    for n in range(thread, rows * padded(features), threads):
        gradient = mem.floats[dy + n]
        mem.floats[dx + n] = gradient if mem.floats[y + n] > np.float32(0) else factor * gradient


@kernel("activation.sigmoid", by="word")
def sigmoid(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = 1 / (1 + e⁻ˣ), without overflow: e is raised to −|x| only."""
    x, y, rows, features = op[:4]
    for n in range(thread, rows * padded(features), threads):
        value = mem.floats[x + n]
        small = np.float32(math.exp(-abs(value)))
        mem.floats[y + n] = (np.float32(1) if value >= np.float32(0) else small) / (np.float32(1) + small)


@kernel("activation.sigmoid_backward", by="word")
def sigmoid_backward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy y (1 − y)."""
    y, dy, dx, rows, features = op[:5]
    for n in range(thread, rows * padded(features), threads):
        value = mem.floats[y + n]
        mem.floats[dx + n] = mem.floats[dy + n] * value * (np.float32(1) - value)


@kernel("activation.tanh", by="word")
def tanh(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = tanh x."""
    x, y, rows, features = op[:4]
    for n in range(thread, rows * padded(features), threads):
        mem.floats[y + n] = math.tanh(mem.floats[x + n])


@kernel("activation.tanh_backward", by="word")
def tanh_backward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy (1 − y²)."""
    y, dy, dx, rows, features = op[:5]
    for n in range(thread, rows * padded(features), threads):
        value = mem.floats[y + n]
        mem.floats[dx + n] = mem.floats[dy + n] * (np.float32(1) - value * value)


@kernel("activation.softmax", by="row")
def softmax(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = eˣ / Σ eˣ per row, with the largest x taken off first."""
    x, y, rows, features = op[:4]
    wide = padded(features)
    for i in range(thread, rows, threads):
        top = mem.floats[x + i * wide]
        for j in range(1, features):
            value = mem.floats[x + i * wide + j]
            top = top if value <= top else value
        total = np.float32(0)
        for j in range(features):
            power = np.float32(math.exp(mem.floats[x + i * wide + j] - top))
            mem.floats[y + i * wide + j] = power
            total += power
        for j in range(features):
            mem.floats[y + i * wide + j] /= total


@kernel("activation.softmax_backward", by="row")
def softmax_backward(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = y (dy − Σ y dy)."""
    y, dy, dx, rows, features = op[:5]
    wide = padded(features)
    for i in range(thread, rows, threads):
        mean = np.float32(0)
        for n in range(i * wide, i * wide + features):
            mean += mem.floats[y + n] * mem.floats[dy + n]
        for n in range(i * wide, i * wide + features):
            mem.floats[dx + n] = mem.floats[y + n] * (mem.floats[dy + n] - mean)
