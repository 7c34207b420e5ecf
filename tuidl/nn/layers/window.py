"""Where the windows of a convolution or pooling lie."""

from typing import Literal

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
        words = "'valid', 'same', 'causal'" if what == "moments" else "'valid', 'same'"
        raise ValueError(f"layer '{layer.name}' has padding {padding!r}; give {words} or a number of {what}")
    around = 0 if padding == "valid" else padding
    count = (size + 2 * around - window) // stride + 1
    if count < 1:
        raise ValueError(
            f"layer '{layer.name}' ({layer.kind}) has windows of {window} {what}, "
            f"but its input has only {size}; make the window smaller, pad it, or leave a pooling out"
        )
    if around >= window:
        raise ValueError(f"layer '{layer.name}' pads by {around}, so some windows of {window} {what} see only padding")
    return count, around
