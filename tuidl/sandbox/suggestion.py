"""A stack that fits some data: what somebody would begin with who has never seen them."""

from typing import Any

from tuidl.sandbox.description import Sandbox, changed
from tuidl.sandbox.facts import DataFacts, Sizes

Layers = list[dict[str, Any]]


def fitted(sandbox: Sandbox, data: DataFacts) -> Sandbox:
    """The sandbox with layers and a loss that go with its data; everything else stays."""
    units = "targets" if data.targets else "vocabulary" if data.kind == "text" else "classes"
    out: Layers = [{"type": "dense", "name": "out", "units": units}]
    loss = "mean-squared-error" if data.targets else "cross-entropy"
    return changed(sandbox, layers=[*_hidden(data), *out], loss=loss, delta=None, smoothing=None, class_weights=None)


def suited(sandbox: Sandbox, sizes: Sizes) -> Sandbox:
    """The sandbox as it is if it fits together, else with layers that fit its data, as far as these are known."""
    return fitted(sandbox, sizes.data) if sizes.fault and sizes.data is not None else sandbox


def _hidden(data: DataFacts) -> Layers:
    if data.kind == "images":
        conv = {"type": "conv2d", "padding": "same", "activation": "relu"}
        return [
            {**conv, "filters": 8}, {"type": "maxpool2d"}, {**conv, "filters": 16}, {"type": "maxpool2d"},
            {"type": "flatten"},
        ]  # fmt: skip
    if data.kind == "text":
        return [{"type": "one-hot"}, {"type": "gru", "units": 32}]
    if data.tokens:
        return [
            {"type": "embedding", "units": 8, "mask_zero": data.kind == "sentences"},
            {"type": "gru", "units": 16, "sequences": data.by_moment},
        ]
    if len(data.shape) == 2:
        return [{"type": "gru", "units": 16, "sequences": data.by_moment}]
    flat: Layers = [{"type": "flatten"}] if len(data.shape) > 1 else []
    return [*flat, *[{"type": "dense", "units": 8, "activation": "tanh"} for _ in range(2)]]
