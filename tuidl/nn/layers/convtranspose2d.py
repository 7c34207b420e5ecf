"""ConvTranspose2D: every pixel puts down a window of weights; images grow."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.layer import Layer, expect
from tuidl.nn.layers.window import Padding, place
from tuidl.program import Builder, Tensor


class ConvTranspose2D(Layer):
    """y[i·stride − top + u, j·stride − left + v] += x[i, j] w[u, v], + b (Zeiler et al. 2010; Dumoulin & Visin 2016).

    It goes the way of a convolution's gradient: what Conv2D with the same stride and padding makes of y has the shape
    of x. Shapes: x (n, h, w, c), w (kernel, kernel, c, filters), b (filters), y (n, h', w', filters) with

        h' = (h − 1) stride + kernel            padding "valid"
        h' = h stride                           padding "same"
        h' = (h − 1) stride + kernel − 2 p      padding p, pixels taken off at each side

    Gradients: dx[i, j] = Σ dy[i·stride − top + u, j·stride − left + v] w[u, v]ᵀ, dw[u, v] = Σ xᵀ dy, db = Σ dy.

    ValueError if the input is no image, or if the padding takes everything off.
    """

    kind = "convtranspose2d"

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
                    "ConvTranspose2D needs filters, kernel and stride of at least 1, not {filters}, {kernel}, {stride}",
                    filters=filters,
                    kernel=kernel,
                    stride=stride,
                )
            )
        self.filters, self.kernel, self.stride, self.padding = filters, kernel, stride, padding
        self.init, self.bias = resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, tr("images (height, width, channels)"))
        samples, height, width, channels = x.shape
        (rows, top), (columns, left) = self._grown(height), self._grown(width)
        w = emit.parameter("weight", (self.kernel, self.kernel, channels, self.filters), self.init)
        b = emit.parameter("bias", (self.filters,), self.bias)
        y = emit.tensor("out", (samples, rows, columns, self.filters))
        window = {"stride_h": self.stride, "stride_w": self.stride, "dilation": 1, "top": top, "left": left}
        emit("convtranspose2d.forward", x=x, w=w.value, b=b.value, y=y, **window)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            emit("convtranspose2d.backward_weight", x=x, dy=dy, dw=w.grad, **window)
            emit("dense.backward_bias", dy=dy, db=b.grad)
            if dx is not None:
                emit("convtranspose2d.backward_input", dy=dy, w=w.value, dx=dx, **window)

        emit.backward(x, y, backward)
        return y

    def _grown(self, size: int) -> tuple[int, int]:
        """(pixels of y along this side, pixels taken off before the first)."""
        whole = (size - 1) * self.stride + self.kernel
        if self.padding == "same":
            return size * self.stride, place(self, size * self.stride, self.kernel, self.stride, "same")[1]
        if self.padding == "valid":
            return whole, 0
        if not isinstance(self.padding, int) or not 0 <= 2 * self.padding < whole:
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) has padding {padding!r}; give 'valid', 'same' or a number of "
                    "pixels that leaves some of its {whole}",
                    name=self.name,
                    kind=self.kind,
                    padding=self.padding,
                    whole=whole,
                )
            )
        return whole - 2 * self.padding, self.padding

    def describe(self) -> str:
        """See Layer."""
        stride = f", stride={self.stride}" if self.stride > 1 else ""
        padding = f", padding={self.padding!r}" if self.padding != "valid" else ""
        return f"ConvTranspose2D({self.filters}, {self.kernel}{stride}{padding})"
