"""activation:LAYER: the layer's activation function with its slope, and where its sums lie on it now."""

from functools import lru_cache
from math import inf

import numpy as np

from tuidl import nn
from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Function
from tuidl.train.assemble import ACTIVATIONS, FINAL, Assembly, Block
from tuidl.train.probes.scene import LOOKED_AT, Scene

BOUNDS = {
    "sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, inf), "softmax": (0.0, 1.0), "hardmax": (0.0, 1.0),
    "hard-sigmoid": (0.0, 1.0), "elu": (-1.0, inf), "softplus": (0.0, inf), "silu": (-0.278, inf), "gelu": (-0.17, inf),
}  # fmt: skip
WIDE = {"sigmoid": 6.0, "softmax": 6.0, "hard-sigmoid": 6.0}  # how far the picture reaches at least; else 4
ROWS_AT_ONCE = ("softmax", "hardmax")  # functions of all sums of a layer together
WITHIN, FARTHEST = 0.99, 2.0**16  # the share of the sums that the picture reaches, if that is not beyond all use
FLAT = 1 - 0.97**2  # of the largest slope: tanh has no more than that beyond ±0.97
PLACES = 160


def function(assembly: Assembly, block: Block) -> str:
    """The activation of a layer's sums, also where the output layer leaves it to the loss."""
    final = FINAL.get(assembly.net.loss.name, "")
    return final if block is assembly.blocks[-1] and block.activation == "linear" and final else block.activation


def sums(assembly: Assembly, x: Array, block: Block) -> Array | None:
    """z of a layer before its activation, (n, ..., units); None for a layer that keeps its sums to itself."""
    if block.kind == "activation":
        before = assembly.blocks.index(block) - 1
        name = assembly.blocks[before].out if before >= 0 else ""
    else:
        name = f"{block.name}.out" if block.weight is not None and block.kind not in ("rnn", "lstm", "gru") else ""
    return assembly.net.observe(x, [name])[name] if name else None


@lru_cache(maxsize=64)
def curve(name: str, reach: float, intervals: int, units: int = 1) -> tuple[Array, Array]:
    """The function and its slope at places from −reach to reach, as the engine computes them, in float64.

    A function of a whole row is taken for one sum, the others being 0.
    """
    z = np.linspace(-reach, reach, intervals + 1)
    if name == "linear":
        return z, np.ones_like(z)
    layer = ACTIVATIONS[name]()
    if name in ROWS_AT_ONCE:
        row = np.zeros((len(z), max(units, 2)))
        row[:, 0] = z
        values, p = (
            nn.Model([made], row.shape[1:], "mse", device="reference", dtype=np.float64).predict(row)[:, 0]
            for made in (layer, nn.Softmax())
        )
        return values, p * (1 - p)
    dense = nn.Dense(len(z), init="zeros", bias=nn.Fixed(z.tolist()), name="z")
    model = nn.Model([dense, layer], (1,), "wasserstein", device="reference", dtype=np.float64)  # a mean of outputs
    one = np.zeros((1, 1))
    slopes = -len(z) * model.gradients(one, np.ones((1, len(z))))["z.bias"]
    return model.predict(one)[0], slopes


def flat(name: str, z: Array) -> Array:
    """Whether each sum lies where the function is nearly flat: its slope is under 6 % of its largest."""
    if name in ("linear", *ROWS_AT_ONCE):
        return np.zeros(z.shape, bool)
    if name == "relu":
        return np.asarray(z <= 0)
    _, slopes = curve(name, 16.0, 4096)
    size = np.abs(slopes)
    return np.asarray(np.interp(z, np.linspace(-16, 16, len(size)), size) < FLAT * size.max())


def dead(name: str, z: Array) -> Array:
    """Whether each unit lies on the flat part for every example (and moment): no gradient reaches its weights."""
    return np.asarray(flat(name, z).reshape(-1, z.shape[-1]).all(axis=0))


def probe(scene: Scene) -> Function | None:
    """The curve at as many places as can be shown; None for a layer without weights or without an activation."""
    block = scene.block
    if block is None:
        return None
    name, z = function(scene.assembly, block), sums(scene.assembly, scene.x[:LOOKED_AT], block)
    if z is None or name not in (*ACTIVATIONS, "linear"):
        return None
    reach = _reach(name, z)
    intervals = 2 * max(min(scene.columns, PLACES) // 2, 4)
    values, slopes = curve(name, reach, intervals, int(z.shape[-1]))
    finite = z[np.isfinite(z)].astype(np.float64)
    counts, _ = np.histogram(finite, bins=intervals // 2, range=(-reach, reach))
    return Function(
        name=name,
        variable="z",
        low=-reach,
        high=reach,
        curves=(
            (name, "function", tuple(float(v) for v in values)),
            (tr("slope"), "slope", tuple(float(v) for v in slopes)),
        ),
        bounds=BOUNDS.get(name, (-inf, inf)),
        counts=tuple(int(n) for n in counts),
        counted=tr("sums of {layer}", layer=block.name),
        beyond=(int((finite < -reach).sum()), int((finite > reach).sum())),
        note=_note(name, z),
    )


def _reach(name: str, z: Array) -> float:
    """The picture's half width: doubled until nearly all sums lie within, so that it rests while they grow."""
    reach, sizes = WIDE.get(name, 4.0), np.abs(z[np.isfinite(z)])
    while sizes.size and reach < FARTHEST and float((sizes <= reach).mean()) < WITHIN:
        reach *= 2
    return reach


def _note(name: str, z: Array) -> str:
    """The one fact that matters."""
    if not z.size:
        return ""
    if not np.isfinite(z).all():
        return tr("not all sums are numbers")
    if name in ROWS_AT_ONCE:
        return tr("of one sum, all others 0")
    if name == "linear":
        return ""
    share = tr("{share:.0f} % on the flat part", share=float(flat(name, z).mean()) * 100)
    stuck = dead(name, z)
    if name != "relu":
        return share
    return f"{share} · {tr('{n} of {all} units dead', n=int(stuck.sum()), all=stuck.size)}"
