"""Masks: whole numbers, 1 at a real moment of a sequence, 0 at padding."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("mask.tokens")
def of_tokens(tokens: Array, mask: Array) -> None:
    """mask = 1 where token ≠ 0."""
    mask[...] = tokens != 0


@reference("mask.reverse")
def reverse(mask: Array, y: Array) -> None:
    """y = mask, last moment first."""
    y[...] = mask[::-1]


@reference("mask.lengths")
def of_lengths(lengths: Array, mask: Array) -> None:
    """mask[t, i] = 1 where t < lengths[i]."""
    mask[...] = np.arange(len(mask))[:, None] < lengths


@reference("mask.values")
def of_values(x: Array, mask: Array, value: float) -> None:
    """mask = 1 where any x of the row ≠ value; NaN is no padding."""
    mask[...] = (x != value).any(-1)


@reference("mask.apply")
def apply(x: Array, mask: Array, y: Array) -> None:
    """y = x where mask is 1, else 0, whatever x is there."""
    y[...] = np.where(mask[:, None] != 0, x, 0)


@reference("mask.weights")
def weights(mask: Array, weight: Array, count: Array) -> None:
    """weight = mask as a float; count = its sum."""
    weight[...] = mask
    count[...] = mask.sum()


@reference("mask.loss")
def of_loss(weight: Array, count: Array, loss: Array, hit: Array, doutput: Array) -> None:
    """Nothing counts at padding; the mean is over the others. With no real moment everything is 0."""
    real = weight != 0
    loss[...] = np.where(real, loss, 0)
    hit[...] = np.where(real, hit, 0)
    doutput[...] = np.where(real[:, None], doutput * (len(weight) / max(float(count[0]), 1.0)), 0)
