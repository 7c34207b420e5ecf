"""Absence: why a panel has nothing to show of this network, however long it trains, and what has something."""

from collections.abc import Iterable

from tuidl.course import vocabulary
from tuidl.language import later, tr
from tuidl.signals import Absent
from tuidl.train.assemble import Block
from tuidl.train.probes.scene import Scene

LAYERED = {  # what a layer of another kind lacks
    "filters": later("'{name}' ({kind}) has no filters that slide over images"),
    "kernel": later("'{name}' ({kind}) has no filters that slide over images"),
    "maps": later("'{name}' ({kind}) gives no images"),
    "gates": later("'{name}' ({kind}) has no gates"),
    "attention": later("'{name}' ({kind}) has no attention"),
    "embedding": later("'{name}' ({kind}) has no embedding"),
    "weights": later("'{name}' ({kind}) has no weights"),
    "weight-histogram": later("'{name}' ({kind}) has no weights"),
    "activation": later("'{name}' ({kind}) has no activation function over its sums"),
    "histogram": later("'{name}' ({kind}) does nothing outside training"),
    "unit": later("a unit is drawn over two features with classes"),
}
SINGLE = {  # what is asked of data and layers
    "network": later("a diagram is drawn of dense layers alone, over a row of numbers"),
    "gallery": later("a gallery shows images"),
    "augmented": later("no layer of this network augments images"),
    "confusion": later("these data have no classes to mix up, or too many"),
    "lossof": later("these data have no right answer for an example"),
    "hidden": later("no layer of this network reads a text moment by moment"),
    "next": later("no layer of this network reads a text moment by moment"),
    "text": later("this network writes no text"),
    "dead": later("no layer's activation has a flat part"),
    "saturated": later("no layer's activation has a flat part"),
    "signal": later("no layer of this network has weights"),
    "gradients": later("no layer of this network has weights"),
}
INSTEAD = {"dead": "histograms", "saturated": "histograms"}  # else the example, or the layers


def reason(panel: str, scene: Scene) -> Absent | None:
    """One sentence for a probe that has found nothing; None where a picture may come yet."""
    blocks, block = scene.assembly.blocks, scene.block
    if (panel in LAYERED or panel in SINGLE) and not len(scene.shown_x):
        return Absent(tr("there are no examples"))
    if panel in LAYERED and block is not None:
        why = tr(LAYERED[panel], name=block.name, kind=block.kind)
        others = [f"{panel}:{other.name}" for other in blocks if other is not block and _fits(panel, other)]
        weights = [f"weights:{other.name}" for other in blocks if other.weight is not None]
        return _told(why, others or (weights if panel in vocabulary.SHOWN else ["layers"]))
    if panel in SINGLE:
        shown = (
            "sample" if panel in ("gallery", "augmented", "confusion", "lossof", "hidden", "next", "text") else "layers"
        )
        return _told(tr(SINGLE[panel]), [INSTEAD.get(panel, shown)])
    return None


def _told(why: str, panels: Iterable[str]) -> Absent:
    other = next(iter(panels), "layers")
    return Absent(tr("{why}: open {panel}", why=why, panel=other))


def _fits(panel: str, block: Block) -> bool:
    """Whether a layer is surely of the kind that the panel shows."""
    match panel:
        case "weights" | "weight-histogram":
            return block.weight is not None
        case "maps":
            return block.kind in ("conv2d", "depthwise2d", "maxpool2d", "avgpool2d")
        case "activation":
            return block.kind in ("dense", "conv2d") and block.activation != "linear"
        case "histogram":
            return bool(block.out)
    return block.kind in vocabulary.SHOWN.get(panel, ())
