"""Conv1D: one small window of weights slides along time."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.convolution import convolve
from tuidl.nn.layers.layer import Layer, expect, expect_whole
from tuidl.nn.layers.window import PaddingInTime, place
from tuidl.program import Builder, Parameter, Tensor, seen_as


class Conv1D(Layer):
    """y[t] = Σ x[t·stride − before + u·dilation] w[u] + b (Waibel et al. 1989: time-delay networks).

    With ``dilation`` the window has holes: it spans (kernel − 1) dilation + 1 moments (van den Oord et al. 2016).

    Shapes: x (time, n, c), w (kernel, c, filters), b (filters), y (time', n, filters) with
    time' = ⌊(time + padding − span) / stride⌋ + 1. ``padding``: "valid" none, "same" so that time' = ⌈time / stride⌉,
    "causal" the same but all of it before the first moment, so that y[t] sees nothing after its own moment, or a number
    of moments on each side. Gradients: dx = the sum of dy wᵀ over the windows that read the moment, dw[u] = Σ x dy over
    the windows, db = Σ dy. It is computed as a convolution over one image, time high and the batch wide, with a kernel
    one pixel wide.

    ValueError if the input is no sequence, or if not one window fits into it.
    """

    kind = "conv1d"

    def __init__(
        self,
        filters: int,
        kernel: int = 3,
        *,
        stride: int = 1,
        padding: PaddingInTime = "valid",
        dilation: int = 1,
        init: str | float | Initialiser = "he",
        bias: str | float | Initialiser = "zeros",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if min(filters, kernel, stride, dilation) < 1:
            raise ValueError(
                tr(
                    "Conv1D needs filters, kernel, stride and dilation of at least 1, "
                    "not {filters}, {kernel}, {stride}, {dilation}",
                    filters=filters,
                    kernel=kernel,
                    stride=stride,
                    dilation=dilation,
                )
            )
        self.filters, self.kernel, self.stride, self.padding = filters, kernel, stride, padding
        self.dilation, self.init, self.bias = dilation, resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 3, tr("sequences (time, channels)"))
        expect_whole(self, x, emit)
        time, samples, channels = x.shape
        span = (self.kernel - 1) * self.dilation + 1
        moments, before = place(self, time, span, self.stride, self.padding, "moments")
        w = emit.parameter("weight", (self.kernel, channels, self.filters), self.init)
        b = emit.parameter("bias", (self.filters,), self.bias)
        y = emit.tensor("out", (moments, samples, self.filters))
        shape = (self.kernel, 1, channels, self.filters)
        square = Parameter(seen_as(w.value, shape), seen_as(w.grad, shape))
        window = {"stride_h": self.stride, "stride_w": 1, "dilation": self.dilation, "top": before, "left": 0}
        as_images = convolve(image(x), square, b, image(y), 1, window, emit)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            as_images(image(dy), None if dx is None else image(dx))

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        stride = f", stride={self.stride}" if self.stride > 1 else ""
        padding = f", padding={self.padding!r}" if self.padding != "valid" else ""
        dilation = f", dilation={self.dilation}" if self.dilation > 1 else ""
        return f"Conv1D({self.filters}, {self.kernel}{stride}{padding}{dilation})"


def image(sequence: Tensor) -> Tensor:
    """A sequence (time, n, c) as one image, time high and the batch wide."""
    return seen_as(sequence, (1, *sequence.shape))
