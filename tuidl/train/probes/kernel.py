"""kernel:LAYER: what a convolution slides over, to be followed window by window."""

from tuidl import nn
from tuidl.kernels import Array
from tuidl.signals import Rows, Sliding
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
        receptive=receptive(scene, block.name),
    )


def receptive(scene: Scene, name: str) -> int:
    """r, from r ← r + (span − 1) j and j ← j stride for each window on the way (Dumoulin & Visin 2016)."""
    size, jump = 1, 1
    for block in scene.assembly.blocks:
        layer = _layer(scene, block.name)
        if isinstance(layer, nn.Conv2D | nn.DepthwiseConv2D):
            size += (layer.kernel - 1) * layer.dilation * jump
            jump *= layer.stride
        elif isinstance(layer, nn.MaxPool2D | nn.AvgPool2D):
            size += (layer.window - 1) * jump
            jump *= layer.stride
        if block.name == name:
            break
    return size


def _layer(scene: Scene, name: str) -> nn.Layer | None:
    return next((layer for layer in scene.assembly.net.network if layer.name == name), None)


def _middle(grid: Array) -> Array:
    top, left = (max(n - LARGEST, 0) // 2 for n in grid.shape)
    return grid[top : top + LARGEST, left : left + LARGEST]


def _rows(grid: Array) -> Rows:
    return tuple(tuple(_short(value) for value in row) for row in grid)


def _short(value: float) -> float:
    """Four figures: as many as anybody reads."""
    return float(f"{float(value):.4g}")
