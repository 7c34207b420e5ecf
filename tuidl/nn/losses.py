"""Losses: how wrong the outputs are, and how wrong in which direction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from tuidl.language import later, tr
from tuidl.nn.init import Constant, Fixed
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

    ``unit`` is what its value is measured in, ``{}`` standing for the unit of the targets: ``unit_of`` fills it in.
    The fields of a loss are the numbers of its operation. Shapes: outputs (rows, outputs), targets alike, or (rows) of
    whole numbers where ``integer_targets``. Rows are examples, or the moments of sequences: of those that a mask takes
    for padding nothing counts, and the mean is that over the others.
    """

    name: ClassVar[str]
    operation: ClassVar[str]
    final: ClassVar[type[Layer] | None] = None
    integer_targets: ClassVar[bool] = False
    unit: ClassVar[str] = later("nats")
    operands: ClassVar[tuple[str, str, str]] = ("output", "target", "doutput")  # as the operation calls them

    def target_shape(self, output: tuple[int, ...]) -> tuple[int, ...]:
        """The targets' shape for outputs of this shape."""
        return output[:-1] if self.integer_targets else output

    def build(self, output: Tensor, target: Tensor, emit: Builder) -> LossTensors:
        """Emit the loss of every row and the gradient of their mean."""
        rows = output.rows
        made = LossTensors(
            emit.tensor("loss", (rows,)), emit.tensor("hit", (rows,)), emit.tensor("output.grad", output.shape)
        )
        self.emit(output, target, made, emit)
        return made

    def emit(self, output: Tensor, target: Tensor, made: LossTensors, emit: Builder) -> None:
        """Emit the operation itself."""
        operands = dict(zip(self.operands, (output, target, made.gradient), strict=True))
        numbers = {f.name: float(v) for f in fields(self) if isinstance(v := getattr(self, f.name), int | float)}
        emit(self.operation, **operands, loss=made.loss, hit=made.hit, **numbers)


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """−Σ w q log softmax(logits), averaged over the rows; labels are whole numbers. Gradient: w (softmax − q) / rows.

    q is 1 at the label, or with ``smoothing`` s the chance 1 − s there and s shared by all classes (Szegedy et al.
    2016). ``weights``: a w for each class, the tensor ``loss.weights``; left out, 1. The mean is over the rows, not
    over the weights: an example of weight 2 counts twice.
    """

    name, operation, final, integer_targets = "cross_entropy", "loss.softmax_cross_entropy", Softmax, True
    operands = ("logits", "labels", "dlogits")
    smoothing: float = 0.0
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.smoothing < 1:
            raise ValueError(tr("smoothing must be from 0 up to 1, not {smoothing}", smoothing=self.smoothing))
        object.__setattr__(self, "weights", checked_weights(self.weights))

    def emit(self, output: Tensor, target: Tensor, made: LossTensors, emit: Builder) -> None:
        """See Loss. With weights the labels become rows of chances first."""
        if not self.weights:
            super().emit(output, target, made, emit)
            return
        chances = emit.tensor("chances", output.shape)
        emit("onehot.forward", tokens=target, y=chances)
        emit_soft(self, output, chances, made, emit)


@dataclass(frozen=True)
class CategoricalCrossEntropy(Loss):
    """−Σ w q log softmax(logits), averaged over the rows; q are chances. Gradient: (softmax Σ w q − w q) / rows.

    The targets are a chance for each class: one-hot, or soft, as a teacher's answers are (Hinton et al. 2015). Whole
    numbers are taken as labels. ``smoothing`` s makes (1 − s) q + s / classes of q; ``weights`` as in CrossEntropy.
    """

    name, operation, final = "categorical_cross_entropy", "loss.soft_cross_entropy", Softmax
    operands = ("logits", "chances", "dlogits")
    smoothing: float = 0.0
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.smoothing < 1:
            raise ValueError(tr("smoothing must be from 0 up to 1, not {smoothing}", smoothing=self.smoothing))
        object.__setattr__(self, "weights", checked_weights(self.weights))

    def emit(self, output: Tensor, target: Tensor, made: LossTensors, emit: Builder) -> None:
        """See Loss."""
        emit_soft(self, output, target, made, emit)


def checked_weights(weights: Sequence[float]) -> tuple[float, ...]:
    """Class weights; ValueError unless all are numbers from 0 up."""
    for weight in weights:
        if not 0 <= weight < float("inf"):
            raise ValueError(tr("a class weight must be a number from 0 up, not {weight}", weight=weight))
    return tuple(float(weight) for weight in weights)


def emit_soft(
    loss: CrossEntropy | CategoricalCrossEntropy, output: Tensor, chances: Tensor, made: LossTensors, emit: Builder
) -> None:
    """Emit cross-entropy with chances and a weight for each class."""
    classes = output.shape[-1]
    if loss.weights and len(loss.weights) != classes:
        raise ValueError(
            tr(
                "there are {count} class weights, but the network has {classes} outputs",
                count=len(loss.weights),
                classes=classes,
            )
        )
    weights = emit.state("loss.weights", (classes,), Fixed(loss.weights) if loss.weights else Constant(1.0))
    emit(
        "loss.soft_cross_entropy", logits=output, chances=chances, weights=weights, loss=made.loss, hit=made.hit,
        dlogits=made.gradient, smoothing=float(loss.smoothing),
    )  # fmt: skip


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """−w₁ y log p − w₀ (1 − y) log(1 − p), p = sigmoid(z), averaged. Gradient: (p − y) / count where both w are 1.

    ``weights``: (w₀, w₁), for targets 0 and 1; left out, 1 (Good 1952).
    """

    name, operation, final = "binary_cross_entropy", "loss.sigmoid_cross_entropy", Sigmoid
    operands = ("logits", "target", "dlogits")
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", checked_weights(self.weights))
        if self.weights and len(self.weights) != 2:
            raise ValueError(
                tr(
                    "binary cross-entropy has 2 class weights, for targets 0 and 1, not {count}",
                    count=len(self.weights),
                )
            )

    def emit(self, output: Tensor, target: Tensor, made: LossTensors, emit: Builder) -> None:
        """See Loss."""
        if not self.weights:
            super().emit(output, target, made, emit)
            return
        emit(
            "loss.weighted_sigmoid_cross_entropy", logits=output, target=target, loss=made.loss, hit=made.hit,
            dlogits=made.gradient, negative=self.weights[0], positive=self.weights[1],
        )  # fmt: skip


class KLDivergence(Loss):
    """Σ q (log q − log softmax(logits)), averaged over the rows. Gradient: (softmax − q) / rows.

    The targets q are chances, from 0 up, that sum to 1 in each row (Kullback & Leibler 1951).
    """

    name, operation, final = "kl", "loss.divergence", Softmax
    operands = ("logits", "chances", "dlogits")


class MSE(Loss):
    """(output − target)², averaged (Legendre 1805). Gradient: 2 (output − target) / count."""

    name, operation, unit = "mse", "loss.squared", "{}²"


class MAE(Loss):
    """|output − target|, averaged (Laplace 1774): least at the median. Gradient: sign(output − target) / count."""

    name, operation, unit = "mae", "loss.absolute", "{}"


@dataclass(frozen=True)
class Huber(Loss):
    """½ e² where |e| ≤ δ, else δ (|e| − ½ δ), averaged, e = output − target (Huber 1964).

    Gradient: e, cut off at ±δ, / count: an outlier pulls no harder than δ.
    """

    name, operation, unit = "huber", "loss.huber", "{}²"
    delta: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.delta < float("inf"):
            raise ValueError(tr("Huber needs a delta above 0, not {delta}", delta=self.delta))


class Hinge(Loss):
    """max(0, 1 − t output), averaged, t = 2 target − 1, so targets are 0 or 1 (Cortes & Vapnik 1995).

    Several outputs are told apart one against the rest. Gradient: −t / count where t output < 1, else 0.
    """

    name, operation, unit = "hinge", "loss.hinge", later("margins")


class Wasserstein(Loss):
    """−t output, averaged, t = 2 target − 1: what a critic makes small, targets 1 for real and 0 for made up.

    Over both halves it is the mean of the made up less the mean of the real. It means a distance only while the critic
    is kept smooth: ``weight_clip`` of the optimiser (Arjovsky et al. 2017). Gradient: −t / count.
    """

    name, operation, unit = "wasserstein", "loss.critic", later("score")


LOSSES: dict[str, type[Loss]] = {
    loss.name: loss
    for loss in (
        *(CrossEntropy, CategoricalCrossEntropy, BinaryCrossEntropy, MSE, MAE, Huber, Hinge, KLDivergence),
        Wasserstein,
    )
}


def resolve(given: "str | Loss") -> Loss:
    """A loss from its name, or itself; ValueError for an unknown name."""
    if isinstance(given, Loss):
        return given
    if given not in LOSSES:
        raise ValueError(tr("loss '{given}' is unknown; choose one of {losses}", given=given, losses=", ".join(LOSSES)))
    return LOSSES[given]()


def unit_of(loss: Loss, target: str = "units") -> str:
    """What the loss is measured in, where the targets are measured in ``target``: nats, units², units, ..."""
    return loss.unit.format(target)


def written(loss: Loss) -> str | dict[str, Any]:
    """A loss as JSON: its name, with its settings if it has any."""
    return {"name": loss.name, **asdict(loss)} if asdict(loss) else loss.name


def read(given: str | dict[str, Any]) -> Loss:
    """A loss from what ``written`` gave; LookupError, TypeError or ValueError if it was something else."""
    if isinstance(given, str):
        return resolve(given)
    return LOSSES[given["name"]](**{name: value for name, value in given.items() if name != "name"})


def split(layers: Sequence[Layer], loss: Loss) -> tuple[list[Layer], Layer | None]:
    """The layers up to what the loss wants, and the final activation that it is fused with, if there is one."""
    if loss.final and layers and type(layers[-1]) is loss.final:
        return list(layers[:-1]), layers[-1]
    return list(layers), None
