"""Outputs: whether those of a network can stand for the targets of its data."""

import numpy as np

from tuidl import nn
from tuidl.data import DataSet

CHANCES = ("cross_entropy", "categorical_cross_entropy", "kl")  # losses with a unit for each class


def fit(data: DataSet, loss: str, model: nn.Model) -> None:
    """ValueError if the outputs cannot stand for these targets: a label must never lie outside them."""
    outputs = model.output_shape[-1]
    if data.targets:
        if model.output_shape != (len(data.targets),):
            raise ValueError(
                f"the data have {len(data.targets)} numbers to predict for each example, but the output is of shape "
                f"{model.output_shape}"
            )
        return
    moments = data.y.shape[1:]
    if loss == "binary_cross_entropy" and (len(data.classes) > 2 or data.by_moment):
        raise ValueError(f"binary-cross-entropy tells two classes apart, but the data have {data.answer_count}")
    if moments != model.output_shape[:-1]:
        if not moments:
            raise ValueError(
                f"each example has one class, but the output is of shape {model.output_shape}; end the last recurrent "
                "layer with sequences = false, or average over time"
            )
        what, say = ("text", "characters to say") if data.kind == "text" else ("example", "moments with a class each")
        raise ValueError(
            f"each {what} has {moments[0]} {say}, but the output is of shape {model.output_shape}; "
            'keep the moments: padding "causal" in conv1d, no pooling, sequences = true'
        )
    highest = max(
        (int(np.max(y)) + 1 for y in (data.y, data.val_y, data.test_y) if y is not None and y.size), default=0
    )
    needed = max(data.answer_count, highest)
    if outputs < needed and (loss in CHANCES or outputs > 1):
        what = "characters" if data.kind == "text" else "classes"
        raise ValueError(f"the data have {needed} {what}, but the output layer has {outputs} units")
    if loss == "binary_cross_entropy" and outputs != 1:
        raise ValueError(f"binary-cross-entropy needs 1 output unit, but the output layer has {outputs}")
