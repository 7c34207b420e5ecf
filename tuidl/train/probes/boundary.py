"""boundary: what the net answers over the plane, with the points of the training set on it; unit:LAYER: one unit."""

import numpy as np

from tuidl.data.sampler import shuffled
from tuidl.kernels import Array
from tuidl.language import tr, trn
from tuidl.signals import Absent, Boundary, Fit
from tuidl.train.probes.quantise import field, symmetric
from tuidl.train.probes.scene import Scene

LARGEST = 64
POINTS = 300
MARGIN = 0.1  # of the range, beyond the data on both sides
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


def probe(scene: Scene) -> Boundary | Fit | Absent:
    """The plane at the asked size, 64 × 64 at most; of a net with one input the curve that it has learnt."""
    data = scene.data
    if data.shape == (1,):
        return _fit(scene)
    if data.shape != (2,):
        if len(data.shape) != 1:
            return Absent(tr("a plane has two inputs, these data are {kind}", kind=tr(data.kind)))
        return Absent(
            trn(
                "a plane has two inputs, these data have {n} input",
                "a plane has two inputs, these data have {n} inputs",
                data.shape[0],
            )
        )
    columns, rows = min(scene.columns, LARGEST), min(scene.rows, LARGEST)
    ranges = extent(scene)
    p = scene.assembly.net.predict(plane(ranges, columns, rows))
    if data.targets:
        answer = field(data.raw_target(p)[:, 0].reshape(rows, columns), fine=True)
        points = tuple((float(x1), float(x2), 0, True) for x1, x2 in data.x[:POINTS])
        values = tuple(map(float, data.raw_target(np.asarray(data.y, np.float32))[:POINTS, 0]))
        return Boundary(answer, *ranges, points, (), target=data.targets[0], values=values)
    if p.shape[-1] <= 2:
        answer = field(p[:, -1].reshape(rows, columns), 0.0, 1.0, fine=True)
    else:
        classes = np.where(np.isfinite(p).all(axis=-1), p.argmax(axis=-1), np.nan)
        answer = field(classes.reshape(rows, columns), 0.0, float(p.shape[-1] - 1))
    right = scene.answers(data.x) == data.y
    return Boundary(answer, *ranges, _points(scene, right), data.classes, int((~right).sum()), data.n)


def _fit(scene: Scene) -> Fit:
    """The answer over the one input, a little beyond the data, in the data's own units."""
    data = scene.data
    low, high = float(data.x.min()), float(data.x.max())
    low, high = low - MARGIN * (high - low), high + MARGIN * (high - low)
    x = np.linspace(low, high, min(2 * scene.columns, 4 * LARGEST), dtype=np.float32)[:, None]
    raw = data.raw(np.array([[low], [high]], np.float32))[:, 0]
    xs = data.raw(data.x)[:POINTS, 0]
    if data.targets:
        answers = data.raw_target(scene.assembly.net.predict(x))
        names, ys = data.targets, data.raw_target(np.asarray(data.y, np.float32))[:POINTS, 0]
    else:
        answers, ys = scene.probabilities(x), np.asarray(data.y[:POINTS], np.float32)
        names = tuple(f"p({name})" for name in data.classes)
        if len(names) == 2:
            answers, names = answers[:, 1:], names[1:]
        else:
            xs = xs[:0]  # points of many classes have no place on the axis of p
    curves = tuple((name, tuple(map(float, values))) for name, values in zip(names, answers.T, strict=False))
    points = tuple(zip(map(float, xs), map(float, ys), strict=False))
    feature = data.features[0] if data.features else "x"
    return Fit(feature, float(raw[0]), float(raw[1]), curves, points)


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
    answer = symmetric(chosen, fine=True) if low is None else field(chosen, low, high, fine=True)
    points = _points(scene, np.ones(data.n, bool))
    return Boundary(answer, *ranges, points, data.classes, layer=block.name, unit=number, units=units)


def _points(scene: Scene, right: Array) -> tuple[tuple[float, float, int, bool], ...]:
    """At most so many, drawn by chance from the training set, the same ones every time.

    Every so-manieth would be of one class alone where classes take turns, the first ones where they are sorted.
    """
    data = scene.data
    chosen = np.sort(shuffled(data.n, 0, 0)[:POINTS])
    return tuple(
        (round(float(x1), 4), round(float(x2), 4), int(y), bool(hit))
        for (x1, x2), y, hit in zip(data.x[chosen], data.y[chosen], right[chosen], strict=True)
    )
