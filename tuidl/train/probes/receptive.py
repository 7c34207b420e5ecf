"""The receptive field: which part of the network's image one pixel of a layer's input depends on."""

from dataclasses import dataclass

from tuidl import nn
from tuidl.nn.layers.activation import Activation
from tuidl.nn.layers.window import Padding, place
from tuidl.train.probes.scene import Scene

PIXEL_BY_PIXEL = (Activation, nn.Augment, nn.BatchNorm, nn.Dropout, nn.GaussianNoise, nn.LayerNorm)


@dataclass(frozen=True, slots=True)
class Field:
    """``size`` pixels along each side, the first one's beginning at ``corner``, ``jump`` pixels from one to the next.

    d ← d + (span − 1) j, corner ← corner − padding · j and j ← j stride for each window on the way (Dumoulin & Visin
    2016).
    """

    size: int = 1
    jump: int = 1
    corner: tuple[int, int] = (0, 0)

    def through(self, layer: nn.Layer, sides: tuple[int, int], window: "Window") -> "tuple[Field, tuple[int, int]]":
        """The field of the layer's output, and the height and width of this."""
        placed = [place(layer, side, window.span, window.stride, window.padding) for side in sides]
        (rows, top), (columns, left) = placed
        corner = (self.corner[0] - top * self.jump, self.corner[1] - left * self.jump)
        grown = Field(self.size + (window.span - 1) * self.jump, self.jump * window.stride, corner)
        return grown, (rows, columns)


@dataclass(frozen=True, slots=True)
class Window:
    """What of a layer lies over its input."""

    span: int
    stride: int
    padding: Padding


def window(layer: nn.Layer) -> Window | None:
    """The window of a convolution or a pooling; None for any other layer."""
    if isinstance(layer, nn.Conv2D | nn.DepthwiseConv2D):
        return Window((layer.kernel - 1) * layer.dilation + 1, layer.stride, layer.padding)
    if isinstance(layer, nn.SeparableConv2D):
        return Window(layer.kernel, layer.stride, layer.padding)
    if isinstance(layer, nn.MaxPool2D | nn.AvgPool2D):
        return Window(layer.window, layer.stride, layer.padding)
    return None


def before(scene: Scene, name: str) -> Field | None:
    """Of the pixels that the layer reads; None where a layer on the way does not keep the image's places."""
    layers = {layer.name: layer for layer in scene.assembly.net.network}
    field, sides = Field(), scene.shown_x.shape[1:3]
    for block in scene.assembly.blocks:
        layer = layers.get(block.name)
        if layer is None or block.name == name:
            return field if layer is not None else None
        over = window(layer)
        if over is not None:
            field, sides = field.through(layer, sides, over)
        elif not isinstance(layer, PIXEL_BY_PIXEL):
            return None
    return None
