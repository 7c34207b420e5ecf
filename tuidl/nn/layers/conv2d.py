"""Conv2D: one small window of weights slides over the image."""

from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.layer import Layer, expect
from tuidl.nn.layers.window import Padding, place
from tuidl.program import Builder, Tensor


class Conv2D(Layer):
    """y[i, j] = Σ x[i·stride − top + u, j·stride − left + v] w[u, v] + b (LeCun et al. 1989).

    Shapes: x (n, h, w, c), w (kernel, kernel, c, filters), b (filters), y (n, h', w', filters) with
    h' = ⌊(h + padding − kernel) / stride⌋ + 1. ``padding``: "valid" none, "same" so that h' = ⌈h / stride⌉, or a number
    of pixels on each side.
    """

    kind = "conv2d"

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
                f"Conv2D needs filters, kernel and stride of at least 1, not {filters}, {kernel}, {stride}"
            )
        self.filters, self.kernel, self.stride, self.padding = filters, kernel, stride, padding
        self.init, self.bias = resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, "images (height, width, channels)")
        samples, height, width, channels = x.shape
        rows, top = place(self, height, self.kernel, self.stride, self.padding)
        columns, left = place(self, width, self.kernel, self.stride, self.padding)
        w = emit.parameter("weight", (self.kernel, self.kernel, channels, self.filters), self.init)
        b = emit.parameter("bias", (self.filters,), self.bias)
        y = emit.tensor("out", (samples, rows, columns, self.filters))
        window = {"stride": self.stride, "top": top, "left": left}
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
        return f"Conv2D({self.filters}, {self.kernel}{stride}{padding})"
