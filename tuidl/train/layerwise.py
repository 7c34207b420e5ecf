"""Layerwise: the values of single layers that a lesson speaks of, ``signal[h2]`` or ``dead[h1]``."""

from tuidl.events import Values
from tuidl.kernels import Array
from tuidl.train import quantity
from tuidl.train.assemble import Assembly
from tuidl.train.naming import Wanted
from tuidl.train.probes import profile


def values(assembly: Assembly, wanted: Wanted, x: Array, y: Array) -> Values:
    """Those that are wanted, over the examples."""
    found: dict[str, float] = {}
    blocks = assembly.blocks
    for name, value in quantity.signals(assembly, x, [b for b in blocks if b.name in wanted.signal]).items():
        found[f"signal[{name}]"] = value
    for name, value in quantity.gradients(assembly, x, y, [b for b in blocks if b.name in wanted.gradient]).items():
        found[f"gradient[{name}]"] = value
    for block in blocks:
        name = block.name
        if name in wanted.distinct and block.out:
            found[f"distinct[{name}]"] = float(quantity.distinct(assembly, x, block))
        if name in wanted.dead and (dead := profile.dead_share(assembly, x, block)) is not None:
            found[f"dead[{name}]"] = dead
        if name in wanted.weight and block.weight:
            found[f"weight[{name}]"] = quantity.size(assembly, block)
        if name in wanted.sparse and block.weight:
            found[f"sparse[{name}]"] = quantity.sparse(assembly, block)
    return found
