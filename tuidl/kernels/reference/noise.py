"""Noise: dropout and its variants. It is a hash of (seed, layer, step, element): recomputed, never stored."""

from typing import Any

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.hash import key, scrambled
from tuidl.kernels.reference.kernel import reference
from tuidl.program import padded

ALPHA = -1.7580993408473766  # what a self-normalising unit says to −∞: −λ α


def hashed(shape: tuple[int, int], seed: int, layer: int, step: int) -> Any:
    """A number from 0 up to 2³² for every element.

    Element (i, j) is number i · padded(features) + j: padding counts, so that vectors can be hashed whole.
    """
    rows, features = shape
    row = np.arange(rows, dtype=np.uint32)[:, None] * np.uint32(padded(features))
    return scrambled(row + np.arange(features, dtype=np.uint32), key(seed, layer, step))


def kept(shape: tuple[int, int], rate: float, seed: int, layer: int, step: int) -> Array:
    """Which elements are kept: False with probability ``rate``."""
    limit = np.uint32(min(int((1.0 - rate) * 4294967296.0), 4294967295))
    return np.asarray(hashed(shape, seed, layer, step) < limit)


def mask(shape: tuple[int, int], rate: float, seed: int, layer: int, step: int) -> Array:
    """0 with probability ``rate``, else 1 / (1 − rate)."""
    return np.where(kept(shape, rate, seed, layer, step), np.float32(1.0 / (1.0 - rate)), np.float32(0.0))


def normal(shape: tuple[int, int], seed: int, layer: int, step: int) -> Array:
    """Numbers of the normal distribution, √(−2 log u) cos 2πv (Box & Muller 1958), for elements without padding.

    u and v are the upper 23 bits of an element's hash, and of the hash of that; u lies in the middle of its step.
    """
    h = hashed((1, shape[0] * shape[1]), seed, layer, step)
    u = ((h >> np.uint32(9)) + 0.5) / 2.0**23
    v = (scrambled(h, key(seed, layer, step)) >> np.uint32(9)) / 2.0**23
    return np.asarray(np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)).reshape(shape)


@reference("dropout.forward")
def forward(x: Array, rate: Array, y: Array, seed: int, layer: int, step: int) -> None:
    """y = x mask (Srivastava et al. 2014, scaled while training)."""
    y[...] = x * mask(x.shape, float(rate[0]), seed, layer, step)


@reference("dropout.backward")
def backward(dy: Array, rate: Array, dx: Array, seed: int, layer: int, step: int) -> None:
    """dx = dy mask, the same mask."""
    dx[...] = dy * mask(dy.shape, float(rate[0]), seed, layer, step)


@reference("dropout.channels")
def channels(x: Array, rate: Array, y: Array, seed: int, layer: int, step: int) -> None:
    """y = x mask, one number for each channel of a sample (Tompson et al. 2015); the same from dy to dx."""
    samples, _, _, features = x.shape
    y[...] = x * mask((samples, features), float(rate[0]), seed, layer, step)[:, None, None]


def alpha_scale(rate: float) -> float:
    """a = 1 / √(q + α′² q rate), q = 1 − rate: what keeps the variance."""
    return float(1 / np.sqrt((1 - rate) * (1 + ALPHA * ALPHA * rate)))


@reference("dropout.alpha")
def alpha(x: Array, rate: Array, y: Array, seed: int, layer: int, step: int) -> None:
    """y = a x + b where kept, else a α′ + b, b = −a rate α′: mean 0 and variance 1 stay (Klambauer et al. 2017)."""
    left = kept(x.shape, float(rate[0]), seed, layer, step)
    scale = alpha_scale(float(rate[0]))
    y[...] = scale * (np.where(left, x, ALPHA) - float(rate[0]) * ALPHA)


@reference("dropout.alpha_backward")
def alpha_backward(dy: Array, rate: Array, dx: Array, seed: int, layer: int, step: int) -> None:
    """dx = a dy mask, the same mask."""
    dx[...] = alpha_scale(float(rate[0])) * dy * kept(dy.shape, float(rate[0]), seed, layer, step)


@reference("noise.gaussian")
def gaussian(x: Array, deviation: Array, y: Array, seed: int, layer: int, step: int) -> None:
    """y = x + deviation n, n drawn from the normal distribution (Bishop 1995)."""
    y[...] = x + deviation * normal(x.shape, seed, layer, step)


@reference("dropout.mask")
def keep_mask(rate: Array, keep: Array, seed: int, layer: int, step: int) -> None:
    """keep = mask: for dropout that is the same at every moment (Gal & Ghahramani 2016)."""
    keep[...] = mask(keep.shape, float(rate[0]), seed, layer, step)
