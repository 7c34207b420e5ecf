"""Upsample2D: larger images without weights."""

from typing import Literal

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Tensor


class Upsample2D(Layer):
    """Every side of an image ``factor`` times as long.

    ``mode`` "nearest": y[i, j] = x[⌊i / factor⌋, ⌊j / factor⌋]; dx = the sum of dy over the copies. "bilinear": y lies
    between the four nearest pixels, by the distances of the centres; beyond the border its pixels go on; dx = the sum
    of dy, as far as each took of the pixel. Shapes: x (n, h, w, c), y (n, factor h, factor w, c).

    ValueError if the input is no image.
    """

    kind = "upsample2d"

    def __init__(
        self, factor: int = 2, *, mode: Literal["nearest", "bilinear"] = "nearest", name: str | None = None
    ) -> None:
        super().__init__(name)
        if factor < 1:
            raise ValueError(tr("Upsample2D needs a factor of at least 1, not {factor}", factor=factor))
        if mode not in ("nearest", "bilinear"):
            raise ValueError(tr("Upsample2D has the modes 'nearest' and 'bilinear', not {mode!r}", mode=mode))
        self.factor, self.mode = factor, mode

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, tr("images (height, width, channels)"))
        samples, height, width, channels = x.shape
        y = emit.tensor("out", (samples, height * self.factor, width * self.factor, channels))
        emit(f"upsample2d.{self.mode}", x=x, y=y, times=self.factor)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit(f"upsample2d.{self.mode}_backward", dy=dy, dx=dx, times=self.factor)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        mode = "" if self.mode == "nearest" else f", mode='{self.mode}'"
        return f"Upsample2D({self.factor}{mode})"
