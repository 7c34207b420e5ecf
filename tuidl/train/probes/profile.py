"""signal, gradients, updates, dead, saturated: one number per layer, first to last."""

from collections.abc import Callable
from dataclasses import replace
from math import nan

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Profile
from tuidl.train import quantity
from tuidl.train.assemble import Assembly, Block
from tuidl.train.probes import activation
from tuidl.train.probes.scene import LOOKED_AT, Scene

SQUASHED = ("sigmoid", "softmax")
HEALTHY = 1e-3  # of its size, what a layer's weights change in a step of a training that goes well (a rule of thumb)


def signal(scene: Scene) -> Profile | None:
    """rms of each layer's output over the training set; an output that is squashed to probabilities says nothing."""
    blocks = _hidden(scene.assembly.weighted)
    return _profile(tr("signal"), blocks, quantity.signals(scene.assembly, scene.x, blocks))


def gradients(scene: Scene) -> Profile | None:
    """rms of each layer's weight gradient over the training set."""
    blocks = scene.assembly.weighted
    return _profile(tr("gradient"), blocks, quantity.gradients(scene.assembly, scene.x, scene.y, blocks))


def updates(scene: Scene) -> Profile | None:
    """rms of each layer's last step, in parts of the rms of its weights; None before the first step."""
    blocks = tuple(block for block in scene.assembly.weighted if block.weight in scene.changes)
    ratios = {}
    for block in blocks:
        size = quantity.rms(scene.assembly.net.read(str(block.weight)))
        moved = quantity.rms(scene.changes[str(block.weight)])
        ratios[block.name] = moved / size if size else nan
    made = _profile(tr("last step ÷ weights"), blocks, ratios)
    return None if made is None else replace(made, mark=HEALTHY)


def dead(scene: Scene) -> Profile | None:
    """The share of each layer's units that lie on the flat part of their activation for every example; an output that
    is sure of all of them is not dead."""
    return _shares(scene, _hidden(scene.assembly.blocks), tr("dead units"), _dead)


def saturated(scene: Scene) -> Profile | None:
    """The share of each layer's sums that lie where its activation is nearly flat."""
    told, blocks = tr("sums on the flat part"), scene.assembly.blocks
    return _shares(scene, blocks, told, lambda name, z: float(activation.flat(name, z).mean()))


def dead_share(assembly: Assembly, x: Array, block: Block) -> float | None:
    """The share of a layer's units that are dead for all of these examples; None where no unit can be."""
    return _share(assembly, x, block, _dead)


def _dead(name: str, z: Array) -> float:
    return float(activation.dead(name, z).mean())


def _share(assembly: Assembly, x: Array, block: Block, share: Callable[[str, Array], float]) -> float | None:
    """A share of a layer whose activation has a flat part; NaN where sums are no numbers."""
    name = activation.function(assembly, block)
    if name in activation.ROWS_AT_ONCE or name == "linear":
        return None
    z = activation.sums(assembly, x, block)
    return None if z is None or not z.size else share(name, z) if np.isfinite(z).all() else nan


def _hidden(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The layers without an output that is squashed to probabilities."""
    return blocks[:-1] if len(blocks) > 1 and blocks[-1].activation in SQUASHED else blocks


def _shares(
    scene: Scene, blocks: tuple[Block, ...], quantity: str, share: Callable[[str, Array], float]
) -> Profile | None:
    """A share for each of these layers that can have one, over the probe batch."""
    x = scene.x[:LOOKED_AT]
    all_found = {block.name: _share(scene.assembly, x, block, share) for block in blocks}
    found = {name: value for name, value in all_found.items() if value is not None}
    return Profile(quantity, tuple(found), tuple(found.values()), log=False, share=True) if found else None


def _profile(name: str, blocks: tuple[Block, ...], values: dict[str, float]) -> Profile | None:
    if not blocks:
        return None
    return Profile(name, tuple(block.name for block in blocks), tuple(values.get(b.name, nan) for b in blocks))
