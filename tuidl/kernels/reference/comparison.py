"""Losses that compare outputs with targets one by one, each with the gradient of its mean over the rows."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


def near(output: Array, target: Array) -> Array:
    """Hits: within ½ of a single target, or largest where the target is largest."""
    if output.shape[-1] == 1:
        return np.asarray(np.abs(output[:, 0] - target[:, 0]) < 0.5)
    return np.asarray(output.argmax(-1) == target.argmax(-1))


def on_its_side(output: Array, target: Array) -> Array:
    """Hits: a single output on the right side of 0, or largest where the target is largest."""
    if output.shape[-1] == 1:
        return np.asarray((output[:, 0] > 0) == (target[:, 0] > 0.5))
    return np.asarray(output.argmax(-1) == target.argmax(-1))


@reference("loss.squared")
def squared(output: Array, target: Array, loss: Array, hit: Array, doutput: Array) -> None:
    """loss = mean of (output − target)². A hit: within ½ of a single target, or largest where the target is largest."""
    error = output - target
    loss[...] = (error * error).mean(-1)
    hit[...] = near(output, target)
    doutput[...] = 2 * error / output.size


@reference("loss.absolute")
def absolute(output: Array, target: Array, loss: Array, hit: Array, doutput: Array) -> None:
    """loss = mean of |output − target|; doutput = sign(output − target) / count, 0 where they are equal."""
    error = output - target
    loss[...] = np.abs(error).mean(-1)
    hit[...] = near(output, target)
    doutput[...] = np.sign(error) / output.size


@reference("loss.huber")
def huber(output: Array, target: Array, loss: Array, hit: Array, doutput: Array, delta: float) -> None:
    """loss = mean of ½ e² where |e| ≤ δ, else δ (|e| − ½ δ); doutput = e within ±δ / count (Huber 1964)."""
    error = output - target
    size = np.abs(error)
    loss[...] = np.where(size > delta, delta * (size - delta / 2), error * error / 2).mean(-1)
    hit[...] = near(output, target)
    doutput[...] = np.clip(error, -delta, delta) / output.size


@reference("loss.hinge")
def hinge(output: Array, target: Array, loss: Array, hit: Array, doutput: Array) -> None:
    """loss = mean of max(0, 1 − t output), t = 2 target − 1 (Cortes & Vapnik 1995).

    A hit: a single output on the right side of 0, or largest where the target is largest.
    """
    sign = 2 * target - 1
    short = 1 - sign * output
    loss[...] = np.maximum(short, 0).mean(-1)
    hit[...] = on_its_side(output, target)
    doutput[...] = np.where(short > 0, -sign, 0) / output.size


@reference("loss.critic")
def critic(output: Array, target: Array, loss: Array, hit: Array, doutput: Array) -> None:
    """loss = mean of −t output, t = 2 target − 1; doutput = −t / count (Arjovsky et al. 2017). Hits as in hinge."""
    sign = 2 * target - 1
    loss[...] = (-sign * output).mean(-1)
    hit[...] = on_its_side(output, target)
    doutput[...] = -sign / output.size
