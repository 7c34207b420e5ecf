"""Pooling over time: one number for each window of moments, channel by channel.

Channels do not meet in a pool, so a sequence is one image, time high and one pixel wide, with the channels of all
examples side by side: the kernels are those of images.
"""

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer, expect, expect_whole
from tuidl.nn.layers.window import Padding, place
from tuidl.program import Builder, Tensor, seen_as


def column(sequence: Tensor) -> Tensor:
    """A sequence (time, n, c) as one image, the channels of all examples side by side."""
    return seen_as(sequence, (1, sequence.shape[0], 1, sequence.shape[1] * sequence.stride))


class Pool1D(Layer):
    """Windows of ``window`` moments, ``stride`` apart (default: side by side).

    Shapes: x (time, n, c), y (time', n, c) with time' = ⌊(time + padding − window) / stride⌋ + 1. ValueError if the
    input is no sequence, or if not one window fits.
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

    def result(self, x: Tensor, emit: Builder) -> tuple[tuple[int, ...], dict[str, int]]:
        """The output's shape and the operands that say where the windows lie."""
        expect(self, x, 3, tr("sequences (time, channels)"))
        expect_whole(self, x, emit)
        moments, top = place(self, x.shape[0], self.window, self.stride, self.padding, "moments")
        return (moments, *x.shape[1:]), {"window": self.window, "stride": self.stride, "top": top, "left": 0}

    def describe(self) -> str:
        """See Layer."""
        return f"{type(self).__name__}({self.window})"


class MaxPool1D(Pool1D):
    """y = the largest x of each window; dx = dy at the moment that won. NaN wins, so that trouble shows.

    Windows and shapes as in Pool1D: x (time, n, c), y (time', n, c).
    """

    kind = "maxpool1d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        shape, window = self.result(x, emit)
        y, winner = emit.tensor("out", shape), emit.tensor("winner", shape, "int")
        emit("maxpool2d.forward", x=column(x), y=column(y), winner=column(winner), **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("maxpool2d.backward", dy=column(dy), winner=column(winner), dx=column(dx), **window)

        emit.backward(x, y, backward)
        return y


class AvgPool1D(Pool1D):
    """y = the mean of the moments in each window (padding does not count); dx = dy / moments.

    Windows and shapes as in Pool1D: x (time, n, c), y (time', n, c).
    """

    kind = "avgpool1d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        shape, window = self.result(x, emit)
        y = emit.tensor("out", shape)
        emit("avgpool2d.forward", x=column(x), y=column(y), **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("avgpool2d.backward", dy=column(dy), dx=column(dx), **window)

        emit.backward(x, y, backward)
        return y


class GlobalMaxPool1D(Layer):
    """y = the largest x of each channel over all moments; dx = dy at the moment that won (Collobert et al. 2011).

    Shapes: x (time, n, c), y (n, c). ValueError if the input is no sequence.
    """

    kind = "globalmaxpool1d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, tr("sequences (time, channels)"))
        expect_whole(self, x, emit)
        y, winner = emit.tensor("out", x.shape[1:]), emit.tensor("winner", x.shape[1:], "int")
        window = {"window": x.shape[0], "stride": x.shape[0], "top": 0, "left": 0}
        emit("maxpool2d.forward", x=column(x), y=self._cell(y), winner=self._cell(winner), **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("maxpool2d.backward", dy=self._cell(dy), winner=self._cell(winner), dx=column(dx), **window)

        emit.backward(x, y, backward)
        return y

    @staticmethod
    def _cell(rows: Tensor) -> Tensor:
        """Rows (n, c) as one image of one pixel."""
        return seen_as(rows, (1, 1, 1, rows.shape[0] * rows.stride))


class GlobalAveragePool1D(Layer):
    """y = the mean of each channel over all moments; dx = dy / moments.

    Shapes: x (time, n, c), y (n, c). ValueError if the input is no sequence.
    """

    kind = "globalpool1d"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, tr("sequences (time, channels)"))
        expect_whole(self, x, emit)
        y = emit.tensor("out", x.shape[1:])
        emit("globalpool2d.forward", x=column(x), y=self._row(y))

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("globalpool2d.backward", dy=self._row(dy), dx=column(dx))

        emit.backward(x, y, backward)
        return y

    @staticmethod
    def _row(rows: Tensor) -> Tensor:
        """Rows (n, c) end to end."""
        return seen_as(rows, (1, rows.shape[0] * rows.stride))
