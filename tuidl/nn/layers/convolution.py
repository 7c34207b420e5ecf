"""What all convolutions share: where their windows lie, forward and backward, and weights that come in groups."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tuidl.language import tr
from tuidl.nn.init import Fixed, Initialiser, Values
from tuidl.nn.layers.layer import Layer, expect
from tuidl.nn.layers.window import Padding, place
from tuidl.program import Builder, Parameter, Tensor

Window = dict[str, int]  # the operands that say where the windows lie
Backward = Callable[[Tensor, Tensor | None], None]


@dataclass(frozen=True)
class EachGroup:
    """First values drawn for every group of filters by itself: fans are those of one group. Fixed ones come whole."""

    one: Initialiser
    groups: int

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """``shape`` is (height, width, channels of a group, filters of all)."""
        if isinstance(self.one, Fixed):
            return self.one(shape, random)
        part = (*shape[:-1], shape[-1] // self.groups)
        return np.concatenate([self.one(part, random) for _ in range(self.groups)], axis=-1)


def windows(
    layer: Layer, x: Tensor, kernel: int, stride: int, padding: Padding, dilation: int = 1
) -> tuple[int, int, Window]:
    """(rows, columns, where the windows lie) of what a kernel gives for images; ValueError if it does not fit."""
    expect(layer, x, 4, tr("images (height, width, channels)"))
    span = (kernel - 1) * dilation + 1
    rows, top = place(layer, x.shape[1], span, stride, padding)
    columns, left = place(layer, x.shape[2], span, stride, padding)
    return rows, columns, {"stride_h": stride, "stride_w": stride, "dilation": dilation, "top": top, "left": left}


def convolve(
    x: Tensor, w: Parameter, b: Parameter | None, y: Tensor, groups: int, window: Window, emit: Builder
) -> Backward:
    """Emit y = x ∗ w + b for images; returns what emits dw, db and dx."""
    if groups == 1 and b is not None:
        emit("conv2d.forward", x=x, w=w.value, b=b.value, y=y, **window)
    else:
        emit("groupconv2d.forward", x=x, w=w.value, y=y, groups=groups, **window)
        if b is not None:
            emit("sum.bias", b=b.value, y=y)
    family, more = ("conv2d", {}) if groups == 1 and b is not None else ("groupconv2d", {"groups": groups})

    def backward(dy: Tensor, dx: Tensor | None) -> None:
        emit(f"{family}.backward_weight", x=x, dy=dy, dw=w.grad, **more, **window)
        if b is not None:
            emit("dense.backward_bias", dy=dy, db=b.grad)
        if dx is not None:
            emit(f"{family}.backward_input", dy=dy, w=w.value, dx=dx, **more, **window)

    return backward
