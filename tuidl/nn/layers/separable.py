"""SeparableConv2D: first every channel over its own window, then all channels at every pixel."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.convolution import EachGroup, convolve, windows
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.window import Padding
from tuidl.program import Builder, Tensor


class SeparableConv2D(Layer):
    """z = x ∗ d channel by channel, then y[i, j] = z[i, j] w + b at every pixel (Sifre 2014; Chollet 2017).

    Shapes: x (n, h, w, c), d (kernel, kernel, 1, c), z (n, h', w', c), w (1, 1, c, filters), b (filters),
    y (n, h', w', filters) with h' and padding as in Conv2D. It has kernel² c + c filters weights where Conv2D has
    kernel² c filters. Gradients: dz = dy wᵀ, dw = Σ zᵀ dy, db = Σ dy, then dx and dd as in DepthwiseConv2D.

    ValueError if the input is no image, or if not one window fits into it.
    """

    kind = "separable2d"

    def __init__(
        self,
        filters: int,
        kernel: int = 3,
        *,
        stride: int = 1,
        padding: Padding = "valid",
        init: str | float | Initialiser = "he",
        bias: str | float | Initialiser = "zeros",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if min(filters, kernel, stride) < 1:
            raise ValueError(
                tr(
                    "SeparableConv2D needs filters, kernel and stride of at least 1, not {filters}, {kernel}, {stride}",
                    filters=filters,
                    kernel=kernel,
                    stride=stride,
                )
            )
        self.filters, self.kernel, self.stride, self.padding = filters, kernel, stride, padding
        self.init, self.bias = resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        rows, columns, window = windows(self, x, self.kernel, self.stride, self.padding)
        samples, channels = x.shape[0], x.shape[3]
        d = emit.parameter("depthwise", (self.kernel, self.kernel, 1, channels), EachGroup(self.init, channels))
        w = emit.parameter("weight", (1, 1, channels, self.filters), self.init)
        b = emit.parameter("bias", (self.filters,), self.bias)
        z = emit.tensor("depthwise.out", (samples, rows, columns, channels))
        y = emit.tensor("out", (samples, rows, columns, self.filters))
        emit.backward(x, z, convolve(x, d, None, z, channels, window, emit))
        emit.backward(z, y, convolve(z, w, b, y, 1, windows(self, z, 1, 1, "valid")[2], emit))
        return y

    def describe(self) -> str:
        """See Layer."""
        stride = f", stride={self.stride}" if self.stride > 1 else ""
        padding = f", padding={self.padding!r}" if self.padding != "valid" else ""
        return f"SeparableConv2D({self.filters}, {self.kernel}{stride}{padding})"
