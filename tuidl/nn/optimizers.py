"""Optimisers: how parameters follow from their gradients."""

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
        rate = emit.state("optimizer.rate", (1,), Constant(self.rate))
        norm = emit.state("optimizer.norm", (1,), Constant(0.0))
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


@dataclass
class SGD(Optimizer):
    """w ← w − rate g; with momentum μ: v ← μ v + g, w ← w − rate v (Polyak 1964)."""

    rate: float = 0.01
    momentum: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.momentum < 1:
            raise ValueError(f"momentum must be from 0 up to 1, not {self.momentum}")

    def update(self, emit: Builder, value: Tensor, grad: Tensor, rate: Tensor) -> None:
        """See Optimizer."""
        if self.momentum:
            velocity = emit.region("moments0")
            emit(
                "optimizer.momentum",
                value=value,
                grad=grad,
                velocity=velocity,
                rate=rate,
                momentum=float(self.momentum),
            )
        else:
            emit("optimizer.sgd", value=value, grad=grad, rate=rate)


@dataclass
class Adam(Optimizer):
    """m ← β₁ m + (1−β₁) g, s ← β₂ s + (1−β₂) g², w ← w − rate m̂ / (√ŝ + ε) (Kingma & Ba 2015)."""

    rate: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def update(self, emit: Builder, value: Tensor, grad: Tensor, rate: Tensor) -> None:
        """See Optimizer."""
        emit(
            "optimizer.adam", value=value, grad=grad, mean=emit.region("moments0"), square=emit.region("moments1"),
            rate=rate, beta1=float(self.beta1), beta2=float(self.beta2), epsilon=float(self.epsilon),
        )  # fmt: skip


def resolve(given: "str | Optimizer") -> Optimizer:
    """An optimiser from its name, or itself; ValueError for an unknown name."""
    if isinstance(given, Optimizer):
        return given
    named = {"sgd": SGD(), "momentum": SGD(momentum=0.9), "adam": Adam()}
    if given not in named:
        raise ValueError(f"optimizer '{given}' is unknown; choose one of {', '.join(named)}")
    return named[given]
