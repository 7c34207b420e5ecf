"""Sums of patches of images, each times a number of its own.

That is what a convolution's backward pass comes to where few pixels have a gradient: the gradient of its weights is a
sum of patches of the images, that of its input a sum of patches of the weights.
"""

from typing import Any

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.cpu.kernel import OPTIONS
from tuidl.kernels.cpu.simd import FLOATS, I32, I64, LANES, POINTER, at
from tuidl.kernels.cpu.tiles import emit_tile

ROWS = 3 if get_host_cpu_features().get("avx512f") else 1  # of a patch whose sums stay in registers together
MOST, FEW = 6, 3  # vectors of a patch's row: 3 × 3 windows have multiples of three


@intrinsic(prefer_literal=True)
def _tile(
    context: Any, rows: Any, vectors: Any, mem: Any, values: Any, places: Any, count: Any, source: Any, source_row: Any,
    target: Any, target_row: Any,
) -> Any:  # fmt: skip
    """``add`` for ``rows`` rows of 16 · ``vectors`` columns (literals)."""
    rows_, vectors_ = rows.literal_value, vectors.literal_value

    def emit(result: Any, builder: Any, signature: Any, args: Any) -> Any:
        base, values_, places_, count_, source_, source_row_, target_, target_row_ = args[2:]

        def pointers(origin: Any, row: Any) -> list[Any]:
            lines = [builder.add(origin, builder.mul(ir.Constant(I64, u), row)) for u in range(rows_)]
            return [
                builder.gep(base, [builder.add(line, ir.Constant(I64, v * LANES))])
                for line in lines
                for v in range(vectors_)
            ]

        patch, sums = pointers(source_, source_row_), pointers(target_, target_row_)

        def factors(term: Any) -> tuple[list[Any], list[Any]]:
            value = builder.load(builder.gep(builder.gep(base, [values_]), [term]), align=4)
            place = builder.load(builder.gep(at(builder, base, places_, I32), [term]), align=4)
            offset = builder.sext(place, I64)
            return [value], [builder.load(at(builder, word, offset, FLOATS.llvm), align=4) for word in patch]

        def cell(_: int, column: Any) -> Any:
            return builder.bitcast(sums[column.constant // LANES], FLOATS.llvm.as_pointer())

        emit_tile(builder, 1, rows_ * vectors_, count_, factors, ir.Constant(I64, 1), cell, cell)
        return result.get_dummy_value()

    return types.void(rows, vectors, POINTER, *[types.int64] * 7), emit


@njit(**OPTIONS)
def add(
    mem: Any, values: int, places: int, count: int, source: int, source_row: int, target: int, target_row: int,
    rows: int, columns: int,
) -> None:  # fmt: skip
    """target[u, j] += Σ values[p] · source[places[p] + u · source_row + j] for ``rows`` rows and ``columns`` columns.

    Whole vectors are read and written: up to 15 columns more than asked for. ``places`` are int32.
    """
    u = 0
    while u < rows:
        three = ROWS == 3 and u + 3 <= rows
        a, c = source + u * source_row, target + u * target_row
        j = 0
        while j < columns:
            left = columns - j
            if three:
                if left > 5 * LANES:
                    _tile(3, MOST, mem, values, places, count, a + j, source_row, c + j, target_row)
                    j += MOST * LANES
                elif left > 2 * LANES:
                    _tile(3, FEW, mem, values, places, count, a + j, source_row, c + j, target_row)
                    j += FEW * LANES
                else:
                    _tile(3, 1, mem, values, places, count, a + j, source_row, c + j, target_row)
                    j += LANES
            elif left > 5 * LANES:
                _tile(1, MOST, mem, values, places, count, a + j, source_row, c + j, target_row)
                j += MOST * LANES
            elif left > 2 * LANES:
                _tile(1, FEW, mem, values, places, count, a + j, source_row, c + j, target_row)
                j += FEW * LANES
            else:
                _tile(1, 1, mem, values, places, count, a + j, source_row, c + j, target_row)
                j += LANES
        u += 3 if three else 1
