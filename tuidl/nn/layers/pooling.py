"""Pooling: one number for each window of pixels, channel by channel."""

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer, expect
from tuidl.nn.layers.window import Padding, place
from tuidl.program import Builder, Tensor, seen_as


class Pool2D(Layer):
    """Windows of ``window`` × ``window`` pixels, ``stride`` apart (default: side by side).

    Shapes: x (n, h, w, c), y (n, h', w', c) with h' = ⌊(h + padding − window) / stride⌋ + 1.
    """

    def __init__(
        self, window: int = 2, *, stride: int | None = None, padding: Padding = "valid", name: str | None = None
    ) -> None:
        super().__init__(name)
        self.window, self.stride, self.padding = window, stride or window, padding
        if min(self.window, self.stride) < 1:
            raise ValueError(
                tr(
                    "pooling needs a window and a stride of at least 1, not {window}, {stride}",
                    window=window,
                    stride=stride,
                )
            )

    def result(self, x: Tensor) -> tuple[tuple[int, ...], dict[str, int]]:
        """The output's shape and the operands that say where the windows lie."""
        expect(self, x, 4, tr("images (height, width, channels)"))
        rows, top = place(self, x.shape[1], self.window, self.stride, self.padding)
        columns, left = place(self, x.shape[2], self.window, self.stride, self.padding)
        window = {"window": self.window, "stride": self.stride, "top": top, "left": left}
        return (x.shape[0], rows, columns, x.shape[3]), window

    def describe(self) -> str:
        """See Layer."""
        return f"{type(self).__name__}({self.window})"


class MaxPool2D(Pool2D):
    """y = the largest x of each window; dx = dy at the pixel that won (Yamaguchi et al. 1990). NaN wins and shows."""

    kind = "maxpool2d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        shape, window = self.result(x)
        y, winner = emit.tensor("out", shape), emit.tensor("winner", shape, "int")
        emit("maxpool2d.forward", x=x, y=y, winner=winner, **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("maxpool2d.backward", dy=dy, winner=winner, dx=dx, **window)

        emit.backward(x, y, backward)
        return y


class AvgPool2D(Pool2D):
    """y = the mean of the pixels in each window, padding left out; dx = dy / pixels (LeCun et al. 1989)."""

    kind = "avgpool2d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        shape, window = self.result(x)
        y = emit.tensor("out", shape)
        emit("avgpool2d.forward", x=x, y=y, **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("avgpool2d.backward", dy=dy, dx=dx, **window)

        emit.backward(x, y, backward)
        return y


class GlobalAveragePool2D(Layer):
    """y = the mean of each channel over all pixels; dx = dy / pixels (Lin et al. 2014).

    Shapes: x (n, h, w, c), y (n, c).
    """

    kind = "globalpool2d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, tr("images (height, width, channels)"))
        y = emit.tensor("out", (x.shape[0], x.shape[3]))
        emit("globalpool2d.forward", x=x, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("globalpool2d.backward", dy=dy, dx=dx)

        emit.backward(x, y, backward)
        return y


class GlobalMaxPool2D(Layer):
    """y = the largest x of each channel over all pixels; dx = dy at the pixel that won (Oquab et al. 2015).

    It is max-pooling with one window. Shapes: x (n, h, w, c), y (n, c). ValueError if the input is no image.
    """

    kind = "globalmaxpool2d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, tr("images (height, width, channels)"))
        samples, height, width, channels = x.shape
        cells, side = (samples, 1, 1, channels), max(height, width)
        y, winner = emit.tensor("out", (samples, channels)), emit.tensor("winner", cells, "int")
        window = {"window": side, "stride": side, "top": 0, "left": 0}
        emit("maxpool2d.forward", x=x, y=seen_as(y, cells), winner=winner, **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("maxpool2d.backward", dy=seen_as(dy, cells), winner=winner, dx=dx, **window)

        emit.backward(x, y, backward)
        return y
