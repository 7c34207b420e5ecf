"""network: the units and the weights between them; over two inputs, what each unit says about the plane."""

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Field, NetworkPicture
from tuidl.train.assemble import Block
from tuidl.train.probes.boundary import RANGES, extent, plane
from tuidl.train.probes.quantise import field, symmetric
from tuidl.train.probes.scene import Scene

UNITS = 12  # of a layer that are drawn
LAYERS = 6
SIDE = 20  # cells of a unit's plane
Numbers = tuple[tuple[float, ...], ...]


def _rows(weights: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(w) for w in row) for row in weights[:UNITS, :UNITS])


def _planes(scene: Scene, blocks: tuple[Block, ...]) -> tuple[tuple[Field, ...], ...]:
    """Input first: the two coordinates themselves, then every unit drawn."""
    x = plane(extent(scene), SIDE, SIDE)
    planes = [tuple(symmetric(x[:, k].reshape(SIDE, SIDE)) for k in (0, 1))]
    seen = scene.assembly.net.observe(x, [block.out for block in blocks])
    for block in blocks:
        low, high = RANGES.get(block.activation, (None, None))
        units = seen[block.out]
        shown = []
        for unit in range(min(units.shape[-1], UNITS)):
            grid = units[:, unit].reshape(SIDE, SIDE)
            shown.append(symmetric(grid) if low is None else field(grid, low, high))
        planes.append(tuple(shown))
    return tuple(planes)


def _cursor(scene: Scene) -> Array | None:
    """The example to follow through the net: the point chosen in the plane, else the example chosen."""
    point = scene.chosen.get("boundary", ())
    if scene.data.shape == (2,) and len(point) == 2:
        return np.array([point], np.float32)
    if "sample" in scene.chosen and len(scene.shown_x):
        return scene.shown_x[scene.index() : scene.index() + 1]
    return None


def _followed(scene: Scene, blocks: tuple[Block, ...], x: Array | None) -> tuple[Numbers, Numbers]:
    """Sum and output of every unit drawn, layer by layer."""
    if x is None:
        return (), ()
    seen = scene.assembly.net.observe(x, [*(f"{block.name}.out" for block in blocks), *(block.out for block in blocks)])
    sums = tuple(tuple(float(z) for z in seen[f"{block.name}.out"][0, :UNITS]) for block in blocks)
    return sums, tuple(tuple(float(a) for a in seen[block.out][0, :UNITS]) for block in blocks)


def probe(scene: Scene) -> NetworkPicture | None:
    """Dense layers with their weights (12 units each at most); None for any other kind of net."""
    blocks, data, net = scene.assembly.weighted, scene.data, scene.assembly.net
    if len(data.shape) != 1 or not blocks or len(blocks) > LAYERS or any(block.kind != "dense" for block in blocks):
        return None
    weights = [net.read(str(block.weight)) for block in blocks]
    cursor = _cursor(scene)
    sums, outputs = _followed(scene, blocks, cursor)
    inputs = data.features or tuple(f"x{k + 1}" for k in range(data.shape[0]))
    return NetworkPicture(
        names=(tr("input"), *(block.name for block in blocks)),
        planes=_planes(scene, blocks) if data.shape == (2,) else tuple(() for _ in range(len(blocks) + 1)),
        weights=tuple(_rows(w) for w in weights),
        biases=tuple(tuple(float(b) for b in net.read(str(block.bias))[:UNITS]) for block in blocks),
        activations=tuple(block.activation for block in blocks),
        sizes=(data.shape[0], *(w.shape[1] for w in weights)),
        parameters=net.parameters,
        changes=tuple(
            _rows(scene.changes.get(str(block.weight), np.zeros_like(w)))
            for block, w in zip(blocks, weights, strict=True)
        ),
        units=inputs[:UNITS],
        at=() if cursor is None else tuple(float(value) for value in cursor[0, :UNITS]),
        sums=sums,
        outputs=outputs,
    )
