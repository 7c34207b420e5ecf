"""timing: where a training step spends its time, layer by layer, forward and back."""

import numpy as np

from tuidl.errors import DeviceError
from tuidl.kernels import Timed
from tuidl.language import later
from tuidl.signals import Timing
from tuidl.train.assemble import Assembly
from tuidl.train.probes.scene import Scene

STEPS = 3  # the least of so many counts
DATA, LOSS, UPDATE = later("data"), later("loss"), later("update")  # the parts that are no layer


def probe(scene: Scene) -> Timing:
    """Measured on another net of the same layers, so that the run trains no step more for it."""
    batch = max(1, min(scene.batch, len(scene.x)))
    if scene.twin is None or scene.assembly.net.device != "cpu":
        return Timing((), batch)
    twin = scene.twin()
    twin.rate = 0.0
    indices = np.tile(np.arange(batch, dtype=np.int32), (STEPS, 1))
    try:
        calls = twin.profile(scene.x[:batch], scene.y[:batch], indices)
    except DeviceError:
        return Timing((), batch)
    return Timing(parts(scene.assembly, calls), batch)


def parts(assembly: Assembly, calls: list[Timed]) -> tuple[tuple[str, float, float], ...]:
    """The calls of a step added up by part: data, the lesson's layers, loss, update. Barriers count nowhere."""
    order = [DATA, *(block.name for block in assembly.blocks), LOSS, UPDATE]
    forward, backward = dict.fromkeys(order, 0.0), dict.fromkeys(order, 0.0)
    back = False
    for call in calls:
        family = call.kernel.partition(".")[0]
        if family == "control":
            continue
        back = back or family == "loss"
        if family in (DATA, LOSS):
            forward[family] += call.seconds
        elif family == "optimizer":
            forward[UPDATE] += call.seconds
        else:
            part = owner(assembly, call.target) or LOSS
            (backward if back else forward)[part] += call.seconds
    return tuple((name, forward[name], backward[name]) for name in order if forward[name] or backward[name])


def owner(assembly: Assembly, target: str) -> str:
    """The layer that writes a tensor; empty if none does. The gradient of one's output is written by the next."""
    rows = [row.name for row in assembly.net.layers]
    names = [block.name for block in assembly.blocks]
    layer = target.removesuffix(".out.grad")
    if layer != target and layer in rows:
        place = rows.index(layer) + 1
        target = f"{rows[place]}." if place < len(rows) else f"{LOSS}."
    owners = [name for name in names if target.startswith(f"{name}.")]
    return max(owners, key=len, default="")
