"""filters:LAYER: the kernels of a convolution, and what each says about the chosen example."""

from tuidl.signals import Filters
from tuidl.train.probes.quantise import field, reach, shrunk, symmetric
from tuidl.train.probes.scene import LOOKED_AT, Scene

MOST = 32  # filters
SIDE = 32  # cells of a response


def probe(scene: Scene) -> Filters | None:
    """Kernels (for the input channel chosen, else their mean over all) and responses; None where none slide."""
    block = scene.block
    if block is None or block.kind != "conv2d" or block.weight is None or not len(scene.shown_x):
        return None
    weights = scene.assembly.net.read(block.weight)  # height, width, channels, filters
    count = min(weights.shape[-1], MOST)
    asked = scene.chosen.get(f"filters:{block.name}", ())[1:2]
    channel = int(asked[0]) if asked and 0 <= asked[0] < weights.shape[2] else -1
    kernels = weights.mean(axis=2) if channel < 0 else weights[:, :, channel]
    limit = reach(kernels)
    index = scene.index()
    seen = scene.assembly.net.observe(scene.shown_x[index : index + 1], [block.out])[block.out][0]
    batch = scene.assembly.net.observe(scene.x[:LOOKED_AT], [block.out])[block.out]  # those that could revive it
    highest = batch.reshape(-1, batch.shape[-1]).max(axis=0)
    top = max(float(seen.max(initial=0.0)), 1e-12)
    return Filters(
        layer=block.name,
        kernels=tuple(symmetric(kernels[..., k], limit, fine=True) for k in range(count)),
        responses=tuple(field(shrunk(seen[..., k], SIDE, SIDE), 0.0, top) for k in range(count)),
        peaks=tuple(float(seen[..., k].max()) for k in range(count)),
        dead=tuple(bool(highest[k] <= 0) for k in range(count)),
        sample=index,
        channels=int(weights.shape[2]),
        channel=channel,
    )
