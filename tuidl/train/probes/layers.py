"""layers: one row per layer, with its shape, parameters, gradient and signal."""

from math import nan

from tuidl.signals import LayerTable
from tuidl.train import quantity
from tuidl.train.probes.scene import Scene


def probe(scene: Scene) -> LayerTable:
    """Gradient and output rms over the training set, as the panels ``gradients`` and ``signal`` and checks have them;
    NaN where a layer has none."""
    net, assembly = scene.assembly.net, scene.assembly
    gradients = quantity.gradients(assembly, scene.x, scene.y, assembly.weighted)
    signals = quantity.signals(assembly, scene.x, assembly.blocks)
    shown = [row for row in net.layers if assembly.block(row.name) is not None]
    rows = tuple(
        (row.name, row.kind, row.output, row.parameters, gradients.get(row.name, nan), signals.get(row.name, nan))
        for row in shown
    )
    return LayerTable(rows, net.parameters, tuple(row.flops for row in shown))
