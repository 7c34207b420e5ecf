"""The backward pass of a convolution where max-pooling follows: only pixels that won have a gradient to pass on.

With windows of 2 × 2 that is a quarter of them at most, and with a ReLU between sometimes none of the four. So weights,
bias and input get their gradients from the pooling's own, and the gradient in between is not made at all.
"""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from tuidl.kernels.cpu import narrow_weights, winner_inputs, winner_weights  # noqa: F401 - their kernels
from tuidl.kernels.cpu.lowering import Call, Scratch, Step, call, mentions, name_of, rewrite, rule
from tuidl.kernels.cpu.regions import BLOCK
from tuidl.program import Instruction, Tensor
from tuidl.program.operation import Operation, parse
from tuidl.program.tensor import LANES, padded

CACHED = 12_000  # words of images between visits of the lists: they stay in the L1 cache
PAYS = 2  # pixels for each that can win, from which on looking for them pays
_DY = "in dy[samples,cells_h,cells_w,filters]; in winner[samples,cells_h,cells_w,filters]:int; "
_POOL = "; size window; size pool; size above; size before; size stride_h; size stride_w; size top; size left"
_REACH = "; size tall; size broad"  # of an image with all pixels that windows read, its padding too
_X, _W = "x[samples,height,width,channels]", "w[kernel_h,kernel_w,channels,filters]"
WEIGHT = Operation(
    "conv2d.backward_weight_of_winners",
    parse(f"in {_X}; {_DY}out d{_W}{_POOL}{_REACH}"),
    "dw[u, v] = Σ x[winner · stride + (u, v)] dy",
)
BIAS = Operation("dense.backward_bias_of_winners", parse(f"{_DY}out db[filters]"), "db = Σ dy over the winners")
INPUT = Operation(
    "conv2d.backward_input_of_winners",
    parse(f"{_DY}in {_W}; out d{_X}{_POOL}"),
    "dx = Σ dy w over the winners whose window reads the pixel",
)
FOLLOWERS = {"conv2d.backward_weight": WEIGHT, "conv2d.backward_input": INPUT, "dense.backward_bias": BIAS}


@rewrite
def follow_winners(instructions: Sequence[Step]) -> list[Step]:
    """Where all that uses the gradient of a pooling's input can do without it, it does."""
    made = list(instructions)
    for pool in instructions:
        between = pool.operands.get("dx")
        if name_of(pool) != "maxpool2d.backward" or not isinstance(between, Tensor):
            continue
        users = [each for each in made if each is not pool and mentions(each, between)]
        if users and _pays(pool) and all(_follows(each, between) for each in users):
            made = [_followed(each, pool) if each in users else each for each in made if each is not pool]
    return made


def _pays(pool: Step) -> bool:
    """Whether few enough pixels can win."""
    few, many = pool.operands["dy"], pool.operands["dx"]
    assert isinstance(few, Tensor)
    assert isinstance(many, Tensor)
    return PAYS * prod(few.shape[1:3]) <= prod(many.shape[1:3])


def _follows(each: Step, between: Tensor) -> bool:
    """Whether a step needs nothing of the tensor but the gradients of its winners."""
    known = isinstance(each, Instruction) and name_of(each) in FOLLOWERS and each.operands.get("dy") is between
    return known and each.operands.get("dilation", 1) == 1


def _followed(each: Step, pool: Step) -> Step:
    given: dict[str, Any] = dict(each.operands)
    of: dict[str, Any] = dict(pool.operands)
    given |= {"dy": of["dy"], "winner": of["winner"]}
    given.pop("dilation", None)
    operation = FOLLOWERS[name_of(each)]
    if operation is not BIAS:
        given |= {"window": of["window"], "pool": of["stride"], "above": of["top"], "before": of["left"]}
    if operation is WEIGHT:
        strides = (given["stride_h"], given["stride_w"])
        needed = ((size - 1) * stride for size, stride in zip(of["dx"].shape[1:3], strides, strict=True))
        had = (given[side] + size for side, size in zip(("top", "left"), given["x"].shape[1:3], strict=True))
        tall, broad = (max(n + k, h) for n, k, h in zip(needed, given["dw"].shape[:2], had, strict=True))
        given |= {"tall": tall, "broad": broad}
    return Instruction(operation, given, {})


@rule(WEIGHT.name)
def lower_weight(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Pad the images where windows reach beyond them; add tables.

    These say where the patch of a cell's first pixel begins in a block, and where that of a winner from there.
    """
    given: dict[str, Any] = dict(instruction.operands)
    names = ("window", "pool", "above", "before", "stride_h", "stride_w", "top", "left", "tall", "broad")
    window, pool, above, before, stride_h, stride_w, top, left, tall, broad = (given.pop(name) for name in names)
    x, dy, dw, calls = given["x"], given["dy"], given["dw"], []
    name = f"{dw.name}.winners"
    _, cells_h, cells_w, filters = dy.shape
    kernel_h, kernel_w, channels, _ = dw.shape
    narrow = narrow_weights.pays(window, kernel_h, kernel_w, channels)
    if narrow:  # it reads all pixels of a window, also those in the pooling's own padding
        tall, top, above = _reach(tall, top, above, (cells_h - 1) * pool + window, stride_h, kernel_h)
        broad, left, before = _reach(broad, left, before, (cells_w - 1) * pool + window, stride_w, kernel_w)
    if (tall, broad) != x.shape[1:3]:
        haloed = scratch.tensor(f"{name}.haloed", (x.shape[0], tall, broad, x.shape[3]), tight=x.tight)
        calls.append(call("winners.halo", x=x, haloed=haloed, top=top, left=left))
        given["x"] = haloed
    block = 1 if narrow else max(1, min(BLOCK, CACHED // (tall * broad * x.stride)))
    sample = np.arange(block)[:, None, None]
    i, j = np.arange(cells_h)[:, None] * pool - above, np.arange(cells_w) * pool - before
    pixel = (sample * tall + i * stride_h) * broad + j * stride_w
    given["cells"] = scratch.table(f"{name}.cells", pixel * x.stride)
    if narrow:
        within = np.arange(window)[:, None] * stride_h * broad + np.arange(window) * stride_w
        given["pixels"] = scratch.table(f"{name}.pixels", within * x.stride)
        place = (np.arange(kernel_h)[:, None] * broad + np.arange(kernel_w))[..., None] * x.stride + np.arange(channels)
        given["offsets"] = scratch.table(f"{name}.offsets", place)
        return [*calls, call("winners.backward_weight_narrow", **given)]
    listed = block * cells_h * cells_w + LANES
    weight = call(
        "winners.backward_weight",
        **given,
        sums=scratch.tensor(f"{name}.sums", (filters, kernel_h * padded(kernel_w * x.stride))),
        turned=scratch.tensor(f"{name}.turned", (filters, 2 * LANES)),
        values=scratch.tensor(f"{name}.values", (filters, listed)),
        places=scratch.tensor(f"{name}.places", (filters, listed), "int"),
        won=scratch.tensor(f"{name}.won", (filters, 1), "int"),  # a cache line each: threads count at once
        block=block,
        window=window,
        right=stride_w * x.stride,
        down=stride_h * broad * x.stride,
    )
    return [*calls, weight]


def _reach(size: int, padding: int, pooled: int, pixels: int, stride: int, kernel: int) -> tuple[int, int, int]:
    """Size and padding of an image with all that ``pixels`` read, ``pooled`` of them before its first; none is left."""
    return max(size + pooled * stride, (pixels - 1) * stride + kernel), padding + pooled * stride, 0


@rule(BIAS.name)
def lower_bias(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """As it stands."""
    return [call("winners.backward_bias", **instruction.operands)]


@rule(INPUT.name)
def lower_input(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Lay the weights of each filter out as a patch; make room for the lists."""
    given: dict[str, Any] = dict(instruction.operands)
    w, samples, pixels = given.pop("w"), given["dy"].shape[0], given["window"] ** 2
    kernel_h, kernel_w, channels, filters = w.shape
    wt = scratch.tensor(f"{w.name}.patches", (filters, kernel_h, kernel_w, channels))
    name, listed = f"{w.name}.winning", (samples, pixels * (padded(filters) + LANES))
    return [
        call("winners.transpose", w=w, wt=wt),
        call(
            "winners.backward_input",
            **given,
            wt=wt,
            values=scratch.tensor(f"{name}.returned", listed),
            places=scratch.tensor(f"{name}.sources", listed, "int"),
            won=scratch.tensor(f"{name}.won", (samples, pixels), "int"),
        ),
    ]
