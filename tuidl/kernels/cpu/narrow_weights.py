"""The gradient of a convolution's weights from the winners of 2 × 2 pooling, where the patches of pixels are short.

A patch of few channels fills a small part of a vector, so filters lie in the lanes here. Which of its four pixels won
differs from filter to filter: each pixel is multiplied by the gradient of the filters that it won for, zero for others.
"""

from typing import Any

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import types
from numba.extending import intrinsic

from tuidl.kernels.cpu.kernel import OWN, kernel, padded, share
from tuidl.kernels.cpu.pooling import clear
from tuidl.kernels.cpu.simd import FLOATS, I32, I64, INTS, LANES, POINTER, at, llvm, operands, spread

PIXELS = 4
ROWS = 5 if get_host_cpu_features().get("avx512f") else 1  # times four sums, which stay in registers
SHORT = 8  # what a winner costs beside its multiplications where patches are added one by one, in multiplications


def pays(window: int, kernel_h: int, kernel_w: int, channels: int) -> bool:
    """Whether this way is the faster: by the multiplications of vectors that a pooling window costs."""
    vectors = -(-kernel_w * channels // LANES)
    return window == 2 and PIXELS * kernel_h * kernel_w * channels <= LANES * (SHORT + kernel_h * vectors)


@intrinsic(prefer_literal=True)
def _tile(
    context: Any, rows: Any, mem: Any, source: Any, cells: Any, count: Any, pixels: Any, offsets: Any, dy: Any,
    winner: Any, wide: Any, target: Any,
) -> Any:  # fmt: skip
    """target[r] += Σ dy[cell] · mem[source + cells[cell] + pixels[winner[cell]] + offsets[r]] for ``rows`` (a literal).

    A row is a vector of filters. Each pixel of the window has a sum of its own, so no product waits for the one before.
    """
    rows_ = rows.literal_value

    def emit(result: Any, builder: Any, signature: Any, args: Any) -> Any:
        base, source_, cells_, count_, pixels_, offsets_, dy_, winner_, wide_, target_ = args[1:]
        vector, zero = FLOATS.llvm, ir.Constant(FLOATS.llvm, [0.0] * LANES)

        def entry(table: Any, index: Any) -> Any:
            return builder.sext(builder.load(builder.gep(at(builder, base, table, I32), [index]), align=4), I64)

        steps = [entry(pixels_, ir.Constant(I64, k)) for k in range(PIXELS)]
        lines = [entry(offsets_, ir.Constant(I64, r)) for r in range(rows_)]
        image = builder.gep(base, [source_])
        before, body, after = builder.block, builder.append_basic_block("cells"), builder.append_basic_block("done")
        builder.branch(body)

        builder.position_at_end(body)
        cell = builder.phi(I64)
        sums = [[builder.phi(vector) for _ in range(PIXELS)] for _ in range(rows_)]
        place = builder.mul(cell, wide_)
        gradient = builder.load(at(builder, base, builder.add(dy_, place), vector), align=4)
        won = builder.load(at(builder, base, builder.add(winner_, place), INTS.llvm), align=4)
        first = builder.gep(image, [entry(cells_, cell)])
        added: list[list[Any]] = [[] for _ in range(rows_)]
        for k in range(PIXELS):
            mine = builder.icmp_signed("==", won, ir.Constant(INTS.llvm, [k] * LANES))
            part, pixel = builder.select(mine, gradient, zero), builder.gep(first, [steps[k]])
            for r in range(rows_):
                value = spread(builder, vector, builder.load(builder.gep(pixel, [lines[r]]), align=4))
                added[r].append(llvm(builder, f"llvm.fma.v{LANES}f32", vector, value, part, sums[r][k]))
        following = builder.add(cell, ir.Constant(I64, 1))
        cell.add_incoming(ir.Constant(I64, 0), before)
        cell.add_incoming(following, body)
        for r in range(rows_):
            for k in range(PIXELS):
                sums[r][k].add_incoming(zero, before)
                sums[r][k].add_incoming(added[r][k], body)
        builder.cbranch(builder.icmp_signed("<", following, count_), body, after)

        builder.position_at_end(after)
        for r in range(rows_):
            pointer = at(builder, base, builder.add(target_, builder.mul(ir.Constant(I64, r), wide_)), vector)
            pairs = [builder.fadd(added[r][k], added[r][k + 1]) for k in (0, 2)]
            total = builder.fadd(builder.load(pointer, align=4), builder.fadd(*pairs))
            builder.store(total, pointer, align=4)
        return result.get_dummy_value()

    return types.void(rows, POINTER, *[types.int64] * 9), emit


@kernel(
    "winners.backward_weight_narrow",
    "in x[samples,height,width,channels]; in dy[samples,cells_h,cells_w,filters]; "
    "in winner[samples,cells_h,cells_w,filters]:int; out dw[kernel_h,kernel_w,channels,filters]; in cells[_]:int; "
    "in pixels[_]:int; in offsets[_]:int",
    split=OWN, tight=("x",), work=("samples", "cells_h", "cells_w", "kernel_h", "kernel_w", "channels", "filters"),
)  # fmt: skip
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ x dy over the winners; threads share the rows of dw, which are places of a patch."""
    (
        x, dy, winner, dw, cells, pixels, offsets, samples, height, width, channels, cells_h, cells_w, filters,
        kernel_h, kernel_w, x_stride,
    ) = operands(op, 17)  # fmt: skip
    lo, hi = share(kernel_h * kernel_w * channels, 1, thread, threads)
    wide, here = padded(filters), cells_h * cells_w
    clear(mem, dw + lo * wide, (hi - lo) * wide)
    tiles = (hi - lo + ROWS - 1) // ROWS
    for n in range(samples):
        image, first = x + n * height * width * x_stride, n * here * wide
        for j in range(0, wide, LANES):
            g, w = dy + first + j, winner + first + j
            for tile in range(tiles):
                start, end = share(hi - lo, 1, tile, tiles)
                row, end = lo + start, lo + end
                while row < end:
                    place, target = offsets + row, dw + row * wide + j
                    if ROWS == 5 and end - row == 5:
                        _tile(5, mem, image, cells, here, pixels, place, g, w, wide, target)
                        row += 5
                    elif ROWS == 5 and end - row == 4:
                        _tile(4, mem, image, cells, here, pixels, place, g, w, wide, target)
                        row += 4
                    else:
                        _tile(1, mem, image, cells, here, pixels, place, g, w, wide, target)
                        row += 1
