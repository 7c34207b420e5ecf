"""A convolution and the 2 × 2 max-pooling after it in one: the pixels of a window are compared while in registers.

Where nothing else looks at the convolution's output it is never written down, and pixels that lie in no window are not
computed. Sums are made in the order of the convolution alone: results are the same to the bit.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.cpu import rectification  # noqa: F401 - ReLUs join the pooling before the pooling joins here
from tuidl.kernels.cpu.gemm import TILE_ROWS, TILE_VECTORS
from tuidl.kernels.cpu.kernel import OPTIONS, kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, Step, call, mentions, name_of, rewrite, rule
from tuidl.kernels.cpu.regions import BLOCK
from tuidl.kernels.cpu.simd import FLOATS, I32, I64, INTS, LANES, POINTER, at, operands, real, spread
from tuidl.kernels.cpu.tiles import emit_sums
from tuidl.program import Instruction, Tensor
from tuidl.program.operation import Operation, parse

PIXELS = 4
CELLS = TILE_ROWS // PIXELS  # windows of a tile
DECLARED = (
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,channels,filters]; in b[filters]; "
    "out y[samples,cells_h,cells_w,filters]; out winner[samples,cells_h,cells_w,filters]:int; "
)
POOLED = Operation(
    "conv2d.forward_pooled",
    parse(f"{DECLARED}real lowest; size stride_h; size stride_w; size dilation"),
    "y = the largest of x ∗ w + b in each window",
)


@intrinsic(prefer_literal=True)
def _tile(
    context: Any, count: Any, vectors: Any, mem: Any, x: Any, cells: Any, pixels: Any, offsets: Any, terms: Any,
    w: Any, b: Any, y: Any, winner: Any, wide: Any, lowest: Any,
) -> Any:  # fmt: skip
    """The pooled pixels of ``count`` windows in 16 · ``vectors`` filters (literals), and which of four won in each."""
    count_, vectors_ = count.literal_value, vectors.literal_value

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        base, x_, cells_, pixels_, offsets_, terms_, w_, b_, y_, winner_, wide_, lowest_ = args[2:]
        parts = range(vectors_)

        def entry(table: Any, index: Any) -> Any:
            return builder.sext(builder.load(builder.gep(at(builder, base, table, I32), [index]), align=4), I64)

        def vector(origin: Any, part: int, kind: Any = FLOATS.llvm) -> Any:
            return at(builder, base, builder.add(origin, ir.Constant(I64, part * LANES)), kind)

        steps = [entry(pixels_, ir.Constant(I64, k)) for k in range(PIXELS)]
        images = [builder.add(x_, entry(cells_, ir.Constant(I64, cell))) for cell in range(count_)]
        lines = [builder.gep(base, [builder.add(image, step)]) for image in images for step in steps]
        weights = builder.gep(base, [w_])

        def factors(term: Any) -> tuple[list[Any], list[Any]]:
            offset, row = entry(offsets_, term), builder.gep(weights, [builder.mul(term, wide_)])
            return (
                [builder.load(builder.gep(line, [offset]), align=4) for line in lines],
                [builder.load(at(builder, row, ir.Constant(I64, v * LANES), FLOATS.llvm), align=4) for v in parts],
            )

        bias = [builder.load(vector(b_, v), align=4) for v in parts]
        sums = emit_sums(builder, terms_, factors, bias * (count_ * PIXELS))
        floor = spread(builder, FLOATS.llvm, lowest_)
        for cell in range(count_):
            place = builder.mul(ir.Constant(I64, cell), wide_)
            for v in parts:
                best, index = floor, ir.Constant(INTS.llvm, [-1] * LANES)
                for k in range(PIXELS):
                    value = sums[(cell * PIXELS + k) * vectors_ + v]
                    wins = builder.fcmp_unordered(">", value, best)  # NaN wins, the first one
                    if k:
                        wins = builder.and_(wins, builder.fcmp_ordered("ord", best, best))
                    index = builder.select(wins, ir.Constant(INTS.llvm, [k] * LANES), index)
                    best = builder.select(wins, value, best)
                builder.store(best, vector(builder.add(y_, place), v), align=4)
                builder.store(index, vector(builder.add(winner_, place), v, INTS.llvm), align=4)
        return target.get_dummy_value()

    return types.void(count, vectors, POINTER, *[types.int64] * 10, types.float32), emit


def _panel(vectors: int) -> Any:
    """The windows of one image in 16 · ``vectors`` filters."""

    @njit(**OPTIONS)
    def panel(
        mem: Any, x: int, cells: int, count: int, pixels: int, offsets: int, terms: int, w: int, b: int, y: int,
        winner: int, wide: int, lowest: Any,
    ) -> None:  # fmt: skip
        cell = 0
        while cell + CELLS <= count:
            _tile(CELLS, vectors, mem, x, cells + cell, pixels, offsets, terms, w, b, y + cell * wide,
                  winner + cell * wide, wide, lowest)  # fmt: skip
            cell += CELLS
        while cell < count:
            _tile(1, vectors, mem, x, cells + cell, pixels, offsets, terms, w, b, y + cell * wide,
                  winner + cell * wide, wide, lowest)  # fmt: skip
            cell += 1

    return panel


_wide, _narrow = _panel(TILE_VECTORS), _panel(1)


@kernel(
    "conv2d.forward_pooled",
    f"{DECLARED}in cells[_]:int; in pixels[window_pixels]:int; in offsets[_]:int; real lowest",
    split="samples", tight=("x",),
    work=("samples", "cells_h", "cells_w", "window_pixels", "kernel_h", "kernel_w", "channels", "filters"),
)  # fmt: skip
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the largest of x ∗ w + b in each window that is above ``lowest``; winner = its pixel, −1 if there is none."""
    (
        x, w, b, y, winner, cells, pixels, offsets, lowest, samples, height, width, channels, kernel_h, kernel_w,
        filters, cells_h, cells_w, _window_pixels, x_stride,
    ) = operands(op, 20)  # fmt: skip
    lo, hi = share(samples, 1, thread, threads)
    wide, count, terms = padded(filters), cells_h * cells_w, kernel_h * kernel_w * channels
    for n in range(lo, hi):
        image, first = x + n * height * width * x_stride, n * count * wide
        j = 0
        while j + TILE_VECTORS * LANES <= wide:
            _wide(mem, image, cells, count, pixels, offsets, terms, w + j, b + j, y + first + j, winner + first + j,
                  wide, real(lowest))  # fmt: skip
            j += TILE_VECTORS * LANES
        while j < wide:
            _narrow(mem, image, cells, count, pixels, offsets, terms, w + j, b + j, y + first + j, winner + first + j,
                    wide, real(lowest))  # fmt: skip
            j += LANES


@rewrite
def join(instructions: Sequence[Step]) -> list[Step]:
    """Join convolutions with the pooling after them, wherever nothing else looks at what lies between."""
    made = list(instructions)
    for pool in instructions:
        between = pool.operands.get("x")
        if name_of(pool) != "maxpool2d.forward" or not isinstance(between, Tensor):
            continue
        users = [each for each in made if each is not pool and mentions(each, between)]
        if len(users) == 1 and _joins(users[0], pool, between):
            given, of = dict(users[0].operands), pool.operands
            given |= {"y": of["y"], "winner": of["winner"], "lowest": of.get("lowest", -np.inf)}
            for padding in ("top", "left"):
                del given[padding]
            joined = Instruction(POOLED, given, {})
            made = [joined if each is pool else each for each in made if each is not users[0]]
    return made


def _joins(conv: Step, pool: Step, between: Tensor) -> bool:
    """Whether windows are 2 × 2 pixels that each have a whole patch, and threads have images enough to share."""
    if name_of(conv) != "conv2d.forward" or conv.operands["y"] is not between or between.shape[0] < BLOCK:
        return False
    given: dict[str, Any] = {**conv.operands, **{f"pool_{name}": value for name, value in pool.operands.items()}}
    if (given["pool_window"], given["pool_stride"], given["pool_top"], given["pool_left"]) != (2, 2, 0, 0):
        return False
    if given["top"] or given["left"]:
        return False
    sides = zip(given["pool_y"].shape[1:3], given["x"].shape[1:3], given["w"].shape[:2], strict=True)
    strides = (given["stride_h"], given["stride_w"])
    return all(
        (2 * cells - 1) * stride + (kernel_ - 1) * given["dilation"] < size
        for (cells, size, kernel_), stride in zip(sides, strides, strict=True)
    )


@rule(POOLED.name)
def lower_pooled(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Add tables: where the patch of a window's first pixel begins in an image, those of the others, and the terms."""
    given: dict[str, Any] = dict(instruction.operands)
    stride_h, stride_w, dilation = (given.pop(name) for name in ("stride_h", "stride_w", "dilation"))
    x, y, (kernel_h, kernel_w, channels, _) = given["x"], given["y"], given["w"].shape
    row, pixel, pair = x.shape[2] * x.stride, x.stride, np.arange(2)
    cell = np.arange(y.shape[1])[:, None] * (2 * stride_h * row) + np.arange(y.shape[2]) * (2 * stride_w * pixel)
    patch = (np.arange(kernel_h)[:, None] * row + np.arange(kernel_w) * pixel) * dilation
    tables = {
        "cells": cell,
        "pixels": pair[:, None] * (stride_h * row) + pair * (stride_w * pixel),
        "offsets": patch[..., None] + np.arange(channels),
    }
    for name, values in tables.items():
        given[name] = scratch.table(f"{y.name}.{name}", values)
    return [call("conv2d.forward_pooled", **given)]
