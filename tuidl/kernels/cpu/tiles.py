"""Register tiles: the inner loops of matrix products and convolutions, sixteen columns a vector.

A tile keeps rows × vectors sums in registers and adds one outer product per term with fused multiply-add, in the order
of the terms: so a row's result does not depend on how many rows a tile has.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from tuidl.kernels.cpu.simd import FLOATS, I32, I64, POINTER, at, llvm, spread
from tuidl.program import LANES

Factors = Callable[[Any], tuple[list[Any], list[Any]]]  # term -> (scalar of each row, vectors of columns)
Places = Callable[[int, Any], Any]  # (row, column) -> pointer to a vector


def emit_sums(builder: Any, terms: Any, factors: Factors, first: list[Any]) -> list[Any]:
    """Emit the sums of ``terms`` products, row by row, from the vectors ``first`` on; the vectors they become."""
    vector = FLOATS.llvm
    before, body, after = builder.block, builder.append_basic_block("terms"), builder.append_basic_block("done")
    builder.cbranch(builder.icmp_signed(">", terms, ir.Constant(I64, 0)), body, after)

    builder.position_at_end(body)
    term = builder.phi(I64)
    sums = [builder.phi(vector) for _ in first]
    scalars, columns = factors(term)
    wide = [spread(builder, vector, scalar) for scalar in scalars]
    added = [
        llvm(builder, f"llvm.fma.v{LANES}f32", vector, wide[n // len(columns)], columns[n % len(columns)], total)
        for n, total in enumerate(sums)
    ]
    following = builder.add(term, ir.Constant(I64, 1))
    for phi, initial, then in zip([term, *sums], [ir.Constant(I64, 0), *first], [following, *added], strict=True):
        phi.add_incoming(initial, before)
        phi.add_incoming(then, body)
    builder.cbranch(builder.icmp_signed("<", following, terms), body, after)

    builder.position_at_end(after)
    totals = []
    for initial, then in zip(first, added, strict=True):
        total = builder.phi(vector)
        total.add_incoming(initial, before)
        total.add_incoming(then, body)
        totals.append(total)
    return totals


def emit_tile(
    builder: Any, rows: int, vectors: int, terms: Any, factors: Factors, keep: Any, start: Places, end: Places
) -> None:
    """Emit ``rows`` × ``vectors`` sums over ``terms`` products, from ``start`` if ``keep`` is not 0, else from 0."""
    cells = [(i, ir.Constant(I64, v * LANES)) for i in range(rows) for v in range(vectors)]
    kept = builder.icmp_signed("!=", keep, ir.Constant(I64, 0))
    zero = ir.Constant(FLOATS.llvm, [0.0] * LANES)
    first = [builder.select(kept, builder.load(start(i, j), align=4), zero) for i, j in cells]
    for (i, j), total in zip(cells, emit_sums(builder, terms, factors, first), strict=True):
        builder.store(total, end(i, j), align=4)


@intrinsic(prefer_literal=True)
def strided_tile(
    context: Any, rows: Any, vectors: Any, mem: Any, a: Any, a_row: Any, a_term: Any, terms: Any, b: Any, b_term: Any,
    c: Any, c_row: Any, start: Any, start_row: Any, keep: Any,
) -> Any:  # fmt: skip
    """c[i, j] = start[i, j] · keep + Σ a[i, p] b[p, j] for ``rows`` rows and 16 · ``vectors`` columns (literals).

    a[i, p] = mem[a + i · a_row + p · a_term], b[p, j] = mem[b + p · b_term + j], c and start have unit column strides.
    """
    rows_, vectors_ = rows.literal_value, vectors.literal_value

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        base, a_, a_row_, a_term_, terms_, b_, b_term_, c_, c_row_, start_, start_row_, keep_ = args[2:]

        def places(origin: Any, row: Any) -> Places:
            pointers = [
                builder.gep(base, [builder.add(origin, builder.mul(ir.Constant(I64, i), row))]) for i in range(rows_)
            ]
            return lambda i, j: at(builder, pointers[i], j, FLOATS.llvm)

        lines = [builder.mul(ir.Constant(I64, i), a_row_) for i in range(rows_)]

        def factors(term: Any) -> tuple[list[Any], list[Any]]:
            column = builder.gep(base, [builder.add(a_, builder.mul(term, a_term_))])
            row = builder.gep(base, [builder.add(b_, builder.mul(term, b_term_))])
            return (
                [builder.load(builder.gep(column, [line]), align=4) for line in lines],
                [
                    builder.load(at(builder, row, ir.Constant(I64, v * LANES), FLOATS.llvm), align=4)
                    for v in range(vectors_)
                ],
            )

        emit_tile(builder, rows_, vectors_, terms_, factors, keep_, places(start_, start_row_), places(c_, c_row_))
        return target.get_dummy_value()

    return types.void(rows, vectors, POINTER, *[types.int64] * 11), emit


@intrinsic(prefer_literal=True)
def gathered_tile(
    context: Any, rows: Any, vectors: Any, mem: Any, a: Any, a_rows: Any, a_terms: Any, terms: Any, b: Any,
    b_terms: Any, c: Any, c_rows: Any, start: Any, start_scale: Any, keep: Any,
) -> Any:  # fmt: skip
    """As ``strided_tile`` with tables of int32 offsets instead of strides: an im2col that is never written down.

    a[i, p] = mem[a + a_rows[i] + a_terms[p]], b[p, j] = mem[b + b_terms[p] + j], c[i, j] = mem[c + c_rows[i] + j],
    start[i, j] = mem[start + start_scale · c_rows[i] + j]. Tables are places in the arena.
    """
    rows_, vectors_ = rows.literal_value, vectors.literal_value

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        base, a_, a_rows_, a_terms_, terms_, b_, b_terms_, c_, c_rows_, start_, scale_, keep_ = args[2:]

        def entry(table: Any, index: Any) -> Any:
            return builder.sext(builder.load(builder.gep(at(builder, base, table, I32), [index]), align=4), I64)

        def places(origin: Any, scale: Any = None) -> Places:
            pointers = []
            for i in range(rows_):
                offset = entry(c_rows_, ir.Constant(I64, i))
                offset = offset if scale is None else builder.mul(offset, scale)
                pointers.append(builder.gep(base, [builder.add(origin, offset)]))
            return lambda i, j: at(builder, pointers[i], j, FLOATS.llvm)

        lines = [builder.gep(base, [builder.add(a_, entry(a_rows_, ir.Constant(I64, i)))]) for i in range(rows_)]
        origin = builder.gep(base, [b_])

        def factors(term: Any) -> tuple[list[Any], list[Any]]:
            offset, row = entry(a_terms_, term), builder.gep(origin, [entry(b_terms_, term)])
            return (
                [builder.load(builder.gep(line, [offset]), align=4) for line in lines],
                [
                    builder.load(at(builder, row, ir.Constant(I64, v * LANES), FLOATS.llvm), align=4)
                    for v in range(vectors_)
                ],
            )

        emit_tile(builder, rows_, vectors_, terms_, factors, keep_, places(start_, scale_), places(c_))
        return target.get_dummy_value()

    return types.void(rows, vectors, POINTER, *[types.int64] * 11), emit
