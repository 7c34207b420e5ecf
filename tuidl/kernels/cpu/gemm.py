"""Matrix products of any size from register tiles. Kernels call ``gemm`` and ``gather`` by address."""

from typing import Any

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.cpu.kernel import OPTIONS, routine
from tuidl.kernels.cpu.simd import LANES, POINTER
from tuidl.kernels.cpu.tiles import gathered_tile, strided_tile

TILE_ROWS, TILE_VECTORS = (8, 2) if get_host_cpu_features().get("avx512f") else (6, 1)  # sums fill the registers
HALF_ROWS = 4
ROW_VECTORS = TILE_ROWS * TILE_VECTORS // 2  # of a row alone: sums enough that none waits for the one before
WIDE = TILE_VECTORS * LANES
TERM_BLOCK = 256  # terms of a long sum between visits of the result: both factors stay in the L2 cache
ARGUMENTS = 14

SIGNATURE = types.void(POINTER, *[types.int64] * ARGUMENTS)


def _panel(tile: Any, vectors: int, gathered: bool) -> Any:
    """Rows lo .. hi of 16 · ``vectors`` columns, in the largest tiles that fit."""

    @njit(**OPTIONS)
    def strided(
        mem: Any, a: int, a_row: int, a_term: int, terms: int, b: int, b_term: int, c: int, c_row: int, start: int,
        start_row: int, keep: int, lo: int, hi: int,
    ) -> None:  # fmt: skip
        i = lo
        while i + TILE_ROWS <= hi:
            strided_tile(TILE_ROWS, vectors, mem, a + i * a_row, a_row, a_term, terms, b, b_term, c + i * c_row, c_row,
                         start + i * start_row, start_row, keep)  # fmt: skip
            i += TILE_ROWS
        while i + HALF_ROWS <= hi:
            strided_tile(HALF_ROWS, vectors, mem, a + i * a_row, a_row, a_term, terms, b, b_term, c + i * c_row, c_row,
                         start + i * start_row, start_row, keep)  # fmt: skip
            i += HALF_ROWS
        while i < hi:
            strided_tile(1, vectors, mem, a + i * a_row, a_row, a_term, terms, b, b_term, c + i * c_row, c_row,
                         start + i * start_row, start_row, keep)  # fmt: skip
            i += 1

    @njit(**OPTIONS)
    def gather(
        mem: Any, a: int, a_rows: int, a_terms: int, terms: int, b: int, b_terms: int, c: int, c_rows: int, start: int,
        start_scale: int, keep: int, lo: int, hi: int,
    ) -> None:  # fmt: skip
        i = lo
        while i + TILE_ROWS <= hi:
            gathered_tile(TILE_ROWS, vectors, mem, a, a_rows + i, a_terms, terms, b, b_terms, c, c_rows + i, start,
                          start_scale, keep)  # fmt: skip
            i += TILE_ROWS
        while i + HALF_ROWS <= hi:
            gathered_tile(HALF_ROWS, vectors, mem, a, a_rows + i, a_terms, terms, b, b_terms, c, c_rows + i, start,
                          start_scale, keep)  # fmt: skip
            i += HALF_ROWS
        while i < hi:
            gathered_tile(1, vectors, mem, a, a_rows + i, a_terms, terms, b, b_terms, c, c_rows + i, start,
                          start_scale, keep)  # fmt: skip
            i += 1

    return gather if gathered else strided


_wide, _narrow = _panel(strided_tile, TILE_VECTORS, False), _panel(strided_tile, 1, False)
_wide_gather, _narrow_gather = _panel(gathered_tile, TILE_VECTORS, True), _panel(gathered_tile, 1, True)


@routine("gemm", SIGNATURE)
def gemm(
    mem: Any, a: int, a_row: int, a_term: int, terms: int, b: int, b_term: int, c: int, c_row: int, start: int,
    start_row: int, keep: int, lo: int, hi: int, columns: int,
) -> None:  # fmt: skip
    """c = start · keep + a b for rows lo .. hi and ``columns`` (a multiple of 16) columns; see ``strided_tile``."""
    j = 0
    while hi - lo == 1 and j + ROW_VECTORS * LANES <= columns:
        strided_tile(1, ROW_VECTORS, mem, a + lo * a_row, a_row, a_term, terms, b + j, b_term, c + lo * c_row + j,
                     c_row, start + lo * start_row + j, start_row, keep)  # fmt: skip
        j += ROW_VECTORS * LANES
    while j + WIDE <= columns:
        _wide(mem, a, a_row, a_term, terms, b + j, b_term, c + j, c_row, start + j, start_row, keep, lo, hi)
        j += WIDE
    while j < columns:
        _narrow(mem, a, a_row, a_term, terms, b + j, b_term, c + j, c_row, start + j, start_row, keep, lo, hi)
        j += LANES


@routine("gather", SIGNATURE)
def gather(
    mem: Any, a: int, a_rows: int, a_terms: int, terms: int, b: int, b_terms: int, c: int, c_rows: int, start: int,
    start_scale: int, keep: int, lo: int, hi: int, columns: int,
) -> None:  # fmt: skip
    """As ``gemm`` with offset tables; see ``gathered_tile``."""
    j = 0
    while j + WIDE <= columns:
        _wide_gather(
            mem, a, a_rows, a_terms, terms, b + j, b_terms, c + j, c_rows, start + j, start_scale, keep, lo, hi
        )
        j += WIDE
    while j < columns:
        _narrow_gather(
            mem, a, a_rows, a_terms, terms, b + j, b_terms, c + j, c_rows, start + j, start_scale, keep, lo, hi
        )
        j += LANES


@intrinsic
def product(
    context: Any, address: Any, mem: Any, a: Any, a_row: Any, a_term: Any, terms: Any, b: Any, b_term: Any, c: Any,
    c_row: Any, start: Any, start_row: Any, keep: Any, lo: Any, hi: Any, columns: Any,
) -> Any:  # fmt: skip
    """Call ``gemm`` or ``gather`` by its address."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        pointer = builder.inttoptr(args[0], ir.FunctionType(ir.VoidType(), [a.type for a in args[1:]]).as_pointer())
        builder.call(pointer, args[1:])
        return target.get_dummy_value()

    return types.void(types.int64, POINTER, *[types.int64] * ARGUMENTS), emit
