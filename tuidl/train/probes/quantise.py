"""Quantise arrays to display size: one byte a number, at most as many numbers as can be shown."""

import numpy as np

from tuidl.kernels import Array
from tuidl.signals import FINE, NAN_LEVEL, TOP_LEVEL, Field


def field(grid: Array, low: float | None = None, high: float | None = None, fine: bool = False) -> Field:
    """A grid (rows, columns) as bytes; without limits from its smallest to its largest finite number.

    ``fine``: as two bytes a number, for one that is read under a cursor.
    """
    values = np.asarray(grid, np.float64)
    finite = np.isfinite(values)
    some = bool(finite.any())
    bottom = low if low is not None else float(values[finite].min()) if some else 0.0
    top = high if high is not None else float(values[finite].max()) if some else 0.0
    scaled = np.where(finite, (values - bottom) / ((top - bottom) or 1.0), 0.0)
    places = np.clip(scaled, 0.0, 1.0) * TOP_LEVEL + 0.5
    levels = places.astype(np.uint8)
    parts = np.minimum(np.round((places - levels) * FINE), FINE - 1).astype(np.uint8)
    levels[~finite] = NAN_LEVEL
    return Field(
        values.shape[0], values.shape[1], float(bottom), float(top), levels.tobytes(), parts.tobytes() if fine else b""
    )


def reach(values: Array) -> float:
    """The largest finite size of a number; 0 of nothing."""
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def symmetric(grid: Array, limit: float | None = None, fine: bool = False) -> Field:
    """A grid on a scale that is symmetric about zero."""
    size = reach(np.asarray(grid)) if limit is None else limit
    return field(grid, -size, size, fine)


def shrunk(grid: Array, rows: int, columns: int) -> Array:
    """At most (rows, columns): each cell the mean of the whole block of numbers that it stands for."""
    height, width = grid.shape
    down, across = -(-height // max(rows, 1)), -(-width // max(columns, 1))
    if down <= 1 and across <= 1:
        return grid
    padded = np.full((-(-height // down) * down, -(-width // across) * across), np.nan)
    padded[:height, :width] = grid
    blocks = padded.reshape(padded.shape[0] // down, down, padded.shape[1] // across, across)
    counted = np.isfinite(blocks) | np.isinf(blocks)
    count = counted.sum(axis=(1, 3))
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, np.where(counted, blocks, 0.0).sum(axis=(1, 3)) / np.maximum(count, 1), np.nan)
