"""Augmentation: each image (h, w, c) of a batch moved, turned, zoomed and mirrored by a map of its own.

y[i, j] comes from the place (a i + b j + v, c i + d j + h) of x, between the four pixels around it; all moves together
are that one map, so an image is sampled once.
"""

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.noise import hashed

Axis = tuple[NDArray[np.intp], NDArray[np.intp], Array, Array]  # two pixels along a side, and how much of each


@reference("augment.draw")
def draw(
    rotate: Array, shift: Array, zoom: Array, flip: Array, flip_vertical: Array, brightness: Array, contrast: Array,
    warp: Array, height: int, width: int, seed: int, layer: int, step: int,
) -> None:  # fmt: skip
    """warp = a b v, c d h, gain, offset of every image.

    About the centre: mirrored, s = 1 ± zoom times as large, turned by θ, then moved. Backwards that is
    (a b; c d) = mirror (cos θ, sin θ; −sin θ, cos θ) / s, rows before columns.
    """
    u = hashed((len(warp), 8), seed, layer, step) / 4294967296.0
    both = 2 * u - 1
    angle, size = np.radians(rotate * both[:, 0]), 1 + zoom * both[:, 1]
    down, right = shift * both[:, 2] * height, shift * both[:, 3] * width
    rows, columns = np.where(u[:, 5] < flip_vertical, -1, 1) / size, np.where(u[:, 4] < flip, -1, 1) / size
    a, b = rows * np.cos(angle), rows * np.sin(angle)
    c, d = columns * -np.sin(angle), columns * np.cos(angle)
    middle, centre = (height - 1) / 2, (width - 1) / 2
    v = middle - a * (middle + down) - b * (centre + right)
    h = centre - c * (middle + down) - d * (centre + right)
    warp[...] = np.stack([a, b, v, c, d, h, 1 + contrast * both[:, 7], brightness * both[:, 6]], axis=1)


def _axis(place: Array, size: int, nearest: bool) -> Axis:
    """The pixels around places along a side; with ``nearest`` those beyond the border are the border's."""
    place = np.clip(place, 0, size - 1) if nearest else np.clip(place, -1, size)
    first = np.floor(place).astype(np.intp)
    part = place - first
    low, high = np.where(first >= 0, 1 - part, 0), np.where(first + 1 < size, part, 0)
    low = np.where(first < size, low, 0)
    return np.clip(first, 0, size - 1), np.clip(first + 1, 0, size - 1), low, high


def _axes(warp: Array, like: Array, nearest: int) -> tuple[Axis, Axis]:
    height, width = like.shape[1:3]
    i, j = np.arange(height)[:, None], np.arange(width)
    a, b, v, c, d, h = warp[:, :6].T[:, :, None, None]
    return _axis(a * i + b * j + v, height, bool(nearest)), _axis(c * i + d * j + h, width, bool(nearest))


@reference("augment.apply")
def apply(x: Array, warp: Array, y: Array, nearest: int, fill: float) -> None:
    """y = gain x + offset + (1 − gain) mean x; beyond the border ``fill``, or the border's pixels go on."""
    (top, bottom, above, below), (left, right, before, after) = _axes(warp, x, nearest)
    n, gain, offset = np.arange(len(x))[:, None, None], *warp[:, 6:].T[:, :, None, None, None]
    value = (1 - (above + below) * (before + after))[..., None] * fill
    for row, part in ((top, above), (bottom, below)):
        for column, share in ((left, before), (right, after)):
            value = value + (part * share)[..., None] * x[n, row, column]
    y[...] = gain * value + (offset + (1 - gain) * x.mean(axis=(1, 2, 3), keepdims=True))


@reference("augment.backward")
def backward(dy: Array, warp: Array, dx: Array, nearest: int) -> None:
    """dx = gain times the sum of dy, as far as it took of the pixel, + (1 − gain) Σ dy / values."""
    (top, bottom, above, below), (left, right, before, after) = _axes(warp, dy, nearest)
    n, gain = np.arange(len(dy))[:, None, None], warp[:, 6, None, None, None]
    dx[...] = (1 - gain) * dy.mean(axis=(1, 2, 3), keepdims=True)
    for row, part in ((top, above), (bottom, below)):
        for column, share in ((left, before), (right, after)):
            np.add.at(dx, (n, row, column), gain * (part * share)[..., None] * dy)
