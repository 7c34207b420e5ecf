"""kernel:LAYER: what a convolution slides over, to be followed window by window."""

from math import sqrt

from tuidl import nn
from tuidl.kernels import Array
from tuidl.signals import Rows, Sliding
from tuidl.train.probes import receptive
from tuidl.train.probes.scene import Scene

MOST = 16  # filters
LARGEST = 32  # pixels along each side; of a larger input the middle is shown
NUMBERS = 8192  # pixels of all channels, and weights of all filters, that are sent


def probe(scene: Scene) -> Sliding | None:
    """The input of the layer on the example chosen; None for a layer that is no convolution of images."""
    block, layer = scene.block, _layer(scene, scene.layer)
    if block is None or block.weight is None or not isinstance(layer, nn.Conv2D | nn.DepthwiseConv2D):
        return None
    weights = scene.assembly.net.read(block.weight)  # height, width, channels, filters
    index = scene.index()
    example = scene.shown_x[index : index + 1]
    before = scene.assembly.blocks.index(block) - 1
    while before >= 0 and not scene.assembly.blocks[before].out:
        before -= 1
    name = scene.assembly.blocks[before].out if before >= 0 else ""
    field = receptive.before(scene, block.name)
    image = scene.assembly.net.observe(example, [name])[name][0] if name else example[0]
    height, width, channels = image.shape
    side = min(LARGEST, max(int(sqrt(NUMBERS / channels)), layer.kernel))
    each = weights.shape[0] * weights.shape[1] * weights.shape[2]
    filters = min(weights.shape[3], MOST, max(NUMBERS // each, 1))
    bias = scene.assembly.net.read(block.bias) if block.bias else [0.0] * filters
    cut = _cut(height, side), _cut(width, side)
    return Sliding(
        layer=block.name,
        sample=index,
        pixels=tuple(_rows(_middle(image[..., c], side)) for c in range(channels)),
        kernels=tuple(tuple(_rows(weights[:, :, c, k]) for c in range(weights.shape[2])) for k in range(filters)),
        biases=tuple(_short(b) for b in bias[:filters]),
        stride=layer.stride,
        padding=str(layer.padding),
        dilation=layer.dilation,
        filters=int(weights.shape[3]),
        groups=channels // weights.shape[2],
        activation=block.activation,
        size=(height, width),
        cut=cut,
        depends=field.size if field else 0,
        jump=field.jump if field else 1,
        corner=_corner(field, cut, example[0].shape) if field else (0, 0),
        image=_rows(_middle(example[0].mean(axis=-1), LARGEST)) if field and name else (),
    )


def _corner(field: receptive.Field, cut: tuple[int, int], image: tuple[int, ...]) -> tuple[int, int]:
    """Where the field of the first pixel shown begins in the part of the image that is shown."""
    row, column = (
        first + before * field.jump - _cut(whole, LARGEST)
        for first, before, whole in zip(field.corner, cut, image[:2], strict=True)
    )
    return row, column


def _layer(scene: Scene, name: str) -> nn.Layer | None:
    return next((layer for layer in scene.assembly.net.network if layer.name == name), None)


def _cut(size: int, shown: int) -> int:
    """Pixels of a side that lie before the part shown."""
    return max(size - shown, 0) // 2


def _middle(grid: Array, side: int) -> Array:
    top, left = (_cut(size, side) for size in grid.shape)
    return grid[top : top + side, left : left + side]


def _rows(grid: Array) -> Rows:
    return tuple(tuple(_short(value) for value in row) for row in grid)


def _short(value: float) -> float:
    """Six figures: their sums have more right than anybody reads."""
    return float(f"{float(value):.6g}")
