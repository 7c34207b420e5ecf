"""DepthwiseConv2D: every channel has a window of weights of its own."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.convolution import EachGroup, convolve, windows
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.window import Padding
from tuidl.program import Builder, Tensor


class DepthwiseConv2D(Layer):
    """y[i, j, c·m + q] = Σ x[i·stride − top + u·dilation, j·stride − left + v·dilation, c] w[u, v, c·m + q] + b.

    Channels are not mixed: each has ``multiplier`` m filters (Sifre 2014; Chollet 2017). It is Conv2D with as many
    groups as channels. Shapes: x (n, h, w, c), w (kernel, kernel, 1, c m), b (c m), y (n, h', w', c m) with h' and
    padding as in Conv2D. Gradients, channel by channel: dx = the sum of dy w over the windows that read the pixel,
    dw[u, v] = Σ x dy over the windows, db = Σ dy.

    ValueError if the input is no image, or if not one window fits into it.
    """

    kind = "depthwise2d"

    def __init__(
        self,
        kernel: int = 3,
        *,
        multiplier: int = 1,
        stride: int = 1,
        padding: Padding = "valid",
        dilation: int = 1,
        init: str | float | Initialiser = "he",
        bias: str | float | Initialiser = "zeros",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if min(kernel, multiplier, stride, dilation) < 1:
            raise ValueError(
                tr(
                    "DepthwiseConv2D needs kernel, multiplier, stride and dilation of at least 1, "
                    "not {kernel}, {multiplier}, {stride}, {dilation}",
                    kernel=kernel,
                    multiplier=multiplier,
                    stride=stride,
                    dilation=dilation,
                )
            )
        self.kernel, self.multiplier, self.stride, self.padding = kernel, multiplier, stride, padding
        self.dilation, self.init, self.bias = dilation, resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        rows, columns, window = windows(self, x, self.kernel, self.stride, self.padding, self.dilation)
        channels = x.shape[3]
        filters = channels * self.multiplier
        w = emit.parameter("weight", (self.kernel, self.kernel, 1, filters), EachGroup(self.init, channels))
        b = emit.parameter("bias", (filters,), self.bias)
        y = emit.tensor("out", (x.shape[0], rows, columns, filters))
        emit.backward(x, y, convolve(x, w, b, y, channels, window, emit))
        return y

    def describe(self) -> str:
        """See Layer."""
        multiplier = f", multiplier={self.multiplier}" if self.multiplier > 1 else ""
        return f"DepthwiseConv2D({self.kernel}{multiplier})"
