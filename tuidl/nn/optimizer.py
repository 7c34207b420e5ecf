"""What an optimiser is: clipping, if wanted, and an update of all parameters at once."""

from dataclasses import dataclass
from math import isfinite

from tuidl.nn.init import Constant
from tuidl.program import Builder, Tensor
from tuidl.program.tensor import padded

NORM_BLOCK = 4096


@dataclass
class Optimizer:
    """Updates all parameters from all gradients; ``rate`` is the tensor ``optimizer.rate``, so it can be turned live.

    ``clip``: gradients longer than this, all together, are shortened to it (Pascanu et al. 2013).
    """

    rate: float
    clip: float | None = None

    def __post_init__(self) -> None:
        checked(self.rate)
        if self.clip is not None and not self.clip > 0:
            raise ValueError(f"clip must be above 0, not {self.clip}")

    def build(self, emit: Builder) -> None:
        """Emit clipping and the update."""
        rate = emit.state("optimizer.rate", (1,), Constant(self.rate), private=True)
        norm = emit.state("optimizer.norm", (1,), Constant(0.0), private=True)
        emit.layout.freeze()
        value, grad = emit.region("params"), emit.region("grads")
        if not value.size:
            return
        if self.clip is not None:
            sums = emit.tensor("square_sums", (padded_blocks(grad.size),))
            emit("optimizer.square_sums", grad=grad, sums=sums)
            emit("optimizer.clip", grad=grad, sums=sums, norm=norm, limit=float(self.clip))
        self.update(emit, value, grad, rate)

    def update(self, emit: Builder, value: Tensor, grad: Tensor, rate: Tensor) -> None:
        """Emit the update itself."""
        raise NotImplementedError


def checked(rate: float) -> float:
    """The learning rate; ValueError if it cannot be one."""
    if not (isfinite(rate) and rate >= 0):
        raise ValueError(f"the learning rate must be a number from 0 up, not {rate}")
    return rate


def padded_blocks(words: int) -> int:
    """Blocks of the gradient's norm."""
    return -(-padded(words) // NORM_BLOCK)
