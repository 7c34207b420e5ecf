"""Shuffles: lanes that are wanted packed together, sixteen rows turned into sixteen columns."""

from typing import Any

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import types
from numba.extending import intrinsic

from tuidl.kernels.cpu.simd import FLOATS, I32, I64, INTS, LANES, POINTER, Lanes, at, llvm

PACKS = bool(get_host_cpu_features().get("avx512f"))  # the processor has an instruction for it
BITS = ir.VectorType(ir.IntType(1), LANES)


def _pack(kind: Lanes, suffix: str) -> Any:
    @intrinsic
    def pack(context: Any, mem: Any, place: Any, value: Any, left: Any, right: Any) -> Any:
        def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
            base, place_, value_ = args[:3]
            wanted = builder.icmp_signed("==", args[3], args[4])
            if PACKS:
                blank = ir.Constant(kind.llvm, [0] * LANES)
                packed = llvm(
                    builder, f"llvm.x86.avx512.mask.compress.v{LANES}{suffix}", kind.llvm, value_, blank, wanted
                )
                builder.store(packed, at(builder, base, place_, kind.llvm), align=4)
                count = builder.bitcast(wanted, ir.IntType(LANES))
                return builder.zext(llvm(builder, f"llvm.ctpop.i{LANES}", count.type, count), I64)
            end = place_
            for lane in range(LANES):  # one that is not wanted is written over by the next
                index = ir.Constant(I32, lane)
                builder.store(
                    builder.extract_element(value_, index), at(builder, base, end, kind.llvm.element), align=4
                )
                end = builder.add(end, builder.zext(builder.extract_element(wanted, index), I64))
            return builder.sub(end, place_)

        return types.int64(POINTER, types.int64, kind, INTS, INTS), emit

    return pack


pack, pack_ints = _pack(FLOATS, "f32"), _pack(INTS, "i32")
pack.__doc__ = pack_ints.__doc__ = """Write the lanes where ``left == right`` from ``place`` on; how many they are.

Sixteen words are written.
"""


@intrinsic
def turn(
    context: Any, mem: Any, source: Any, source_row: Any, rows: Any, target: Any, target_row: Any, lo: Any, hi: Any
) -> Any:
    """target[j, i] = source[i, j] for rows i < 16 and columns j in lo .. hi, at most 16.

    Only ``rows`` rows are there to be read, and stand for what lies behind them.
    """

    def emit(result: Any, builder: Any, signature: Any, args: Any) -> Any:
        base, source_, source_row_, rows_, target_, target_row_, lo_, hi_ = args
        last = builder.sub(rows_, ir.Constant(I64, 1))
        lines = []
        for i in range(LANES):
            row = ir.Constant(I64, i)
            there = builder.select(builder.icmp_signed("<", row, last), row, last)
            place = builder.add(source_, builder.mul(there, source_row_))
            lines.append(builder.load(at(builder, base, place, INTS.llvm), align=4))
        half = LANES // 2
        zips = [
            ir.Constant(ir.VectorType(I32, LANES), [first + k // 2 + k % 2 * LANES for k in range(LANES)])
            for first in (0, half)
        ]
        width = 1
        while width < LANES:  # a perfect shuffle of rows and lanes, four times
            lines = [builder.shuffle_vector(lines[i], lines[i + half], way) for i in range(half) for way in zips]
            width *= 2
        for j, line in enumerate(lines):
            column = ir.Constant(I64, j)
            within = builder.and_(builder.icmp_signed("<=", lo_, column), builder.icmp_signed("<", column, hi_))
            with builder.if_then(within):
                place = builder.add(target_, builder.mul(column, target_row_))
                builder.store(line, at(builder, base, place, INTS.llvm), align=4)
        return result.get_dummy_value()

    return types.void(POINTER, *[types.int64] * 7), emit
