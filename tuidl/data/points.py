"""Points in the plane that take a bent line to tell apart, made by a rule and a seed. The classes take turns."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.data.split import sizes_made
from tuidl.data.streams import stream
from tuidl.language import tr

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Draw = Callable[[Generator, int], tuple[Doubles, Longs]]  # (random numbers, n) -> places (n, 2), classes (n,)

MOST = 100_000
COLOURS = ("blue", "orange", "violet", "teal")


def named(count: int) -> tuple[str, ...]:
    """Names for as many classes: colours first."""
    return tuple(COLOURS[k] if k < len(COLOURS) else tr("class {k}", k=k + 1) for k in range(count))


def extent(places: Doubles) -> tuple[tuple[float, float], tuple[float, float]]:
    """x1 and x2 range of a square about the middle of the points, its half side a multiple of ¼, with a little room."""
    low, high = places.min(0), places.max(0)
    middle = np.round((low + high) / 2 * 2) / 2
    half = float(np.ceil(max((high - middle).max(), (middle - low).max()) * 1.05 * 4) / 4)
    a, b = float(middle[0]), float(middle[1])
    return (a - half, a + half), (b - half, b + half)


def _make(options: Options, seed: int, draw: Draw, classes: int, label: str) -> DataSet:
    """Training and held-out points from streams of their own: more of the one never changes the other."""
    n, held, test = sizes_made(options, 400, 0.5, MOST)
    names = options.classes(named(classes))
    label = options.label(label)
    standardise = options.flag("standardise", False)
    options.finish()
    places, y = draw(stream(seed, f"{options.source}/training"), n)
    val_places, val_y = draw(stream(seed, f"{options.source}/validation"), held)
    test_places, test_y = draw(stream(seed, f"{options.source}/test"), test)
    mean = deviation = None
    if standardise:
        mean, deviation = places.mean(0), places.std(0)
        deviation[deviation == 0] = 1
        places, val_places, test_places = ((part - mean) / deviation for part in (places, val_places, test_places))
    return DataSet(
        name=options.source,
        kind="points",
        label=label,
        x=places.astype(np.float32),
        y=y.astype(np.int32),
        val_x=val_places.astype(np.float32),
        val_y=val_y.astype(np.int32),
        test_x=test_places.astype(np.float32),
        test_y=test_y.astype(np.int32),
        classes=names,
        features=("x1", "x2"),
        extent=extent(np.concatenate([places, val_places, test_places])),
        mean=None if mean is None else mean.astype(np.float32),
        deviation=None if deviation is None else deviation.astype(np.float32),
    )


def _turns(n: int, count: int) -> Longs:
    return np.arange(n, dtype=np.int64) % count


def blobs(options: Options, seed: int) -> DataSet:
    """Round clouds, one per class, at ``centres`` with deviation ``spread``."""
    centres = np.asarray(options.points("centres", ((-1.0, 0.6), (1.0, -0.4))))
    spread = options.number("spread", 0.5, 0, 100)

    def draw(rng: Generator, n: int) -> tuple[Doubles, Longs]:
        y = _turns(n, len(centres))
        return centres[y] + spread * rng.normal(size=(n, 2)), y

    return _make(options, seed, draw, len(centres), "clouds")


def xor(options: Options, seed: int) -> DataSet:
    """Four round clouds at (±1, ±1), deviation ``spread``: class 0 where the signs agree, class 1 where they differ."""
    spread = options.number("spread", 0.3, 0, 100)
    corners = np.array([(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)])

    def draw(rng: Generator, n: int) -> tuple[Doubles, Longs]:
        corner = _turns(n, 4)
        return corners[corner] + spread * rng.normal(size=(n, 2)), corner % 2

    return _make(options, seed, draw, 2, tr("four corners"))


def moons(options: Options, seed: int) -> DataSet:
    """Two half moons that reach into each other, centred, with unit spread on both axes.

    At angle t from 0 to π the upper moon is (cos t, sin t), the lower (1 - cos t, ½ - sin t); ``noise`` (deviation) is
    added there. Together they have mean (½, ¼) and deviation (√¾, √(9/16 - 1/π)), which is taken out.
    """
    noise = options.number("noise", 0.1, 0, 10)
    centre = np.array([0.5, 0.25])
    width = np.sqrt([0.75, 9 / 16 - 1 / np.pi])

    def draw(rng: Generator, n: int) -> tuple[Doubles, Longs]:
        y = _turns(n, 2)
        t = np.pi * rng.random(n)
        upper = np.stack([np.cos(t), np.sin(t)], axis=1)
        moon = np.where(y[:, None] == 0, upper, np.array([1.0, 0.5]) - upper)
        return (moon + noise * rng.normal(size=(n, 2)) - centre) / width, y

    return _make(options, seed, draw, 2, tr("two moons"))


def _circle(t: Doubles, radius: Doubles) -> Doubles:
    return np.stack([radius * np.cos(t), radius * np.sin(t)], axis=1)


def circles(options: Options, seed: int) -> DataSet:
    """A circle of radius 1 (class 0) about one of radius ``inner`` (class 1), both blurred by ``noise``."""
    noise = options.number("noise", 0.08, 0, 10)
    inner = options.number("inner", 0.5, 0, 1)

    def draw(rng: Generator, n: int) -> tuple[Doubles, Longs]:
        y = _turns(n, 2)
        places = _circle(2 * np.pi * rng.random(n), np.where(y == 0, 1.0, inner))
        return places + noise * rng.normal(size=(n, 2)), y

    return _make(options, seed, draw, 2, tr("two circles"))


def rings(options: Options, seed: int) -> DataSet:
    """A target: ``rings`` bands of equal width about the origin out to radius 1½, the two classes taking turns."""
    count = options.count("rings", 3, 2, 12)
    noise = options.number("noise", 0.02, 0, 10)

    def draw(rng: Generator, n: int) -> tuple[Doubles, Longs]:
        y = _turns(n, 2)
        # a ring of the wanted class, larger ones more often, so that the points lie equally dense
        edges = np.arange(count + 1) / count
        ring = np.zeros(n, dtype=np.int64)
        for kind in (0, 1):
            members = np.arange(kind, count, 2)
            area = edges[members + 1] ** 2 - edges[members] ** 2
            chosen = rng.choice(members, size=n, p=area / area.sum())
            ring = np.where(y == kind, chosen, ring)
        # a tenth of each band stays empty at both edges
        inner, outer = edges[ring] + 0.1 / count * (ring > 0), edges[ring + 1] - 0.1 / count
        radius = np.sqrt(inner**2 + (outer**2 - inner**2) * rng.random(n))
        places = _circle(2 * np.pi * rng.random(n), 1.5 * radius)
        return places + noise * rng.normal(size=(n, 2)), y

    return _make(options, seed, draw, 2, "rings")


def spirals(options: Options, seed: int) -> DataSet:
    """Arms wound about the origin, one per class: at radius 1½·s the angle is 2π(``turns``·s + class/``arms``)."""
    arms = options.count("arms", 2, 2, 8)
    turns = options.number("turns", 1.0, 0, 5)
    noise = options.number("noise", 0.05, 0, 10)

    def draw(rng: Generator, n: int) -> tuple[Doubles, Longs]:
        y = _turns(n, arms)
        s = 0.1 / 1.5 + (1 - 0.1 / 1.5) * rng.random(n)
        places = _circle(2 * np.pi * (turns * s + y / arms), 1.5 * s)
        return places + noise * rng.normal(size=(n, 2)), y

    return _make(options, seed, draw, arms, "spirals")
