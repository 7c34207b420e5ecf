"""kernel:LAYER: what a convolution slides over, to be followed window by window."""

from tuidl import nn
from tuidl.kernels import Array
from tuidl.signals import Rows, Sliding
from tuidl.train.probes import receptive
from tuidl.train.probes.scene import Scene

MOST = 16  # filters
LARGEST = 32  # pixels along each side; of a larger input the middle is shown


def probe(scene: Scene) -> Sliding | None:
    """The input of the layer on the example chosen; None for a layer that is no convolution."""
    block, layer = scene.block, _layer(scene, scene.layer)
    if block is None or block.weight is None or not isinstance(layer, nn.Conv2D) or layer.groups > 1:
        return None
    weights = scene.assembly.net.read(block.weight)  # height, width, channels, filters
    channel = scene.number(f"kernel:{block.name}") % weights.shape[2]
    index = scene.index()
    example = scene.shown_x[index : index + 1]
    before = scene.assembly.blocks.index(block) - 1
    while before >= 0 and not scene.assembly.blocks[before].out:
        before -= 1
    name = scene.assembly.blocks[before].out if before >= 0 else ""
    field = receptive.before(scene, block.name)
    image = scene.assembly.net.observe(example, [name])[name][0] if name else example[0]
    filters = min(weights.shape[3], MOST)
    bias = scene.assembly.net.read(block.bias) if block.bias else [0.0] * filters
    return Sliding(
        layer=block.name,
        sample=index,
        channel=channel,
        channels=int(weights.shape[2]),
        pixels=_rows(_middle(image[..., channel])),
        kernels=tuple(_rows(weights[:, :, channel, k]) for k in range(filters)),
        biases=tuple(_short(b) for b in bias[:filters]),
        stride=layer.stride,
        padding=str(layer.padding),
        dilation=layer.dilation,
        depends=field.size if field else 0,
        jump=field.jump if field else 1,
        corner=_corner(field, image.shape, example[0].shape) if field else (0, 0),
        image=_rows(_middle(example[0].mean(axis=-1))) if field and name else (),
    )


def _corner(field: receptive.Field, pixels: tuple[int, ...], image: tuple[int, ...]) -> tuple[int, int]:
    """Where the field of the first pixel shown begins in the part of the image that is shown."""
    row, column = (
        first + _cut(size) * field.jump - _cut(whole)
        for first, size, whole in zip(field.corner, pixels[:2], image[:2], strict=True)
    )
    return row, column


def _layer(scene: Scene, name: str) -> nn.Layer | None:
    return next((layer for layer in scene.assembly.net.network if layer.name == name), None)


def _cut(size: int) -> int:
    """Pixels of a side that lie before the part shown."""
    return max(size - LARGEST, 0) // 2


def _middle(grid: Array) -> Array:
    top, left = map(_cut, grid.shape)
    return grid[top : top + LARGEST, left : left + LARGEST]


def _rows(grid: Array) -> Rows:
    return tuple(tuple(_short(value) for value in row) for row in grid)


def _short(value: float) -> float:
    """Four figures: as many as anybody reads."""
    return float(f"{float(value):.4g}")
