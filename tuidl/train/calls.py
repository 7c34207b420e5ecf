"""The calls that a learner's function has to answer in a network as it stands: to find the one that it cannot."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tuidl.data import DataSet
from tuidl.exercise.plug import Plug
from tuidl.kernels import Array
from tuidl.train import stepped
from tuidl.train.assemble import Assembly, Block
from tuidl.train.probes import activation

LOOKED_AT, LOST = 256, 16  # examples


def calls(assembly: Assembly, plug: Plug, data: DataSet, steps: int, batch: Array) -> Iterator[tuple[Any, ...]]:
    """The arguments, simplest first, for every layer where the function stands, or for every step; of a loss, a
    gradient or an update those of the next training step, with this ``batch``; none for first weights.

    Of the examples those come first that a layer answers with what is no number, then the ``batch``. The noise of a
    dropout layer is drawn anew, for its own is a matter of single steps.
    """
    if plug.spec.plug == "schedule":
        yield from ((step, steps) for step in range(steps))
        return
    if plug.learns:
        yield from stepped.calls(assembly.net, plug.spec.plug, data.x[batch], data.y[batch])
        return
    net = assembly.net
    for place, block in enumerate(assembly.blocks):
        last = block is assembly.blocks[-1]
        if block.name != plug.layer and block.kind != plug.place and not _bends(plug.place, block, last):
            continue
        x = np.concatenate([_lost(assembly, block, data), data.x[batch], data.x[:LOOKED_AT]])
        given = _given(assembly, place, x)
        if plug.layer and block.weight and block.bias:
            w, b = net.read(block.weight), net.read(block.bias)
            yield from ((*map(float, row), *map(float, w[:, j]), float(b[j])) for row in given for j in range(len(b)))
        elif plug.place == "dense" and block.weight and block.bias:
            w, b = (net.read(name).astype(np.float64) for name in (block.weight, block.bias))
            yield from ((row, w, b) for row in given)
        elif (z := activation.sums(assembly, x, block)) is not None and plug.place in ("activation", "softmax"):
            z = z.astype(np.float64)
            yield from ((row,) for row in (z if plug.place == "softmax" else map(float, z.ravel())))
        elif plug.place == "dropout":
            noise, rate = np.random.default_rng(0).random(given.shape), float(net.read(f"{block.name}.rate")[0])
            yield from ((row, drawn, rate) for row, drawn in zip(given, noise, strict=True))
        elif plug.place == "batchnorm":
            gamma, beta = (net.read(f"{block.name}.{part}") for part in ("gamma", "beta"))
            yield from ((given[:, j].copy(), float(gamma[j]), float(beta[j]), 1e-5) for j in range(given.shape[1]))


def _bends(place: str, block: Block, last: bool) -> bool:
    """Whether a written activation, or a written softmax, stands at this layer."""
    return place == "softmax" if last else place == "activation" and block.activation != "linear"


def _lost(assembly: Assembly, block: Block, data: DataSet) -> Array:
    """The first examples, of those trained on and those held out, that a layer answers with what is no number."""
    found = [data.x[:0]]
    for x in (data.x, data.val_x) if block.out else ():
        if x is not None and len(x):
            said = assembly.net.observe(x, [block.out])[block.out].reshape(len(x), -1)
            found.append(x[~np.isfinite(said).all(axis=1)][:LOST])
    return np.concatenate(found)


def _given(assembly: Assembly, place: int, x: Array) -> Array:
    """What a layer is given for these examples, a row each."""
    before: Block | None = next((block for block in reversed(assembly.blocks[:place]) if block.out), None)
    seen = x if before is None else assembly.net.observe(x, [before.out])[before.out]
    return np.asarray(seen.reshape(-1, seen.shape[-1]), np.float64)
