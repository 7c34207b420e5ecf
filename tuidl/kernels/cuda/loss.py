"""Losses of chances, each with the gradient of its mean over the rows. A thread has whole rows."""

import math
from typing import Any

import numpy as np

from tuidl.kernels.cuda.kernel import kernel, padded


@kernel("loss.softmax_cross_entropy", by="row")
def softmax_cross_entropy(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = −Σ q log softmax(logits), q = (1 − s) one-hot + s / classes; dlogits = (softmax − q) / rows.

    The first of equal logits wins.
    """
    logits, labels, loss, hit, dlogits, rows, classes = op[:7]
    smoothing = real[0]
    one, smooth = np.float32(1), np.float32(smoothing)
    wide, each, part = padded(classes), one / np.float32(rows), smooth / np.float32(classes)
    for i in range(thread, rows, threads):
        row, gradient, label = logits + i * wide, dlogits + i * wide, mem.ints[labels + i]
        best = 0
        for j in range(1, classes):
            best = best if mem.floats[row + j] <= mem.floats[row + best] else j
        top = mem.floats[row + best]
        total = others = np.float32(0)
        for j in range(classes):
            centred = mem.floats[row + j] - top
            power = np.float32(math.exp(centred))
            mem.floats[gradient + j] = power
            total += power
            others += centred
        for j in range(classes):
            mem.floats[gradient + j] = (mem.floats[gradient + j] / total - part) * each
        mem.floats[gradient + label] -= (one - smooth) * each
        right = mem.floats[row + label] - top
        value = np.float32(math.log(total)) - right
        if smooth > np.float32(0):
            value += smooth * right - part * others
        mem.floats[loss + i] = value
        mem.floats[hit + i] = one if best == label else np.float32(0)


@kernel("loss.sigmoid_cross_entropy", by="row")
def sigmoid_cross_entropy(op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """loss = mean of max(z, 0) − z y + log(1 + e^−|z|); dlogits = (sigmoid z − y) / count; p > ½ counts as yes."""
    logits, target, loss, hit, dlogits, rows, outputs = op[:7]
    zero, half, one = np.float32(0), np.float32(0.5), np.float32(1)
    wide, each = padded(outputs), one / np.float32(rows * outputs)
    for i in range(thread, rows, threads):
        total = hits = zero
        for n in range(i * wide, i * wide + outputs):
            z, y = mem.floats[logits + n], mem.floats[target + n]
            small = np.float32(math.exp(-abs(z)))
            total += (zero if z <= zero else z) - z * y + np.float32(math.log1p(small))
            p = (one if z >= zero else small) / (one + small)
            hits += one if (p > half) == (y > half) else zero
            mem.floats[dlogits + n] = (p - y) * each
        mem.floats[loss + i] = total / np.float32(outputs)
        mem.floats[hit + i] = hits / np.float32(outputs)
