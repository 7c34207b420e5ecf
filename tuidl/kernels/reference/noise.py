"""Dropout. The mask is a hash of (seed, layer, step, element): recomputed, never stored, the same everywhere."""

from typing import Any

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.program import padded

STEP_FACTOR, LAYER_FACTOR, KEY_FACTOR = 747796405, 277803737, 2891336453
GOLDEN, FIRST, SECOND = 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35  # murmur3's finaliser on a Weyl sequence


def mask(shape: tuple[int, int], rate: float, seed: int, layer: int, step: int) -> Array:
    """0 with probability ``rate``, else 1 / (1 − rate).

    Element (i, j) is number i · padded(features) + j: padding counts, so that vectors can be hashed whole.
    """
    rows, features = shape
    row = np.arange(rows, dtype=np.uint32)[:, None] * np.uint32(padded(features))
    numbers = row + np.arange(features, dtype=np.uint32)
    key = (seed + step * STEP_FACTOR + layer * LAYER_FACTOR) * KEY_FACTOR & 0xFFFFFFFF
    h: Any = numbers * np.uint32(GOLDEN) + np.uint32(key)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(FIRST)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(SECOND)
    h = h ^ (h >> np.uint32(16))
    keep = 1.0 - rate
    limit = np.uint32(min(int(keep * 4294967296.0), 4294967295))
    return np.where(h < limit, np.float32(1.0 / keep), np.float32(0.0))


@reference("dropout.forward")
def forward(x: Array, rate: Array, y: Array, seed: int, layer: int, step: int) -> None:
    """y = x mask (Srivastava et al. 2014, scaled while training)."""
    y[...] = x * mask(x.shape, float(rate[0]), seed, layer, step)


@reference("dropout.backward")
def backward(dy: Array, rate: Array, dx: Array, seed: int, layer: int, step: int) -> None:
    """dx = dy mask, the same mask."""
    dx[...] = dy * mask(dy.shape, float(rate[0]), seed, layer, step)


@reference("dropout.mask")
def keep_mask(rate: Array, keep: Array, seed: int, layer: int, step: int) -> None:
    """keep = mask: for dropout that is the same at every moment (Gal & Ghahramani 2016)."""
    keep[...] = mask(keep.shape, float(rate[0]), seed, layer, step)
