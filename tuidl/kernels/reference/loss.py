"""Losses of chances, each with the gradient of its mean over the rows."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("loss.softmax_cross_entropy")
def softmax_cross_entropy(
    logits: Array, labels: Array, loss: Array, hit: Array, dlogits: Array, smoothing: float
) -> None:
    """loss = −Σ q log softmax(logits), q = (1 − s) one-hot + s / classes (Szegedy et al. 2016).

    dlogits = (softmax − q) / rows. The first of equal logits wins.
    """
    rows = np.arange(len(logits))
    centred = logits - logits.max(-1, keepdims=True)
    powers = np.exp(centred)
    sums = powers.sum(-1)
    loss[...] = np.log(sums) - centred[rows, labels]
    hit[...] = logits.argmax(-1) == labels
    dlogits[...] = powers / sums[:, None]
    dlogits[rows, labels] -= 1 - smoothing
    if smoothing:
        loss += smoothing * (centred[rows, labels] - centred.mean(-1))
        dlogits -= smoothing / logits.shape[-1]
    dlogits /= len(logits)


@reference("loss.sigmoid_cross_entropy")
def sigmoid_cross_entropy(logits: Array, target: Array, loss: Array, hit: Array, dlogits: Array) -> None:
    """loss = mean of max(z, 0) − z y + log(1 + e^−|z|), which never overflows; p > ½ counts as yes."""
    small = np.exp(-np.abs(logits))
    loss[...] = (np.maximum(logits, 0) - logits * target + np.log1p(small)).mean(-1)
    p = np.where(logits >= 0, 1 / (1 + small), small / (1 + small))
    hit[...] = ((p > 0.5) == (target > 0.5)).mean(-1)
    dlogits[...] = (p - target) / logits.size


@reference("loss.weighted_sigmoid_cross_entropy")
def weighted_sigmoid_cross_entropy(
    logits: Array, target: Array, loss: Array, hit: Array, dlogits: Array, negative: float, positive: float
) -> None:
    """loss = mean of −w₁ y log p − w₀ (1 − y) log(1 − p), p = sigmoid z, w₁ = positive, w₀ = negative."""
    small = np.exp(-np.abs(logits))
    yes, no = positive * target, negative * (1 - target)
    surprise = np.log1p(small)
    loss[...] = (yes * (np.maximum(-logits, 0) + surprise) + no * (np.maximum(logits, 0) + surprise)).mean(-1)
    p, rest = (np.where(side, 1, small) / (1 + small) for side in (logits >= 0, logits < 0))
    hit[...] = ((p > 0.5) == (target > 0.5)).mean(-1)
    dlogits[...] = (no * p - yes * rest) / logits.size


@reference("loss.soft_cross_entropy")
def soft_cross_entropy(
    logits: Array, chances: Array, weights: Array, loss: Array, hit: Array, dlogits: Array, smoothing: float
) -> None:
    """loss = −Σ w q log softmax(logits), q = (1 − s) chances + s / classes; a weight for each class.

    dlogits = (softmax Σ w q − w q) / rows.
    """
    centred = logits - logits.max(-1, keepdims=True)
    powers = np.exp(centred)
    sums = powers.sum(-1, keepdims=True)
    wanted = weights * ((1 - smoothing) * chances + smoothing / logits.shape[-1])
    loss[...] = -(wanted * (centred - np.log(sums))).sum(-1)
    hit[...] = logits.argmax(-1) == chances.argmax(-1)
    dlogits[...] = (powers / sums * wanted.sum(-1, keepdims=True) - wanted) / len(logits)


@reference("loss.divergence")
def divergence(logits: Array, chances: Array, loss: Array, hit: Array, dlogits: Array) -> None:
    """loss = Σ q (log q − log softmax(logits)), 0 where q is 0 (Kullback & Leibler 1951); a chance below 0 gives NaN.

    dlogits = (softmax Σ q − q) / rows.
    """
    centred = logits - logits.max(-1, keepdims=True)
    powers = np.exp(centred)
    sums = powers.sum(-1, keepdims=True)
    known = np.where(chances == 0, 1, chances)
    loss[...] = (chances * (np.log(known) - (centred - np.log(sums)))).sum(-1)
    hit[...] = logits.argmax(-1) == chances.argmax(-1)
    dlogits[...] = (powers / sums * chances.sum(-1, keepdims=True) - chances) / len(logits)
