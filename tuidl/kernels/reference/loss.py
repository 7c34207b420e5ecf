"""Losses, each with the gradient of its mean over the rows."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("loss.softmax_cross_entropy")
def softmax_cross_entropy(logits: Array, labels: Array, loss: Array, hit: Array, dlogits: Array) -> None:
    """loss = −log softmax(logits)[label]; dlogits = (softmax − one-hot) / rows. The first of equal logits wins."""
    rows = np.arange(len(logits))
    centred = logits - logits.max(-1, keepdims=True)
    powers = np.exp(centred)
    sums = powers.sum(-1)
    loss[...] = np.log(sums) - centred[rows, labels]
    hit[...] = logits.argmax(-1) == labels
    dlogits[...] = powers / sums[:, None]
    dlogits[rows, labels] -= 1
    dlogits /= len(logits)


@reference("loss.sigmoid_cross_entropy")
def sigmoid_cross_entropy(logits: Array, target: Array, loss: Array, hit: Array, dlogits: Array) -> None:
    """loss = mean of max(z, 0) − z y + log(1 + e^−|z|), which never overflows; p > ½ counts as yes."""
    small = np.exp(-np.abs(logits))
    loss[...] = (np.maximum(logits, 0) - logits * target + np.log1p(small)).mean(-1)
    p = np.where(logits >= 0, 1 / (1 + small), small / (1 + small))
    hit[...] = ((p > 0.5) == (target > 0.5)).mean(-1)
    dlogits[...] = (p - target) / logits.size


@reference("loss.squared")
def squared(output: Array, target: Array, loss: Array, hit: Array, doutput: Array) -> None:
    """loss = mean of (output − target)². A hit: within ½ of a single target, or largest where the target is largest."""
    error = output - target
    loss[...] = (error * error).mean(-1)
    if output.shape[-1] == 1:
        hit[...] = np.abs(error[:, 0]) < 0.5
    else:
        hit[...] = output.argmax(-1) == target.argmax(-1)
    doutput[...] = 2 * error / output.size
