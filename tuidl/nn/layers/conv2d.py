"""Conv2D: one small window of weights slides over the image."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.convolution import EachGroup, convolve, windows
from tuidl.nn.layers.layer import Layer
from tuidl.nn.layers.window import Padding
from tuidl.program import Builder, Tensor


class Conv2D(Layer):
    """y[i, j] = Σ x[i·stride − top + u·dilation, j·stride − left + v·dilation] w[u, v] + b (LeCun et al. 1989).

    With ``dilation`` the window has holes: it spans (kernel − 1) dilation + 1 pixels (Yu & Koltun 2016). With
    ``groups`` each group of filters sees its own group of channels only (Krizhevsky et al. 2012).

    Shapes: x (n, h, w, c), w (kernel, kernel, c / groups, filters), b (filters), y (n, h', w', filters) with
    h' = ⌊(h + padding − span) / stride⌋ + 1. ``padding``: "valid" none, "same" so that h' = ⌈h / stride⌉, or a number
    of pixels on each side. Gradients: dx = the sum of dy wᵀ over the windows that read the pixel,
    dw[u, v] = Σ x dy over the windows, db = Σ dy.

    ValueError if the input is no image, if not one window fits into it, or if channels or filters do not part into
    groups.
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
        groups: int = 1,
        init: str | float | Initialiser = "he",
        bias: str | float | Initialiser = "zeros",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if min(filters, kernel, stride, dilation, groups) < 1:
            raise ValueError(
                tr(
                    "Conv2D needs filters, kernel, stride, dilation and groups of at least 1, "
                    "not {filters}, {kernel}, {stride}, {dilation}, {groups}",
                    filters=filters,
                    kernel=kernel,
                    stride=stride,
                    dilation=dilation,
                    groups=groups,
                )
            )
        self.filters, self.kernel, self.stride, self.padding = filters, kernel, stride, padding
        self.dilation, self.groups = dilation, groups
        self.init, self.bias = resolve(init), resolve(bias)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        rows, columns, window = windows(self, x, self.kernel, self.stride, self.padding, self.dilation)
        channels = x.shape[3]
        if channels % self.groups or self.filters % self.groups:
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) cannot part {channels} channels and {filters} filters into "
                    "{groups} groups; choose a number that divides both",
                    name=self.name,
                    kind=self.kind,
                    channels=channels,
                    filters=self.filters,
                    groups=self.groups,
                )
            )
        init = EachGroup(self.init, self.groups) if self.groups > 1 else self.init
        w = emit.parameter("weight", (self.kernel, self.kernel, channels // self.groups, self.filters), init)
        b = emit.parameter("bias", (self.filters,), self.bias)
        y = emit.tensor("out", (x.shape[0], rows, columns, self.filters))
        emit.backward(x, y, convolve(x, w, b, y, self.groups, window, emit))
        return y

    def describe(self) -> str:
        """See Layer."""
        stride = f", stride={self.stride}" if self.stride > 1 else ""
        padding = f", padding={self.padding!r}" if self.padding != "valid" else ""
        dilation = f", dilation={self.dilation}" if self.dilation > 1 else ""
        groups = f", groups={self.groups}" if self.groups > 1 else ""
        return f"Conv2D({self.filters}, {self.kernel}{stride}{padding}{dilation}{groups})"
