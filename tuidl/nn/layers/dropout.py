"""Dropout and its variants: something is left out, or disturbed, at random while training."""

from typing import ClassVar

from tuidl.language import tr
from tuidl.nn.init import Constant
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Tensor


class Noise(Layer):
    """Disturbs its input while training and hands it through otherwise. Shapes: y as x, of any shape.

    What is drawn is a hash of (seed, layer, step, element). How much is the tensor ``NAME.AMOUNT``: it can be changed
    live.
    """

    amount: ClassVar[str] = "rate"
    forward: str
    backward: ClassVar[str]

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        amount = {self.amount: emit.state(self.amount, (1,), Constant(getattr(self, self.amount)))}
        drawn = {"seed": emit.seed, "layer": emit.layer_number()}
        if not emit.training:
            return x
        y = emit.tensor("out", x.shape, timed=x.timed)
        emit(self.forward, x=x, **amount, y=y, **drawn)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                self.back(dy, dx, emit, **amount, **drawn)

        emit.backward(x, y, backward)
        return y

    def back(self, dy: Tensor, dx: Tensor, emit: Builder, **drawn: Tensor | int) -> None:
        """Emit the gradient."""
        emit(self.backward, dy=dy, dx=dx, **drawn)

    def describe(self) -> str:
        """See Layer."""
        return f"{type(self).__name__}({getattr(self, self.amount):g})"


class Dropout(Noise):
    """y = x mask / (1 − rate) while training, y = x otherwise (Srivastava et al. 2014).

    The mask is a hash of (seed, layer, step, element). ``rate`` is the tensor ``NAME.rate``: it can be changed live.
    ``forward`` names another operation that makes y; the gradient stays this one.
    """

    kind = "dropout"
    forward, backward = "dropout.forward", "dropout.backward"

    def __init__(self, rate: float = 0.5, *, forward: str = "", name: str | None = None) -> None:
        super().__init__(name)
        if forward:
            self.forward = forward
        if not 0 <= rate < 1:
            raise ValueError(tr("{name} needs a rate from 0 up to 1, not {rate}", name=type(self).__name__, rate=rate))
        self.rate = rate


class SpatialDropout2D(Dropout):
    """y = x mask / (1 − rate) while training, one mask for each channel of an image, y = x otherwise.

    Neighbouring pixels say nearly the same, so leaving out single ones takes little away (Tompson et al. 2015).
    """

    kind = "spatial_dropout2d"
    forward = backward = "dropout.channels"

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        expect(self, x, 4, "images")
        return super().build(x, emit)

    def back(self, dy: Tensor, dx: Tensor, emit: Builder, **drawn: Tensor | int) -> None:
        """See Noise."""
        emit(self.backward, x=dy, y=dx, **drawn)


class AlphaDropout(Dropout):
    """y = a x + b where kept, a α′ + b elsewhere, while training; y = x otherwise (Klambauer et al. 2017).

    α′ = −1.7581 is what a self-normalising unit says to −∞; a = (q + α′² q rate)^−½ and b = −a rate α′, q = 1 − rate,
    keep mean 0 and variance 1. Gradient: dx = a dy where kept.
    """

    kind = "alpha_dropout"
    forward, backward = "dropout.alpha", "dropout.alpha_backward"


class GaussianNoise(Noise):
    """y = x + deviation n while training, n drawn from the normal distribution; y = x otherwise (Bishop 1995).

    Gradient: dx = dy.
    """

    kind = "gaussian_noise"
    amount = "deviation"
    forward, backward = "noise.gaussian", "sum.backward"

    def __init__(self, deviation: float = 0.1, *, name: str | None = None) -> None:
        super().__init__(name)
        if not 0 <= deviation < float("inf"):
            raise ValueError(tr("GaussianNoise needs a deviation from 0 up, not {deviation}", deviation=deviation))
        self.deviation = deviation

    def back(self, dy: Tensor, dx: Tensor, emit: Builder, **drawn: Tensor | int) -> None:
        """See Noise."""
        emit(self.backward, dy=dy, dx=dx)
