"""What an optimiser is: clipping, if wanted, and an update of all parameters at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from tuidl.language import tr
from tuidl.nn.groups import Regime
from tuidl.nn.init import Constant, Fixed
from tuidl.nn.schedules import Plateau, Schedule
from tuidl.program import Builder, Tensor
from tuidl.program.tensor import padded

NORM_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """Parameters that are trained alike, as vectors, and the rate they are trained with."""

    value: Tensor
    grad: Tensor
    moments: tuple[Tensor, ...]
    rate: Tensor
    regime: Regime

    def decay(self, general: float) -> float:
        """The weight decay: the part's own, else the optimiser's."""
        return float(general if self.regime.weight_decay is None else self.regime.weight_decay)


@dataclass
class Optimizer:
    """Updates all parameters from all gradients; ``rate`` is the tensor ``optimizer.rate``, so it can be turned live.

    ``clip``: gradients longer than this, all together, are shortened to it (Pascanu et al. 2013). ``clip_value``:
    before that, each number of the gradient is kept within ±clip_value (Mikolov 2012). ``weight_clip``: after the
    update each parameter is kept within ±weight_clip, as a Wasserstein critic wants it (Arjovsky et al. 2017).
    ``schedule``: a factor on the rate for every step. ``average`` d: a running average a ← d′ a + (1 − d′) w is kept of
    every parameter, d′ = min(d, t / (t + 1)), and evaluations use it (Polyak & Juditsky 1992).
    """

    rate: float
    clip: float | None = None
    clip_value: float | None = field(default=None, kw_only=True)
    weight_clip: float | None = field(default=None, kw_only=True)
    schedule: Schedule | None = field(default=None, kw_only=True)
    average: float | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        checked(self.rate)
        for name in ("clip", "clip_value", "weight_clip"):
            limit = getattr(self, name)
            if limit is not None and not limit > 0:
                raise ValueError(tr("{name} must be above 0, not {limit}", name=name, limit=limit))
        if self.average is not None and not 0 <= self.average < 1:
            raise ValueError(tr("average must be from 0 up to 1, not {average}", average=self.average))

    def build(self, emit: Builder, regimes: Sequence[Regime] = (Regime(),)) -> None:
        """Emit clipping and the update of each part, one for each regime."""
        rate = emit.state("optimizer.rate", (1,), Constant(self.rate), private=True)
        norm = emit.state("optimizer.norm", (1,), Constant(0.0), private=True)
        if self.schedule is not None and self.schedule.plateau is not None:
            emit.state("optimizer.plateau", (4,), Fixed(Plateau.begin), private=True)
        emit.layout.freeze()
        value, grad = emit.region("params"), emit.region("grads")
        if not value.size:
            return
        if self.schedule is not None:
            base, rate = rate, emit.tensor("rate.now", (1,))
            emit("data.rate", base=base, factors="factors", rate=rate)
        parts = [self._part(emit, number, regime, rate) for number, regime in enumerate(regimes)]
        for part in parts:
            if part.regime.l1:
                emit("optimizer.lasso", grad=part.grad, value=part.value, strength=float(part.regime.l1))
            if part.regime.l2:
                emit("optimizer.penalty", grad=part.grad, value=part.value, decay=float(part.regime.l2))
        if self.clip_value is not None:
            emit("optimizer.limit", values=grad, limit=float(self.clip_value))
        if self.clip is not None:
            sums = emit.tensor("square_sums", (padded_blocks(grad.size),))
            emit("optimizer.square_sums", grad=grad, sums=sums)
            emit("optimizer.clip", grad=grad, sums=sums, norm=norm, limit=float(self.clip))
        for part in parts:
            self.update(emit, part)
        if self.weight_clip is not None:
            emit("optimizer.limit", values=value, limit=float(self.weight_clip))
        if self.average is not None:
            emit("optimizer.average", value=value, average=emit.region("average"), decay=float(self.average))

    @staticmethod
    def _part(emit: Builder, number: int, regime: Regime, rate: Tensor) -> Part:
        own = rate
        if regime.rate != 1:
            own = emit.tensor(f"rate.{number}", (1,))
            emit("optimizer.part_rate", rate=rate, own=own, factor=float(regime.rate))
        value, grad, *moments = (emit.region(name, number) for name in ("params", "grads", "moments0", "moments1"))
        return Part(value, grad, tuple(moments), own, regime)

    def update(self, emit: Builder, part: Part) -> None:
        """Emit the update of one part."""
        raise NotImplementedError


def checked(rate: float) -> float:
    """The learning rate; ValueError if it cannot be one."""
    if not (isfinite(rate) and rate >= 0):
        raise ValueError(tr("the learning rate must be a number from 0 up, not {rate}", rate=rate))
    return rate


def padded_blocks(words: int) -> int:
    """Blocks of the gradient's norm."""
    return -(-padded(words) // NORM_BLOCK)
