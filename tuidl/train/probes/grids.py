"""gates:LAYER: the gates of an LSTM or GRU over a text; attention:LAYER: who asks whom; maps:LAYER: feature maps."""

import numpy as np

from tuidl.kernels import Array
from tuidl.language import later, tr
from tuidl.signals import Field, Grids
from tuidl.train.pairs import written
from tuidl.train.probes.quantise import field, shrunk, symmetric
from tuidl.train.probes.scene import Scene

GATES = {
    "lstm": ((later("forget"), 1), (later("input"), 0), (later("output"), 3)),
    "gru": ((later("update"), 1), (later("reset"), 0)),
}
MOST, SIDE = 32, 64  # grids; cells along a side
BLANKS = {" ": "·", "\n": "¶"}


def gates(scene: Scene) -> Grids | None:
    """From 0 (shut) to 1 (open), a row for each unit and a column for each moment; None for a layer without gates."""
    block = scene.block
    if block is None or block.kind not in GATES or block.weight is None or not len(scene.shown_x):
        return None
    name = f"{block.weight.removesuffix('.weight')}.gates"
    x = _example(scene)
    seen = scene.assembly.net.observe(x, [name])[name][0]  # time, gate, unit
    units = min(seen.shape[-1], max(scene.rows, 1), SIDE)
    named = GATES[block.kind]
    grids = tuple(field(seen[:SIDE, place, :units].T, 0.0, 1.0, fine=True) for _, place in named)
    return Grids(
        tuple(tr(name) for name, _ in named), grids, (), _moments(scene, x, len(seen))[: len(seen)],
        tr("unit"), tr("after"),
        len(named), tr("{n} units · 0 shut, 1 open", n=seen.shape[-1]),
    )  # fmt: skip


def attention(scene: Scene) -> Grids | None:
    """Each head's weights: a row for each moment that asks, a column for each that is asked; rows add up to 1."""
    block = scene.block
    if block is None or not len(scene.shown_x) or ("attention" not in block.kind and block.kind != "transformer"):
        return None
    x = _example(scene)
    for name in (f"{block.name}.weights", f"{block.name}.attention.weights"):
        try:
            seen = scene.assembly.net.observe(x, [name])[name][0]  # asking, head, asked
        except KeyError:
            continue
        heads = min(seen.shape[1], MOST)
        grids = tuple(field(seen[:SIDE, head, :SIDE], 0.0, 1.0, fine=True) for head in range(heads))
        asking, asked = (_moments(scene, x, count)[:SIDE] for count in (seen.shape[0], seen.shape[2]))
        names = tuple(tr("head {n}", n=head + 1) for head in range(heads))
        return Grids(names, grids, asking, asked, tr("asks"), tr("asked"), int(seen.shape[1]), tr("row asks column"))
    return None


def maps(scene: Scene) -> Grids | None:
    """What each channel of a layer says on the example chosen; None where a layer gives no images."""
    block = scene.block
    if block is None or not block.out or not len(scene.shown_x) or scene.data.kind == "text":
        return None
    index = scene.index()
    seen = scene.assembly.net.observe(scene.shown_x[index : index + 1], [block.out])[block.out][0]
    if seen.ndim != 3:
        return None
    channels = min(seen.shape[-1], MOST)
    grids = alike([shrunk(seen[..., k], SIDE, SIDE) for k in range(channels)])
    names = tuple(str(k + 1) for k in range(channels))
    return Grids(names, grids, (), (), tr("row"), tr("column"), int(seen.shape[-1]), tr("on sample {n}", n=index))


def alike(grids: list[Array]) -> tuple[Field, ...]:
    """All on one scale: from 0 where nothing is negative, else about 0."""
    finite = np.concatenate([grid[np.isfinite(grid)] for grid in grids])
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    if low >= 0:
        return tuple(field(grid, 0.0, high or 1.0, fine=True) for grid in grids)
    return tuple(symmetric(grid, max(-low, high), fine=True) for grid in grids)


def _example(scene: Scene) -> Array:
    """The example chosen; of pairs with the answer that the net itself writes."""
    data = scene.data
    index = scene.text if data.kind == "text" else scene.index()
    x = scene.shown_x[index : index + 1]
    return np.ascontiguousarray(written(scene.assembly.net, data, x)[:, :-1]) if data.asked else x


def _moments(scene: Scene, x: Array, count: int) -> tuple[str, ...]:
    """What is read at each of so many moments; of numbers, when."""
    data = scene.data
    if data.asked:
        question = count == data.asked
        row = x[0, : data.asked] if question else x[0, data.asked :]
        return tuple((data.vocabulary if question else data.answers)[int(token)] for token in row)
    if data.words:
        return tuple(data.words[int(token)] for token in x[0])
    if data.kind == "text":
        return tuple(BLANKS.get(char, char) for char in data.text(x[0]))
    return tuple(str(moment) for moment in range(x.shape[1]))
