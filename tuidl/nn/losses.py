"""Losses: how wrong the outputs are, and how wrong in which direction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from tuidl.nn.layers import Layer, Sigmoid, Softmax
from tuidl.program import Builder, Tensor


@dataclass(frozen=True)
class LossTensors:
    """What a loss leaves: its value and a hit for each row, and the gradient of its mean."""

    loss: Tensor
    hit: Tensor
    gradient: Tensor


@dataclass(frozen=True)
class Loss:
    """Compares outputs with targets. ``final`` is the activation it is fused with: stable, and cheaper to go back.

    The fields of a loss are the numbers of its operation. Shapes: outputs (rows, outputs), targets alike, or (rows) of
    whole numbers where ``integer_targets``.
    """

    name: ClassVar[str]
    operation: ClassVar[str]
    final: ClassVar[type[Layer] | None] = None
    integer_targets: ClassVar[bool] = False
    operands: ClassVar[tuple[str, str, str]] = ("output", "target", "doutput")  # as the operation calls them

    def target_shape(self, output: tuple[int, ...]) -> tuple[int, ...]:
        """The targets' shape for outputs of this shape."""
        return output[:-1] if self.integer_targets else output

    def build(self, output: Tensor, target: Tensor, emit: Builder) -> LossTensors:
        """Emit the loss of every row and the gradient of their mean."""
        if len(output.shape) == 3 and not self.integer_targets:
            raise ValueError(
                f"loss '{self.name}' compares one output with one target, but the network gives a sequence; "
                "end the last recurrent layer with return_sequences=False"
            )
        rows = output.rows
        made = LossTensors(
            emit.tensor("loss", (rows,)), emit.tensor("hit", (rows,)), emit.tensor("output.grad", output.shape)
        )
        operands = dict(zip(self.operands, (output, target, made.gradient), strict=True))
        numbers = {name: float(value) for name, value in asdict(self).items()}
        emit(self.operation, **operands, loss=made.loss, hit=made.hit, **numbers)
        return made


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """−Σ q log softmax(logits), averaged; labels are whole numbers. Gradient: (softmax − q) / rows.

    q is 1 at the label, or with ``smoothing`` s the chance 1 − s there and s shared by all classes (Szegedy et al.
    2016).
    """

    name, operation, final, integer_targets = "cross_entropy", "loss.softmax_cross_entropy", Softmax, True
    operands = ("logits", "labels", "dlogits")
    smoothing: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.smoothing < 1:
            raise ValueError(f"smoothing must be from 0 up to 1, not {self.smoothing}")


class BinaryCrossEntropy(Loss):
    """−y log p − (1 − y) log(1 − p) with p = sigmoid(z), averaged. Gradient: (p − y) / count."""

    name, operation, final = "binary_cross_entropy", "loss.sigmoid_cross_entropy", Sigmoid
    operands = ("logits", "target", "dlogits")


class KLDivergence(Loss):
    """Σ q (log q − log softmax(logits)), averaged over the rows. Gradient: (softmax − q) / rows.

    The targets q are chances, from 0 up, that sum to 1 in each row (Kullback & Leibler 1951).
    """

    name, operation, final = "kl", "loss.divergence", Softmax
    operands = ("logits", "chances", "dlogits")


class MSE(Loss):
    """(output − target)², averaged. Gradient: 2 (output − target) / count."""

    name, operation = "mse", "loss.squared"


class MAE(Loss):
    """|output − target|, averaged: the median is its minimum. Gradient: sign(output − target) / count."""

    name, operation = "mae", "loss.absolute"


@dataclass(frozen=True)
class Huber(Loss):
    """½ e² where |e| ≤ δ, else δ (|e| − ½ δ), averaged, e = output − target (Huber 1964).

    Gradient: e, cut off at ±δ, / count: an outlier pulls no harder than δ.
    """

    name, operation = "huber", "loss.huber"
    delta: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.delta < float("inf"):
            raise ValueError(f"Huber needs a delta above 0, not {self.delta}")


class Hinge(Loss):
    """max(0, 1 − t output), averaged, t = 2 target − 1, so targets are 0 or 1 (Cortes & Vapnik 1995).

    Several outputs are told apart one against the rest. Gradient: −t / count where t output < 1, else 0.
    """

    name, operation = "hinge", "loss.hinge"


LOSSES: dict[str, type[Loss]] = {
    loss.name: loss for loss in (CrossEntropy, BinaryCrossEntropy, MSE, MAE, Huber, Hinge, KLDivergence)
}


def resolve(given: "str | Loss") -> Loss:
    """A loss from its name, or itself; ValueError for an unknown name."""
    if isinstance(given, Loss):
        return given
    if given not in LOSSES:
        raise ValueError(f"loss '{given}' is unknown; choose one of {', '.join(LOSSES)}")
    return LOSSES[given]()


def written(loss: Loss) -> str | dict[str, Any]:
    """A loss as JSON: its name, with its numbers if it has any."""
    return {"name": loss.name, **asdict(loss)} if asdict(loss) else loss.name


def read(given: str | dict[str, Any]) -> Loss:
    """A loss from what ``written`` gave; LookupError, TypeError or ValueError if it was something else."""
    if isinstance(given, str):
        return resolve(given)
    return LOSSES[given["name"]](**{name: float(value) for name, value in given.items() if name != "name"})


def split(layers: Sequence[Layer], loss: Loss) -> tuple[list[Layer], Layer | None]:
    """The layers up to what the loss wants, and the final activation that it is fused with, if there is one."""
    if loss.final and layers and isinstance(layers[-1], loss.final):
        return list(layers[:-1]), layers[-1]
    return list(layers), None
