"""Where the windows of a convolution or pooling lie."""

from typing import Literal

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer

Padding = Literal["valid", "same"] | int
PaddingInTime = Literal["valid", "same", "causal"] | int


def place(
    layer: Layer,
    size: int,
    window: int,
    stride: int,
    padding: PaddingInTime,
    what: Literal["pixels", "moments"] = "pixels",
) -> tuple[int, int]:
    """(number of windows along this dimension, padding before the first); ``window`` is all that one spans.

    "causal" is for moments only. ValueError in one sentence if not even one window fits.
    """
    if padding == "causal" and what == "moments":
        return -(-size // stride), window - 1
    if padding == "same":
        count = -(-size // stride)
        return count, max(0, (count - 1) * stride + window - size) // 2
    if padding != "valid" and (not isinstance(padding, int) or padding < 0):
        words = tr("'valid', 'same', 'causal'") if what == "moments" else tr("'valid', 'same'")
        raise ValueError(
            tr(
                "layer '{name}' has padding {padding!r}; give {words} or a number of {what}",
                name=layer.name,
                padding=padding,
                words=words,
                what=what,
            )
        )
    around = 0 if padding == "valid" else padding
    count = (size + 2 * around - window) // stride + 1
    if count < 1:
        raise ValueError(
            tr(
                "layer '{name}' ({kind}) has windows of {window} {what}, "
                "but its input has only {size}; make the window smaller, pad it, or leave a pooling out",
                name=layer.name,
                kind=layer.kind,
                window=window,
                what=what,
                size=size,
            )
        )
    if around >= window:
        raise ValueError(
            tr(
                "layer '{name}' pads by {around}, so some windows of {window} {what} see only padding",
                name=layer.name,
                around=around,
                window=window,
                what=what,
            )
        )
    return count, around
