"""Optimisers: how parameters follow from their gradients."""

from dataclasses import asdict, dataclass
from typing import Any

from tuidl.language import tr
from tuidl.nn import schedules
from tuidl.nn.optimizer import Optimizer, Part
from tuidl.program import Builder


@dataclass
class SGD(Optimizer):
    """w ← w − rate g; with momentum μ: v ← μ v + g, w ← w − rate v (Polyak 1964).

    ``nesterov``: the step is g + μ v, the gradient seen from where the momentum leads (Sutskever et al. 2013).
    ``weight_decay`` λ: g + λ w stands for g, after clipping: the gradient of the loss plus ½ λ Σ w², biases included
    (Krogh & Hertz 1992).
    """

    rate: float = 0.01
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        below_one("momentum", self.momentum)
        from_zero("weight_decay", self.weight_decay)
        if self.nesterov and not self.momentum:
            raise ValueError(tr("nesterov looks ahead along the momentum; give a momentum above 0"))

    def update(self, emit: Builder, part: Part) -> None:
        """See Optimizer."""
        if decay := part.decay(self.weight_decay):
            emit("optimizer.penalty", grad=part.grad, value=part.value, decay=decay)
        if self.momentum:
            emit(
                "optimizer.nesterov" if self.nesterov else "optimizer.momentum",
                value=part.value,
                grad=part.grad,
                velocity=part.moments[0],
                rate=part.rate,
                momentum=float(self.momentum),
            )
        else:
            emit("optimizer.sgd", value=part.value, grad=part.grad, rate=part.rate)


@dataclass
class Adagrad(Optimizer):
    """s ← s + g², w ← w − rate g / (√s + ε): rarely moved weights take larger steps (Duchi et al. 2011)."""

    rate: float = 0.01
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        super().__post_init__()
        above_zero("epsilon", self.epsilon)

    def update(self, emit: Builder, part: Part) -> None:
        """See Optimizer."""
        emit(
            "optimizer.adagrad", value=part.value, grad=part.grad, square=part.moments[0], rate=part.rate,
            epsilon=float(self.epsilon),
        )  # fmt: skip


@dataclass
class RMSprop(Optimizer):
    """s ← ρ s + (1−ρ) g², w ← w − rate g / (√s + ε), with ρ = ``decay`` (Tieleman & Hinton 2012)."""

    rate: float = 1e-3
    decay: float = 0.9
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        super().__post_init__()
        below_one("decay", self.decay)
        above_zero("epsilon", self.epsilon)

    def update(self, emit: Builder, part: Part) -> None:
        """See Optimizer."""
        emit(
            "optimizer.rmsprop", value=part.value, grad=part.grad, square=part.moments[0], rate=part.rate,
            decay=float(self.decay), epsilon=float(self.epsilon),
        )  # fmt: skip


@dataclass
class Adam(Optimizer):
    """m ← β₁ m + (1−β₁) g, s ← β₂ s + (1−β₂) g², w ← w − rate m̂ / (√ŝ + ε) (Kingma & Ba 2015)."""

    rate: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def update(self, emit: Builder, part: Part) -> None:
        """See Optimizer."""
        mean, square = part.moments
        emit(
            "optimizer.adam", value=part.value, grad=part.grad, mean=mean, square=square, rate=part.rate,
            beta1=float(self.beta1), beta2=float(self.beta2), epsilon=float(self.epsilon),
        )  # fmt: skip


@dataclass
class AdamW(Adam):
    """w ← w − rate λ w, then Adam's step; the decay λ stays out of the moments (Loshchilov & Hutter 2019).

    Everything decays, biases, γ and β too, as in the paper's equation; ``Group("*.bias", weight_decay=0)`` spares some.
    """

    weight_decay: float = 0.01

    def __post_init__(self) -> None:
        super().__post_init__()
        from_zero("weight_decay", self.weight_decay)

    def update(self, emit: Builder, part: Part) -> None:
        """See Optimizer."""
        if decay := part.decay(self.weight_decay):
            emit("optimizer.shrink", value=part.value, rate=part.rate, decay=decay)
        super().update(emit, part)


def below_one(name: str, value: float) -> None:
    """ValueError unless it is from 0 up to 1."""
    if not isinstance(value, int | float) or not 0 <= value < 1:
        raise ValueError(tr("{name} must be from 0 up to 1, not {value!r}", name=name, value=value))


def from_zero(name: str, value: float) -> None:
    """ValueError unless it is a number from 0 up."""
    if not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError(tr("{name} must be a number from 0 up, not {value!r}", name=name, value=value))


def above_zero(name: str, value: float) -> None:
    """ValueError unless it is a number above 0: weights that no gradient reaches must not divide by 0."""
    if not 0 < value < float("inf"):
        raise ValueError(tr("{name} must be a number above 0, not {value}", name=name, value=value))


OPTIMIZERS: dict[str, type[Optimizer]] = {kind.__name__: kind for kind in (SGD, Adagrad, RMSprop, Adam, AdamW)}


def resolve(given: "str | Optimizer") -> Optimizer:
    """An optimiser from its name, or itself; ValueError for an unknown name."""
    if isinstance(given, Optimizer):
        return given
    named = {
        "sgd": SGD(), "momentum": SGD(momentum=0.9), "nesterov": SGD(momentum=0.9, nesterov=True),
        "adagrad": Adagrad(), "rmsprop": RMSprop(), "adam": Adam(), "adamw": AdamW(),
    }  # fmt: skip
    if given not in named:
        raise ValueError(
            tr("optimizer '{given}' is unknown; choose one of {named}", given=given, named=", ".join(named))
        )
    return named[given]


def written(optimizer: Optimizer) -> dict[str, Any]:
    """An optimiser as JSON."""
    plan = optimizer.schedule
    settings = {**asdict(optimizer), "schedule": None if plan is None else schedules.written(plan)}
    return {"type": type(optimizer).__name__, **settings}


def read(given: dict[str, Any]) -> Optimizer:
    """An optimiser from what ``written`` gave; LookupError, TypeError or ValueError if it was something else."""
    settings = {name: value for name, value in given.items() if name != "type"}
    if settings.get("schedule") is not None:
        settings["schedule"] = schedules.read(settings["schedule"])
    return OPTIMIZERS[given["type"]](**settings)
