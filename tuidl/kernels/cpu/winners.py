"""The gradient of a convolution's weights where max-pooling follows: only pixels that won have one to pass on.

Of each pooling window one pixel of each filter counts, and with a ReLU between sometimes none. So for each filter the
winners are listed, and the patches of x that they saw are added up, each times its gradient.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OWN, get, kernel, padded, put, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rewrite, rule
from tuidl.kernels.cpu.regions import BLOCK
from tuidl.kernels.cpu.simd import LANES, get_int, operands, put_int, store
from tuidl.kernels.cpu.tiles import gathered_tile
from tuidl.program import Instruction, Tensor
from tuidl.program.operation import Operation, parse

Step = Instruction | Call
VECTORS, FEW = 6, 3  # of a patch's row that a tile adds up: 3 × 3 windows have multiples of three
_OPERATION = Operation(
    "conv2d.backward_weight_of_winners",
    parse(
        "in x[samples,height,width,channels]; in dy[samples,cells_h,cells_w,filters]; "
        "in winner[samples,cells_h,cells_w,filters]:int; out dw[kernel_h,kernel_w,channels,filters]; "
        "size window; size step; size above; size before; size stride"
    ),
    "dw[u, v] = Σ x[winner·stride + (u, v)] dy",
)


@kernel(
    _OPERATION.name,
    "in x[samples,height,width,channels]; in dy[samples,cells_h,cells_w,filters]; "
    "in winner[samples,cells_h,cells_w,filters]:int; out dw[kernel_h,kernel_w,channels,filters]; in cells[_]:int; "
    "in places[_]:int; in count[_]:int; inout sums[filters,patch]; inout values[filters,listed]; "
    "inout patches[filters,listed]:int",
    split=OWN, work=("samples", "cells_h", "cells_w", "kernel_h", "kernel_w", "channels", "filters"),
)  # fmt: skip
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ x dy over the winners; threads share the filters."""
    (
        x, dy, winner, dw, cells, places, count, sums, values, patches, samples, height, width, channels, cells_h,
        cells_w, filters, kernel_h, kernel_w, patch, listed,
    ) = operands(op, 21)  # fmt: skip
    lo, hi = share(filters, 1, thread, threads)
    stride, wide, x_wide, zero = padded(listed), padded(filters), padded(channels), number(0.0)
    here, across, image = cells_h * cells_w, kernel_w * x_wide, height * width * x_wide
    for i in range(sums + lo * patch, sums + hi * patch, LANES):
        store(mem, i, zero)
    for n in range(0, samples, BLOCK):
        block = min(BLOCK, samples - n)
        for f in range(lo, hi):
            value, place, won = values + f * stride, patches + f * stride, 0
            for cell in range(block * here):
                at = (n * here + cell) * wide + f
                who = get_int(mem, winner + at)  # -1 if nobody won: then the next one takes its place in the list
                put(mem, value + won, get(mem, dy + at))
                put_int(mem, place + won, get_int(mem, cells + cell) + get_int(mem, places + max(who, 0)))
                won += who >= 0
            for u in range(kernel_h):
                source, target = x + n * image + u * width * x_wide, sums + f * patch + u * across
                j = 0
                while j + VECTORS * LANES <= across:
                    gathered_tile(1, VECTORS, mem, value, count, count, won, source + j, place, target + j, count,
                                  target + j, 1, 1)  # fmt: skip
                    j += VECTORS * LANES
                while j + FEW * LANES <= across:
                    gathered_tile(1, FEW, mem, value, count, count, won, source + j, place, target + j, count,
                                  target + j, 1, 1)  # fmt: skip
                    j += FEW * LANES
                while j < across:
                    gathered_tile(1, 1, mem, value, count, count, won, source + j, place, target + j, count,
                                  target + j, 1, 1)  # fmt: skip
                    j += LANES
    for i in range(kernel_h * kernel_w):
        for c in range(channels):
            for f in range(lo, hi):
                put(mem, dw + (i * channels + c) * wide + f, get(mem, sums + f * patch + i * x_wide + c))


@rewrite
def follow_winners(instructions: Sequence[Step]) -> list[Step]:
    """Weight gradients of unpadded convolutions from the pooling's gradient, where the pooling alone made theirs."""
    pools: dict[str, Step] = {}
    for each in instructions:
        if _name(each) == "maxpool2d.backward":
            dx = each.operands["dx"]
            assert isinstance(dx, Tensor)
            pools[dx.name] = each
    return [_followed(each, pools) for each in instructions]


def _followed(each: Step, pools: dict[str, Step]) -> Step:
    given: dict[str, Any] = dict(each.operands)
    pool = pools.get(given["dy"].name) if _name(each) == "conv2d.backward_weight" else None
    if pool is None or given["x"].tight or given["top"] or given["left"] or given["dilation"] > 1:
        return each
    if given["stride_h"] != given["stride_w"]:
        return each
    for axis in (1, 2):
        last = (given["dy"].shape[axis] - 1) * given["stride_h"]
        if last + given["dw"].shape[axis - 1] > given["x"].shape[axis]:
            return each
    of: dict[str, Any] = dict(pool.operands)
    operands_ = {
        "x": given["x"], "dy": of["dy"], "winner": of["winner"], "dw": given["dw"], "window": of["window"],
        "step": of["stride"], "above": of["top"], "before": of["left"], "stride": given["stride_h"],
    }  # fmt: skip
    return Instruction(_OPERATION, operands_, {})


def _name(each: Step) -> str:
    return each.operation.name if isinstance(each, Instruction) else each.kernel.name


@rule(_OPERATION.name)
def lower_winners(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Add tables: where the patch of a cell's first pixel begins in a block, and where that of a winner from there."""
    given: dict[str, Any] = dict(instruction.operands)
    window, step, above, before, stride = (given.pop(k) for k in ("window", "step", "above", "before", "stride"))
    x, dy, dw = given["x"], given["dy"], given["dw"]
    (_, height, width, _), (_, cells_h, cells_w, filters) = x.shape, dy.shape
    sample, i, j = np.arange(BLOCK)[:, None, None], np.arange(cells_h)[:, None] * step - above, np.arange(cells_w)
    pixel = (sample * height + i * stride) * width + (j * step - before) * stride
    within = np.arange(window)[:, None] * width + np.arange(window)
    listed, patch = BLOCK * cells_h * cells_w, dw.shape[0] * dw.shape[1] * x.stride
    name = f"{dw.name}.winners"
    return [
        call(
            _OPERATION.name,
            **given,
            cells=scratch.table(f"{name}.cells", pixel * x.stride),
            places=scratch.table(f"{name}.places", within * stride * x.stride),
            count=scratch.table(f"{name}.count", np.arange(listed)),
            sums=scratch.tensor(f"{name}.sums", (filters, patch)),
            values=scratch.tensor(f"{name}.values", (filters, listed)),
            patches=scratch.tensor(f"{name}.patches", (filters, listed), "int"),
        )
    ]
