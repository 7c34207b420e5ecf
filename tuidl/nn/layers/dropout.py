"""Dropout: units are left out at random while training."""

from tuidl.nn.init import Constant
from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class Dropout(Layer):
    """y = x mask / (1 − rate) while training, y = x otherwise (Srivastava et al. 2014).

    The mask is a hash of (seed, layer, step, element). ``rate`` is the tensor ``NAME.rate``: it can be changed live.
    """

    kind = "dropout"

    def __init__(self, rate: float = 0.5, *, name: str | None = None) -> None:
        super().__init__(name)
        if not 0 <= rate < 1:
            raise ValueError(f"Dropout needs a rate from 0 up to 1, not {rate}")
        self.rate = rate

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        rate, number = emit.state("rate", (1,), Constant(self.rate)), emit.layer_number()
        if not emit.training:
            return x
        y = emit.tensor("out", x.shape, timed=x.timed)
        emit("dropout.forward", x=x, rate=rate, y=y, seed=emit.seed, layer=number)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("dropout.backward", dy=dy, rate=rate, dx=dx, seed=emit.seed, layer=number)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"Dropout({self.rate:g})"
