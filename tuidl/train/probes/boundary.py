"""boundary: what the net answers over the plane, with the points of the training set on it; unit:LAYER: one unit."""

import numpy as np

from tuidl.kernels import Array
from tuidl.signals import Boundary
from tuidl.train.probes.quantise import field, symmetric
from tuidl.train.probes.scene import Scene

LARGEST = 64
POINTS = 300
RANGES = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}

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
    return Boundary(answer, *ranges, _points(scene, right), data.classes, int((~right).sum()), data.n)


def unit(scene: Scene) -> Boundary | None:
    """The output of the unit chosen, the first if none was; None for what does not look at a plane."""
    data, block = scene.data, scene.block
    if data.shape != (2,) or not data.classes or block is None or not block.out:
        return None
    columns, rows = min(scene.columns, LARGEST), min(scene.rows, LARGEST)
    ranges = extent(scene)
    outputs = scene.assembly.net.observe(plane(ranges, columns, rows), [block.out])[block.out]
    outputs = outputs.reshape(rows, columns, -1)
    units = outputs.shape[-1]
    number = scene.number(f"unit:{block.name}") % units
    low, high = RANGES.get(block.activation, (None, None))
    chosen = outputs[..., number]
    answer = symmetric(chosen) if low is None else field(chosen, low, high)
    points = _points(scene, np.ones(data.n, bool))
    return Boundary(answer, *ranges, points, data.classes, layer=block.name, unit=number, units=units)


def _points(scene: Scene, right: Array) -> tuple[tuple[float, float, int, bool], ...]:
    """At most so many, from all over the training set: one that is sorted shows all its classes."""
    data = scene.data
    chosen = np.linspace(0, data.n - 1, min(data.n, POINTS)).astype(int)
    return tuple(
        (round(float(x1), 4), round(float(x2), 4), int(y), bool(hit))
        for (x1, x2), y, hit in zip(data.x[chosen], data.y[chosen], right[chosen], strict=True)
    )
