"""Outputs: whether those of a network can stand for the targets of its data."""

import numpy as np

from tuidl import nn
from tuidl.data import DataSet
from tuidl.language import tr

CHANCES = ("cross_entropy", "categorical_cross_entropy", "kl")  # losses with a unit for each class


def fit(data: DataSet, loss: str, model: nn.Model) -> None:
    """ValueError if the outputs cannot stand for these targets: a label must never lie outside them."""
    outputs = model.output_shape[-1]
    if data.targets:
        if model.output_shape != (len(data.targets),):
            raise ValueError(
                tr(
                    "the data have {count} numbers to predict for each example, but the output is of shape "
                    "{output_shape}",
                    count=len(data.targets),
                    output_shape=model.output_shape,
                )
            )
        return
    moments = data.y.shape[1:]
    if loss == "binary_cross_entropy" and (len(data.classes) > 2 or data.by_moment):
        raise ValueError(
            tr(
                "binary-cross-entropy tells two classes apart, but the data have {answer_count}",
                answer_count=data.answer_count,
            )
        )
    if moments != model.output_shape[:-1]:
        if not moments:
            raise ValueError(
                tr(
                    "each example has one class, but the output is of shape {output_shape}; end the last recurrent "
                    "layer with sequences = false, or average over time",
                    output_shape=model.output_shape,
                )
            )
        what, say = (
            ("text", tr("characters to say")) if data.kind == "text" else ("example", tr("moments with a class each"))
        )
        raise ValueError(
            tr(
                "each {what} has {moments} {say}, but the output is of shape {output_shape}; "
                'keep the moments: padding "causal" in conv1d, no pooling, sequences = true',
                what=what,
                moments=moments[0],
                say=say,
                output_shape=model.output_shape,
            )
        )
    highest = max(
        (int(np.max(y)) + 1 for y in (data.y, data.val_y, data.test_y) if y is not None and y.size), default=0
    )
    needed = max(data.answer_count, highest)
    if outputs < needed and (loss in CHANCES or outputs > 1):
        what = "characters" if data.kind == "text" else "classes"
        raise ValueError(
            tr(
                "the data have {needed} {what}, but the output layer has {outputs} units",
                needed=needed,
                what=what,
                outputs=outputs,
            )
        )
    if loss == "binary_cross_entropy" and outputs != 1:
        raise ValueError(
            tr("binary-cross-entropy needs 1 output unit, but the output layer has {outputs}", outputs=outputs)
        )
