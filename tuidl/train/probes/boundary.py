"""boundary: what the net answers over the plane, with the points of the training set on it."""

import numpy as np

from tuidl.kernels import Array
from tuidl.signals import Boundary
from tuidl.train.probes.quantise import field
from tuidl.train.probes.scene import Scene

LARGEST = 64
POINTS = 300

Range = tuple[float, float]


def extent(scene: Scene) -> tuple[Range, Range]:
    """x1 and x2 range that shows all points."""
    if scene.data.extent is not None:
        return scene.data.extent
    low, high = scene.data.x.min(axis=0), scene.data.x.max(axis=0)
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def plane(ranges: tuple[Range, Range], columns: int, rows: int) -> Array:
    """The middles of a grid of cells, row by row from the top: (rows · columns, 2)."""
    (left, right), (bottom, top) = ranges
    x1 = left + (np.arange(columns) + 0.5) / columns * (right - left)
    x2 = top - (np.arange(rows) + 0.5) / rows * (top - bottom)
    grid = np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2)
    return np.ascontiguousarray(grid, np.float32)


def probe(scene: Scene) -> Boundary | None:
    """The plane at the asked size, 64 × 64 at most; None if the net has not two inputs and classes."""
    data = scene.data
    if data.shape != (2,) or not data.classes:
        return None
    columns, rows = min(scene.columns, LARGEST), min(scene.rows, LARGEST)
    ranges = extent(scene)
    p = scene.assembly.net.predict(plane(ranges, columns, rows))
    if p.shape[-1] <= 2:
        answer = field(p[:, -1].reshape(rows, columns), 0.0, 1.0)
    else:
        classes = np.where(np.isfinite(p).all(axis=-1), p.argmax(axis=-1), np.nan)
        answer = field(classes.reshape(rows, columns), 0.0, float(p.shape[-1] - 1))
    right = scene.answers(data.x) == data.y
    points = tuple(
        (round(float(x1), 4), round(float(x2), 4), int(y), bool(hit))
        for (x1, x2), y, hit in zip(data.x[:POINTS], data.y[:POINTS], right[:POINTS], strict=True)
    )
    return Boundary(answer, *ranges, points, data.classes, int((~right).sum()), data.n)
