"""distance:LAYER: how large the gradient is for what a layer read some moments ago, now and at the start of the run."""

from tuidl.language import later, tr
from tuidl.nn import Model
from tuidl.nn.distance import at_reading, by_distance
from tuidl.signals import Absent, Distance
from tuidl.train.probes.scene import Scene

EXAMPLES = 32


def probe(scene: Scene) -> Distance | Absent | None:
    """Over some held-out examples; None for a layer that this network does not have."""
    block, net = scene.block, scene.assembly.net
    if block is None or scene.twin is None or not len(scene.shown_x):
        return None
    try:
        now = _sizes(scene, net)
    except (KeyError, ValueError):
        return Absent(tr("'{name}' reads no sequence that a gradient gets to", name=block.name))
    place = f"distance:{block.name}"
    if place not in scene.kept:
        twin = scene.twin()
        twin.reset()  # the seed's first weights
        scene.kept[place] = _sizes(scene, twin)
    start = scene.kept[place]
    assert isinstance(start, tuple)
    return Distance(block.name, now, start, _moment(scene), min(EXAMPLES, len(scene.shown_x)))


def _sizes(scene: Scene, net: Model) -> tuple[float, ...]:
    x, y = scene.shown_x[:EXAMPLES], scene.shown_y[:EXAMPLES]
    return tuple(float(size) for size in by_distance(*at_reading(net, x, y, scene.layer)))


def _moment(scene: Scene) -> str:
    """What goes by in a moment."""
    data = scene.data
    return later("letter") if data.kind == "text" else later("word") if data.words else later("moment")
