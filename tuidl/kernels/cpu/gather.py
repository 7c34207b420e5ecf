"""Sixteen pixels of an image at once, each from a place of its own."""

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS
from tuidl.kernels.cpu.simd import (
    FLOATS,
    I32,
    INTS,
    LANES,
    POINTER,
    at,
    llvm,
    spread,
    where_below,
    where_greater,
)


@intrinsic
def as_floats(context: Any, numbers: Any) -> Any:
    """int32 as float32."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.sitofp(args[0], FLOATS.llvm)

    return FLOATS(INTS), emit


@intrinsic
def as_ints(context: Any, value: Any) -> Any:
    """Whole float32 as int32; they must fit."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fptosi(args[0], INTS.llvm)

    return INTS(FLOATS), emit


@intrinsic
def floor(context: Any, value: Any) -> Any:
    """The whole number at or below each."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return llvm(builder, f"llvm.floor.v{LANES}f32", FLOATS.llvm, args[0])

    return FLOATS(FLOATS), emit


@intrinsic
def following(context: Any, numbers: Any) -> Any:
    """Each number plus one."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.add(args[0], ir.Constant(INTS.llvm, [1] * LANES))

    return INTS(INTS), emit


@intrinsic
def words(context: Any, rows: Any, columns: Any, width: Any, stride: Any) -> Any:
    """(row · width + column) · stride: where pixels begin."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide, step = (spread(builder, INTS.llvm, builder.trunc(size, I32)) for size in args[2:])
        return builder.mul(builder.add(builder.mul(args[0], wide), args[1]), step)

    return INTS(INTS, INTS, types.int64, types.int64), emit


@intrinsic
def kept_within(context: Any, numbers: Any, size: Any) -> Any:
    """Each number, or the nearest from 0 up to ``size``."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        zero, last = ir.Constant(INTS.llvm, [0] * LANES), builder.sub(args[1], ir.Constant(args[1].type, 1))
        end = spread(builder, INTS.llvm, builder.trunc(last, I32))
        raised = builder.select(builder.icmp_signed("<", args[0], zero), zero, args[0])
        return builder.select(builder.icmp_signed(">", raised, end), end, raised)

    return INTS(INTS, types.int64), emit


@intrinsic
def gather(context: Any, mem: Any, start: Any, places: Any) -> Any:
    """The float32 at ``start`` plus each place."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        first, made = at(builder, args[0], args[1]), ir.Constant(FLOATS.llvm, ir.Undefined)
        for i in range(LANES):
            place = builder.sext(builder.extract_element(args[2], ir.Constant(I32, i)), ir.IntType(64))
            value = builder.load(builder.gep(first, [place]), align=4)
            made = builder.insert_element(made, value, ir.Constant(I32, i))
        return made

    return FLOATS(POINTER, types.int64, INTS), emit


@njit(**OPTIONS)
def between(place: Any, size: int, nearest: int) -> tuple[Any, Any, Any, Any]:
    """Two pixels along a side around each place, and how much of each; none beyond the border, or with ``nearest`` the
    border's. A place that is no number lies before the first."""
    place = where_greater(place, number(-2.0), place, number(-2.0))
    place = where_greater(place, number(size + 1.0), number(size + 1.0), place)
    whole = floor(place)
    first, part = as_ints(whole), place - whole
    second, low = following(first), number(1.0) - part
    if not nearest:
        low, part = where_below(first, size, low, number(0.0)), where_below(second, size, part, number(0.0))
    return kept_within(first, size), kept_within(second, size), low, part
