"""histogram:LAYER: how often a layer says what; weight-histogram:LAYER: how its weights are spread; rates: how far
each weight goes for its gradient."""

from math import ceil, floor

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Histogram
from tuidl.train.assemble import Block
from tuidl.train.probes.scene import LOOKED_AT, Scene

BARS = 40
NEAR = 0.01  # a weight no larger hardly counts
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
    if high - low <= 1e-6 * max(abs(low), abs(high)):  # too near each other for bars between them
        middle, pad = (low + high) / 2, max(0.5, abs(high) * 1e-3)
        low, high = middle - pad, middle + pad
    counts, _ = np.histogram(finite, bins=_bars(scene), range=(low, high))
    title = tr("{layer} outputs", layer=block.name)
    return Histogram(
        title, low, high, tuple(int(n) for n in counts), _note(block, values), beyond=_beyond(finite, low, high)
    )


def _beyond(values: Array, low: float, high: float) -> tuple[int, int]:
    """How many values lie below and above a range."""
    return int((values < low).sum()), int((values > high).sum())


def _note(block: Block, values: Array) -> str:
    """The one fact that matters for this activation."""
    if values.size and not np.isfinite(values).all():
        return tr("not all of them are numbers")
    match block.activation:
        case "relu" | "leaky-relu":
            dead = (values.reshape(-1, values.shape[-1]) <= 0).all(axis=0)
            return tr("{n} of {all} units dead", n=int(dead.sum()), all=dead.size)
        case "tanh":
            return tr("{share:.0f} % saturated", share=100 * float((np.abs(values) > 0.97).mean()))
        case "sigmoid":
            return tr("{share:.0f} % saturated", share=100 * float((np.abs(values - 0.5) > 0.485).mean()))
    return ""


def weights(scene: Scene) -> Histogram | None:
    """The layer's weights about 0, on the lesson's ``range`` or one that grows by doubling; None for a layer without
    weights.
    """
    block = scene.block
    if block is None or block.weight is None:
        return None
    values = scene.assembly.net.read(block.weight).ravel()
    finite = values[np.isfinite(values)].astype(np.float64)
    low, high = scene.options.get("range", _ends(float(np.abs(finite).max(initial=0.0))))
    counts, _ = np.histogram(finite, bins=_bars(scene), range=(low, high))
    near = ""
    if finite.size:
        near = tr("{share:.0f} % within ±{near}", share=100 * float((np.abs(finite) <= NEAR).mean()), near=NEAR)
    note = near if finite.size == values.size else tr("not all of them are numbers")
    title = tr("{layer} weights", layer=block.name)
    return Histogram(title, low, high, tuple(int(n) for n in counts), note, beyond=_beyond(finite, low, high))


def _ends(largest: float) -> tuple[float, float]:
    """A power of two to either side of 0 that holds the largest."""
    reach = 1.0 / 8
    while reach < largest:
        reach *= 2
    while reach / 8 > largest > 0:
        reach /= 2
    return -reach, reach


def rates(scene: Scene) -> Histogram | None:
    """|Δw| / |g| of every weight in the last step: SGD has one rate for all, others give each weight its own.

    On a log axis of whole decades; None before the first step.
    """
    net, parts = scene.assembly.net, []
    known = net.tensors()
    for name, change in scene.changes.items():
        if f"{name}.grad" in known:
            gradient = np.abs(net.read(f"{name}.grad").astype(np.float64)).ravel()
            some = gradient > 0
            parts.append(np.abs(change.astype(np.float64)).ravel()[some] / gradient[some])
    ratios = np.concatenate(parts) if parts else np.zeros(0)
    logs = np.log10(ratios[np.isfinite(ratios) & (ratios > 0)])
    if not logs.size:
        return None
    low, high = floor(float(logs.min()) - 0.05), ceil(float(logs.max()) + 0.05)
    counts, _ = np.histogram(logs, bins=_bars(scene), range=(low, high))
    return Histogram(
        tr("rate of each weight"),
        float(low),
        float(high),
        tuple(int(n) for n in counts),
        tr("η is {rate:.3g}", rate=net.rate_now),
        True,
    )


def _bars(scene: Scene) -> int:
    return max(min(BARS, scene.columns), 2)
