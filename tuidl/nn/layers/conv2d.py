"""Conv2D: one small window of weights slides over the image."""

from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.layer import Layer, expect
from tuidl.nn.layers.window import Padding, place
from tuidl.program import Builder, Tensor


class Conv2D(Layer):
    """y[i, j] = Σ x[i·stride − top + u·dilation, j·stride − left + v·dilation] w[u, v] + b (LeCun et al. 1989).

    With ``dilation`` the window has holes: it spans (kernel − 1) dilation + 1 pixels (Yu & Koltun 2016).

    Shapes: x (n, h, w, c), w (kernel, kernel, c, filters), b (filters), y (n, h', w', filters) with
    h' = ⌊(h + padding − span) / stride⌋ + 1. ``padding``: "valid" none, "same" so that h' = ⌈h / stride⌉, or a number
    of pixels on each side. Gradients: dx = the sum of dy wᵀ over the windows that read the pixel, dw[u, v] = Σ x dy over
    the windows, db = Σ dy.

    ValueError if the input is no image, or if not one window fits into it.
    """

    kind = "conv2d"

    def __init__(
        self,
        filters: int,
        kernel: int = 3,
        *,
        stride: int = 1,
        padding: Padding = "valid",
        dilation: int = 1,
        init: str | float | Initialiser = "he",
        bias: str | float | Initialiser = "zeros",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if min(filters, kernel, stride, dilation) < 1:
            raise ValueError(
                "Conv2D needs filters, kernel, stride and dilation of at least 1, "
                f"not {filters}, {kernel}, {stride}, {dilation}"
            )
        self.filters, self.kernel, self.stride, self.padding = filters, kernel, stride, padding
        self.dilation = dilation
        self.init, self.bias = resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, "images (height, width, channels)")
        samples, height, width, channels = x.shape
        span = (self.kernel - 1) * self.dilation + 1
        rows, top = place(self, height, span, self.stride, self.padding)
        columns, left = place(self, width, span, self.stride, self.padding)
        w = emit.parameter("weight", (self.kernel, self.kernel, channels, self.filters), self.init)
        b = emit.parameter("bias", (self.filters,), self.bias)
        y = emit.tensor("out", (samples, rows, columns, self.filters))
        window = {
            "stride_h": self.stride, "stride_w": self.stride, "dilation": self.dilation, "top": top, "left": left
        }  # fmt: skip
        emit("conv2d.forward", x=x, w=w.value, b=b.value, y=y, **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            emit("conv2d.backward_weight", x=x, dy=dy, dw=w.grad, **window)
            emit("dense.backward_bias", dy=dy, db=b.grad)
            if dx is not None:
                emit("conv2d.backward_input", dy=dy, w=w.value, dx=dx, **window)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        stride = f", stride={self.stride}" if self.stride > 1 else ""
        padding = f", padding={self.padding!r}" if self.padding != "valid" else ""
        dilation = f", dilation={self.dilation}" if self.dilation > 1 else ""
        return f"Conv2D({self.filters}, {self.kernel}{stride}{padding}{dilation})"
