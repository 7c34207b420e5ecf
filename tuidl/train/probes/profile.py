"""signal and gradients: one number per layer, first to last."""

from math import nan

from tuidl.signals import Profile
from tuidl.train import quantity
from tuidl.train.assemble import Block
from tuidl.train.probes.scene import Scene

SQUASHED = ("sigmoid", "softmax")


def signal(scene: Scene) -> Profile | None:
    """rms of each layer's output over the training set; an output that is squashed to probabilities says nothing."""
    blocks = scene.assembly.weighted
    if len(blocks) > 1 and blocks[-1].activation in SQUASHED:
        blocks = blocks[:-1]
    return _profile("signal", blocks, quantity.signals(scene.assembly, scene.x, blocks))


def gradients(scene: Scene) -> Profile | None:
    """rms of each layer's weight gradient over the training set."""
    blocks = scene.assembly.weighted
    return _profile("gradient", blocks, quantity.gradients(scene.assembly, scene.x, scene.y, blocks))


def _profile(name: str, blocks: tuple[Block, ...], values: dict[str, float]) -> Profile | None:
    if not blocks:
        return None
    return Profile(name, tuple(block.name for block in blocks), tuple(values.get(b.name, nan) for b in blocks))
