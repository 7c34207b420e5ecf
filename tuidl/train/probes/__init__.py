"""Probes: one module per picture, named as the panel in ``lesson.toml``. Only those that are watched run."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tuidl.signals import Signal
from tuidl.train.probes import (
    absence,
    activation,
    augmented,
    boundary,
    confusion,
    distance,
    embedding,
    filters,
    gallery,
    grids,
    hidden,
    histogram,
    histograms,
    kernel,
    layers,
    lossof,
    network,
    profile,
    sample,
    surface,
    text,
    timing,
    weights,
)
from tuidl.train.probes.scene import Scene

Probe = Callable[[Scene], Signal | None]

PROBES: dict[str, Probe] = {
    "boundary": boundary.probe,
    "unit": boundary.unit,
    "network": network.probe,
    "weights": weights.probe,
    "filters": filters.probe,
    "kernel": kernel.probe,
    "lossof": lossof.probe,
    "surface": surface.probe,
    "sample": sample.probe,
    "confusion": confusion.probe,
    "layers": layers.probe,
    "timing": timing.probe,
    "signal": profile.signal,
    "gradients": profile.gradients,
    "updates": profile.updates,
    "dead": profile.dead,
    "saturated": profile.saturated,
    "activation": activation.probe,
    "histogram": histogram.probe,
    "histograms": histograms.probe,
    "weight-histogram": histogram.weights,
    "rates": histogram.rates,
    "maps": grids.maps,
    "gates": grids.gates,
    "attention": grids.attention,
    "distance": distance.probe,
    "embedding": embedding.probe,
    "hidden": hidden.probe,
    "next": hidden.probe,
    "text": text.probe,
    "gallery": gallery.probe,
    "augmented": augmented.probe,
}
TRAVELLING = ("surface",)  # pictures of the way a run went
TRACKED = ("network", "updates", "rates")  # pictures of what the last step changed: it is taken alone for them
CHOOSING = {  # a choice in this kind of panel -> the pictures that follow it; others follow their own
    "sample": ("sample", "filters", "maps", "kernel", "network", "lossof", "augmented"),
    "gallery": ("sample", "filters", "maps", "kernel", "network", "lossof", "augmented"),
    "augmented": ("sample", "filters", "maps", "kernel", "network", "lossof", "augmented"),
    "hidden": ("hidden", "next", "gates", "attention"),
    "boundary": ("network",),
    "network": ("network", "unit"),
}


def take(panel: str, scene: Scene, columns: int, rows: int) -> Signal | None:
    """The picture for a panel such as ``weights:h2``, or why there is none; None if it needs none, or has none yet."""
    name, _, layer = panel.partition(":")
    probe = PROBES.get(name)
    if probe is None:
        return None
    with np.errstate(all="ignore"):  # a net that left the numbers is a picture too
        looked = replace(scene, layer=layer, columns=max(columns, 1), rows=max(rows, 1))
        return probe(looked) or absence.reason(name, looked)
