"""Layers with windows, from a lesson's words: convolutions, pooling, and larger images."""

from collections.abc import Mapping
from typing import Any

from tuidl import nn

Options = Mapping[str, Any]
CONVOLUTIONS = ("conv2d", "depthwise2d", "separable2d", "convtranspose2d", "conv1d")
POOLS: dict[str, type[nn.MaxPool2D | nn.AvgPool2D | nn.MaxPool1D | nn.AvgPool1D]] = {
    "maxpool2d": nn.MaxPool2D,
    "avgpool2d": nn.AvgPool2D,
    "maxpool1d": nn.MaxPool1D,
    "avgpool1d": nn.AvgPool1D,
}
WHOLE: dict[str, type[nn.Layer]] = {
    "globalpool2d": nn.GlobalAveragePool2D,
    "globalmaxpool2d": nn.GlobalMaxPool2D,
    "globalpool1d": nn.GlobalAveragePool1D,
    "globalmaxpool1d": nn.GlobalMaxPool1D,
}


def convolution(name: str, kind: str, options: Options, init: Any, bias: Any) -> nn.Layer:
    """A convolution with its first values."""
    kernel, dilation = int(options.get("kernel", 3)), int(options.get("dilation", 1))
    given: dict[str, Any] = {
        "stride": int(options.get("stride", 1)), "padding": options.get("padding", "valid"), "init": init, "bias": bias,
        "name": name,
    }  # fmt: skip
    match kind:
        case "conv2d":
            groups = int(options.get("groups", 1))
            return nn.Conv2D(int(options["filters"]), kernel, dilation=dilation, groups=groups, **given)
        case "depthwise2d":
            multiplier = int(options.get("multiplier", 1))
            return nn.DepthwiseConv2D(kernel, multiplier=multiplier, dilation=dilation, **given)
        case "separable2d":
            return nn.SeparableConv2D(int(options["filters"]), kernel, **given)
        case "convtranspose2d":
            return nn.ConvTranspose2D(int(options["filters"]), kernel, **given)
    return nn.Conv1D(int(options["filters"]), kernel, dilation=dilation, **given)


def plain(name: str, kind: str, options: Options) -> nn.Layer | None:
    """Pooling or larger images, None for another kind of layer."""
    if kind in WHOLE:
        return WHOLE[kind](name=name)
    if kind in POOLS:
        stride = options.get("stride")
        return POOLS[kind](
            int(options.get("size", 2)),
            stride=None if stride is None else int(stride),
            padding=options.get("padding", "valid"),
            name=name,
        )
    if kind == "upsample2d":
        return nn.Upsample2D(int(options.get("factor", 2)), mode=options.get("mode", "nearest"), name=name)
    return None
