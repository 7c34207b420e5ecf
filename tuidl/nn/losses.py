"""Losses: how wrong the outputs are, and how wrong in which direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tuidl.nn.layers import Layer, Sigmoid, Softmax
from tuidl.program import Builder, Tensor


@dataclass(frozen=True)
class LossTensors:
    """What a loss leaves: its value and a hit for each row, and the gradient of its mean."""

    loss: Tensor
    hit: Tensor
    gradient: Tensor


class Loss:
    """Compares outputs with targets. ``final`` is the activation it is fused with: stable, and cheaper to go back."""

    name: ClassVar[str]
    operation: ClassVar[str]
    final: ClassVar[type[Layer] | None] = None
    integer_targets: ClassVar[bool] = False

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
        names = {
            "loss.softmax_cross_entropy": ("logits", "labels", "dlogits"),
            "loss.sigmoid_cross_entropy": ("logits", "target", "dlogits"),
            "loss.squared": ("output", "target", "doutput"),
        }[self.operation]
        operands = dict(zip(names, (output, target, made.gradient), strict=True))
        emit(self.operation, **operands, loss=made.loss, hit=made.hit)
        return made


class CrossEntropy(Loss):
    """−log softmax(logits)[label], averaged; labels are whole numbers. Gradient: (softmax − one-hot) / rows."""

    name, operation, final, integer_targets = "cross_entropy", "loss.softmax_cross_entropy", Softmax, True


class BinaryCrossEntropy(Loss):
    """−y log p − (1 − y) log(1 − p) with p = sigmoid(z), averaged. Gradient: (p − y) / count."""

    name, operation, final = "binary_cross_entropy", "loss.sigmoid_cross_entropy", Sigmoid


class MSE(Loss):
    """(output − target)², averaged. Gradient: 2 (output − target) / count."""

    name, operation = "mse", "loss.squared"


LOSSES: dict[str, type[Loss]] = {loss.name: loss for loss in (CrossEntropy, BinaryCrossEntropy, MSE)}


def resolve(given: "str | Loss") -> Loss:
    """A loss from its name, or itself; ValueError for an unknown name."""
    if isinstance(given, Loss):
        return given
    if given not in LOSSES:
        raise ValueError(f"loss '{given}' is unknown; choose one of {', '.join(LOSSES)}")
    return LOSSES[given]()


def split(layers: Sequence[Layer], loss: Loss) -> tuple[list[Layer], Layer | None]:
    """The layers up to what the loss wants, and the final activation that it is fused with, if there is one."""
    if loss.final and layers and isinstance(layers[-1], loss.final):
        return list(layers[:-1]), layers[-1]
    return list(layers), None
