"""histogram:LAYER: how often a layer says what."""

import numpy as np

from tuidl.kernels import Array
from tuidl.signals import Histogram
from tuidl.train.assemble import Block
from tuidl.train.probes.scene import LOOKED_AT, Scene

BARS = 40
RANGES = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0)}


def probe(scene: Scene) -> Histogram | None:
    """Outputs over the probe batch, 40 bars at most; None for a layer that says nothing of its own."""
    block = scene.block
    if block is None or not block.out:
        return None
    values = scene.assembly.net.observe(scene.x[:LOOKED_AT], [block.out])[block.out]
    finite = values[np.isfinite(values)].astype(np.float64)
    low, high = RANGES.get(block.activation, (0.0, 0.0))
    if low == high and finite.size:
        low, high = float(finite.min()), float(finite.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts, _ = np.histogram(finite, bins=max(min(BARS, scene.columns), 2), range=(low, high))
    return Histogram(block.name, low, high, tuple(int(n) for n in counts), _note(block, values))


def _note(block: Block, values: Array) -> str:
    """The one fact that matters for this activation."""
    if values.size and not np.isfinite(values).all():
        return "not all of them are numbers"
    match block.activation:
        case "relu" | "leaky-relu":
            dead = (values.reshape(-1, values.shape[-1]) <= 0).all(axis=0)
            return f"{int(dead.sum())} of {dead.size} units dead"
        case "tanh":
            return f"{float((np.abs(values) > 0.97).mean()):.0%} saturated"
        case "sigmoid":
            return f"{float((np.abs(values - 0.5) > 0.485).mean()):.0%} saturated"
    return ""
