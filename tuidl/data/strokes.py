"""Shapes and strokes: 28×28 images of a pen's path, of any size, place and slant, with the pen's width."""

import numpy as np
from numpy.typing import NDArray

from tuidl.data.dataset import DataSet
from tuidl.data.images import pictures
from tuidl.data.options import Options
from tuidl.data.split import sizes_made
from tuidl.data.streams import stream
from tuidl.language import tr

SIDE = 28
MOST = 20_000
CLASSES = ("line", "cross", "triangle", "square", "circle", "zigzag")
Doubles = NDArray[np.float64]
_TURN = np.linspace(0, 2 * np.pi, 25)
PATHS: tuple[tuple[Doubles, ...], ...] = tuple(
    tuple(np.array(path, float) for path in paths)
    for paths in (
        ([(-1, 0), (1, 0)],),
        ([(-1, 0), (1, 0)], [(0, -1), (0, 1)]),
        ([(0, -1), (0.87, 0.5), (-0.87, 0.5), (0, -1)],),
        ([(-0.75, -0.75), (0.75, -0.75), (0.75, 0.75), (-0.75, 0.75), (-0.75, -0.75)],),
        (list(zip(np.cos(_TURN), np.sin(_TURN), strict=True)),),
        ([(-1, 0.4), (-0.5, -0.4), (0, 0.4), (0.5, -0.4), (1, 0.4)],),
    )
)


def strokes(options: Options, seed: int) -> DataSet:
    """Six shapes, each as often: line, cross, triangle, square, circle, zigzag.

    A pixel is inked by how far its middle lies from the path. ``slant`` is the largest turn in degrees, ``noise`` the
    deviation of grey that is added to every pixel. ``margin``, ``shift`` and the split are those of all images.
    """
    slant = options.number("slant", 180, 0, 180)
    noise = options.number("noise", 0.0, 0, 1)
    counts = sizes_made(options, 1200, 0.25, MOST)
    random = stream(seed, f"{options.source}/examples")
    y = np.arange(sum(counts), dtype=np.int32) % len(CLASSES)
    x = np.stack([drawn(int(kind), slant, random) for kind in y])
    if noise:
        x = np.clip(x + noise * random.normal(size=x.shape), 0, 1)
    return pictures(
        options, seed, np.round(x * 255).astype(np.uint8), y, CLASSES, tr("shapes and strokes"), counts=counts
    )


def drawn(kind: int, slant: float, random: np.random.Generator) -> Doubles:
    """One image, 0 paper to 1 ink."""
    size, pen = random.uniform(6, 11), random.uniform(0.7, 1.6)
    angle = np.deg2rad(random.uniform(-slant, slant))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) * (
        size,
        size * random.uniform(0.75, 1),
    )
    middle = SIDE / 2 + random.uniform(-1, 1, 2) * (SIDE / 2 - 1 - size)
    pixels = np.stack(np.meshgrid(np.arange(SIDE) + 0.5, np.arange(SIDE) + 0.5), axis=-1).reshape(-1, 1, 2)
    nearest = np.full(SIDE * SIDE, np.inf)
    for path in PATHS[kind]:
        points = path @ turn.T + middle
        start, along = points[:-1], np.diff(points, axis=0)
        share = np.clip(((pixels - start) * along).sum(-1) / (along**2).sum(-1), 0, 1)
        away = np.linalg.norm(pixels - start - share[..., None] * along, axis=-1)
        nearest = np.minimum(nearest, away.min(axis=1))
    return np.clip(pen + 0.5 - nearest, 0, 1).reshape(SIDE, SIDE)
