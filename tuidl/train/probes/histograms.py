"""histograms: how the outputs of every layer are spread, one row each, on a plain and on a log axis."""

from math import ceil, floor

import numpy as np

from tuidl.kernels import Array
from tuidl.signals import Field, Spreads
from tuidl.train.probes.quantise import field
from tuidl.train.probes.scene import LOOKED_AT, Scene

MOST = 64  # bars of a row
WITHIN = 0.999  # the share of the outputs that the plain axis reaches
LEAST, DEEPEST = -12, 24  # decades: none below, and at most so many


def probe(scene: Scene) -> Spreads | None:
    """Over the probe batch; both axes are the same for all layers, those that the lesson names or every one. None where
    no layer says anything of its own.
    """
    named = scene.options.get("layers", ())
    blocks = [block for block in scene.assembly.blocks if block.out and (not named or block.name in named)]
    if not blocks:
        return None
    seen = scene.assembly.net.observe(scene.x[:LOOKED_AT], [block.out for block in blocks])
    outputs = [seen[block.out].ravel().astype(np.float64) for block in blocks]
    finite = [values[np.isfinite(values)] for values in outputs]
    reach = _reach(finite)
    sizes = [np.log10(np.abs(values[values != 0])) for values in finite]
    least, most = _decades(sizes)
    bars = max(min(scene.columns, MOST), 2)
    return Spreads(
        layers=tuple(block.name for block in blocks),
        plain=_rows(outputs, finite, bars, -reach, reach),
        low=-reach,
        high=reach,
        sizes=_rows(outputs, sizes, bars, least, most),
        least=least,
        most=most,
        zeros=tuple(float((values == 0).mean()) if values.size else 0.0 for values in outputs),
    )


def _reach(finite: list[Array]) -> float:
    """Half the width of the plain axis: the smallest power of two that holds nearly all outputs of every layer."""
    largest = max((float(np.quantile(np.abs(values), WITHIN)) for values in finite if values.size), default=1.0)
    return float(2.0 ** ceil(np.log2(largest))) if 1e-30 < largest < 1e30 else 1.0


def _decades(sizes: list[Array]) -> tuple[float, float]:
    """Whole decades about all sizes that are not 0."""
    some = [values for values in sizes if values.size]
    if not some:
        return -1.0, 0.0
    most = ceil(max(float(values.max()) for values in some) + 1e-9)
    least = max(floor(min(float(np.quantile(values, 0.001)) for values in some)), LEAST, most - DEEPEST)
    return float(min(least, most - 1)), float(most)


def _rows(outputs: list[Array], values: list[Array], bars: int, low: float, high: float) -> Field:
    """Shares of a layer's outputs in each bar; NaN where a layer says what is no number."""
    rows = np.zeros((len(values), bars))
    for row, whole, part in zip(rows, outputs, values, strict=True):
        row[:] = np.histogram(part, bins=bars, range=(low, high))[0] / max(whole.size, 1)
        if not np.isfinite(whole).all():
            row[:] = np.nan
    return field(rows, 0.0, None, fine=True)
