"""Further values: what a lesson speaks of that an evaluation does not have anyway, layer by layer."""

from tuidl.kernels import Array
from tuidl.train import quantity
from tuidl.train.assemble import Assembly
from tuidl.train.naming import Wanted
from tuidl.train.probes import profile


def values(assembly: Assembly, x: Array, y: Array, wanted: Wanted) -> dict[str, float]:
    """``signal[h1]``, ``gradient[h1]``, then of each layer ``distinct``, ``dead``, ``weight`` and ``sparse``, as far as
    they are wanted: now, over these examples."""
    blocks = assembly.blocks
    signals = quantity.signals(assembly, x, [block for block in blocks if block.name in wanted.signal])
    gradients = quantity.gradients(assembly, x, y, [block for block in blocks if block.name in wanted.gradient])
    found = {f"signal[{name}]": value for name, value in signals.items()}
    found |= {f"gradient[{name}]": value for name, value in gradients.items()}
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
