"""Activations: what a unit does to its sum. Most gradients follow from the output y alone, some need the input x."""

from typing import ClassVar

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class Activation(Layer):
    """An elementwise function (softmax: one per row) without parameters. Shapes: y as x, of any shape.

    ``forward`` names another operation that makes y of x; the gradient stays this one.
    """

    operation: ClassVar[str]
    real: ClassVar[tuple[str, ...]] = ()
    by_input: ClassVar[bool] = False  # whether the gradient follows from x instead of y

    def __init__(self, *, forward: str = "", name: str | None = None) -> None:
        super().__init__(name)
        self.forward = forward

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        numbers = {name: float(getattr(self, name)) for name in self.real}
        y = emit.tensor("out", x.shape)
        if self.forward:
            emit(self.forward, x=x, y=y)
        else:
            emit(f"activation.{self.operation}", x=x, y=y, **numbers)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                seen = {"x": x} if self.by_input else {"y": y}
                emit(f"activation.{self.operation}_backward", **seen, dy=dy, dx=dx, **numbers)

        emit.backward(x, y, backward)
        return y


class Straight(Layer):
    """y = what the operation ``forward`` makes of x; dx = dy: for one that leaves what follows as it is."""

    kind = "straight"

    def __init__(self, forward: str, *, name: str | None = None) -> None:
        super().__init__(name)
        self.forward = forward

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        y = emit.tensor("out", x.shape)
        emit(self.forward, x=x, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("sum.backward", dy=dy, dx=dx)

        emit.backward(x, y, backward)
        return y


class ReLU(Activation):
    """y = max(x, 0); dx = dy where y > 0 (Nair & Hinton 2010)."""

    kind = operation = "relu"


class LeakyReLU(Activation):
    """y = x where x > 0, else slope x; dx = dy or slope dy (Maas et al. 2013)."""

    kind = operation = "leaky_relu"
    real = ("slope",)

    def __init__(self, slope: float = 0.01, *, forward: str = "", name: str | None = None) -> None:
        super().__init__(forward=forward, name=name)
        if not 0 <= slope < 1:
            raise ValueError(tr("LeakyReLU needs a slope from 0 up to 1, not {slope}", slope=slope))
        self.slope = slope


class Sigmoid(Activation):
    """y = 1 / (1 + e⁻ˣ); dx = dy y (1 − y) (Rumelhart et al. 1986; the curve: Verhulst 1845)."""

    kind = operation = "sigmoid"


class Tanh(Activation):
    """y = tanh x; dx = dy (1 − y²): a sigmoid about 0 (LeCun et al. 1991)."""

    kind = operation = "tanh"


class HardSigmoid(Activation):
    """y = x / 6 + ½, within 0 and 1: a sigmoid of straight lines; dx = dy / 6 where 0 < y < 1 (Howard et al. 2019)."""

    kind = operation = "hard_sigmoid"


class Softmax(Activation):
    """y = e^(x/T) / Σ e^(x/T) over the last dimension; dx = y (dy − Σ y dy) / T.

    ``temperature`` T above 1 makes the chances more alike, below 1 more sure (Hinton et al. 2015). As the last layer it
    is part of the loss, which then sees x / T.
    """

    kind = operation = "softmax"

    def __init__(self, temperature: float = 1.0, *, name: str | None = None) -> None:
        super().__init__(name=name)
        if not 0 < temperature < float("inf"):
            raise ValueError(
                tr(
                    "{name} needs a temperature above 0, not {temperature}",
                    name=type(self).__name__,
                    temperature=temperature,
                )
            )
        self.temperature = temperature

    def logits(self, x: Tensor, emit: Builder) -> Tensor:
        """Emit x / T; at T = 1 that is x."""
        if self.temperature == 1:
            return x
        y, factor = emit.tensor("logits", x.shape), 1 / self.temperature
        emit("activation.scale", x=x, y=y, factor=factor)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("activation.scale", x=dy, y=dx, factor=factor)

        emit.backward(x, y, backward)
        return y

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        return super().build(self.logits(x, emit), emit)

    def describe(self) -> str:
        """See Layer."""
        return "Softmax" if self.temperature == 1 else f"Softmax({self.temperature:g})"


class Hardmax(Softmax):
    """y = 1 at the largest x, the first of equal ones, else 0; the gradient is that of the softmax, straight through.

    So a choice can be made, and learnt all the same; ``temperature`` is the softmax's (Jang et al. 2017).
    """

    kind = "hardmax"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        logits = self.logits(x, emit)
        soft, y = emit.tensor("soft", x.shape), emit.tensor("out", x.shape)
        emit("activation.softmax", x=logits, y=soft)
        emit("activation.hardmax", x=soft, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("activation.softmax_backward", y=soft, dy=dy, dx=dx)

        emit.backward(logits, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return "Hardmax" if self.temperature == 1 else f"Hardmax({self.temperature:g})"


class ELU(Activation):
    """y = x where x > 0, else α (eˣ − 1); dx = dy or α eˣ dy (Clevert et al. 2016)."""

    kind = operation = "elu"
    real = ("alpha",)
    by_input = True

    def __init__(self, alpha: float = 1.0, *, forward: str = "", name: str | None = None) -> None:
        super().__init__(forward=forward, name=name)
        if not 0 < alpha < float("inf"):
            raise ValueError(tr("ELU needs an alpha above 0, not {alpha}", alpha=alpha))
        self.alpha = alpha


class Softplus(Activation):
    """y = log(1 + eˣ), a smooth ReLU; dx = dy σ(x) (Dugas et al. 2001)."""

    kind = operation = "softplus"
    by_input = True


class SiLU(Activation):
    """y = x σ(x), also called swish; dx = dy (s + x s (1 − s)) with s = σ(x) (Elfwing et al. 2018)."""

    kind = operation = "silu"
    by_input = True


class GELU(Activation):
    """y = ½ x (1 + tanh u), u = √(2/π) (x + 0.044715 x³); dx = dy (s + 2 x s (1 − s) u′), s = ½ (1 + tanh u).

    This is the usual approximation of x Φ(x), Φ the normal distribution (Hendrycks & Gimpel 2016).
    """

    kind = operation = "gelu"
    by_input = True
