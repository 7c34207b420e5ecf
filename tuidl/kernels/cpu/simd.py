"""Vectors of sixteen float32 or int32 values for numba kernels, emitted as LLVM vector instructions.

``mem`` is the arena's base pointer; places in it count 4-byte words. The vector is sixteen wide on every machine: LLVM
splits it where registers are narrower, so results do not depend on the processor.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

from tuidl.kernels.hash import FIRST, GOLDEN, SECOND
from tuidl.program import LANES as LANES

POINTER = types.CPointer(types.float32)
ROUND = 12582912.0  # 1.5 · 2²³: x + ROUND has x, rounded to a whole number, in the low bits of its mantissa
F32, F64, I32, I64 = ir.FloatType(), ir.DoubleType(), ir.IntType(32), ir.IntType(64)


class Lanes(types.Type):
    """A register of sixteen values."""

    def __init__(self, name: str, element: ir.Type) -> None:
        self.llvm = ir.VectorType(element, LANES)
        super().__init__(name=name)


FLOATS, INTS = Lanes("float32x16", F32), Lanes("int32x16", I32)


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, lanes: Lanes) -> None:
        super().__init__(manager, lanes, lanes.llvm)


# ---- pieces of LLVM that the intrinsics and the tiles share ---------------------------------------------------------


def at(builder: Any, mem: Any, place: Any, pointee: Any = None) -> Any:
    """The pointer to word ``place``, as a pointer to ``pointee`` if given."""
    pointer = builder.gep(mem, [place])
    return builder.bitcast(pointer, pointee.as_pointer()) if pointee is not None else pointer


def spread(builder: Any, vector: Any, scalar: Any) -> Any:
    """A scalar in every lane."""
    blank = ir.Constant(vector, ir.Undefined)
    first = builder.insert_element(blank, scalar, ir.Constant(I32, 0))
    return builder.shuffle_vector(first, blank, ir.Constant(ir.VectorType(I32, LANES), [0] * LANES))


def llvm(builder: Any, name: str, result: Any, *arguments: Any) -> Any:
    """A call of an LLVM intrinsic function."""
    signature = ir.FunctionType(result, [a.type for a in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, signature, name), arguments)


def _constant(vector: Any, value: Any) -> Any:
    return ir.Constant(vector, [value] * LANES)


# ---- memory ---------------------------------------------------------------------------------------------------------


@intrinsic
def load(context: Any, mem: Any, place: Any) -> Any:
    """Sixteen floats from ``place`` on."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(at(builder, args[0], args[1], FLOATS.llvm), align=4)

    return FLOATS(POINTER, types.int64), emit


@intrinsic
def store(context: Any, mem: Any, place: Any, value: Any) -> Any:
    """Write sixteen floats from ``place`` on."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], at(builder, args[0], args[1], FLOATS.llvm), align=4)
        return target.get_dummy_value()

    return types.void(POINTER, types.int64, FLOATS), emit


@intrinsic
def load_ints(context: Any, mem: Any, place: Any) -> Any:
    """Sixteen int32 from ``place`` on."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(at(builder, args[0], args[1], INTS.llvm), align=4)

    return INTS(POINTER, types.int64), emit


@intrinsic
def store_ints(context: Any, mem: Any, place: Any, value: Any) -> Any:
    """Write sixteen int32 from ``place`` on."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], at(builder, args[0], args[1], INTS.llvm), align=4)
        return target.get_dummy_value()

    return types.void(POINTER, types.int64, INTS), emit


@intrinsic
def shift(context: Any, mem: Any, place: Any) -> Any:
    """The pointer to word ``place``."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return at(builder, *args)

    return POINTER(POINTER, types.int64), emit


@intrinsic
def get_int(context: Any, mem: Any, place: Any) -> Any:
    """The int32 at ``place``, as int64."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.sext(builder.load(at(builder, args[0], args[1], I32), align=4), I64)

    return types.int64(POINTER, types.int64), emit


@intrinsic
def put_int(context: Any, mem: Any, place: Any, value: Any) -> Any:
    """Write an int64 as int32 at ``place``."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(builder.trunc(args[2], I32), at(builder, args[0], args[1], I32), align=4)
        return target.get_dummy_value()

    return types.void(POINTER, types.int64, types.int64), emit


@intrinsic
def copy(context: Any, target: Any, to: Any, source: Any, start: Any, words: Any) -> Any:
    """Copy ``words`` words from ``start`` of ``source`` to ``to`` of ``target``."""

    def emit(context_: Any, builder: Any, signature: Any, args: Any) -> Any:
        cgutils.raw_memcpy(builder, at(builder, args[0], args[1]), at(builder, args[2], args[3]), args[4], 4, align=4)
        return context_.get_dummy_value()

    return types.void(POINTER, types.int64, POINTER, types.int64, types.int64), emit


# ---- making and choosing --------------------------------------------------------------------------------------------


@intrinsic
def splat(context: Any, scalar: Any) -> Any:
    """A float32 in every lane."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return spread(builder, FLOATS.llvm, args[0])

    return FLOATS(types.float32), emit


@intrinsic
def splat_int(context: Any, scalar: Any) -> Any:
    """An int64 as int32 in every lane."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return spread(builder, INTS.llvm, builder.trunc(args[0], I32))

    return INTS(types.int64), emit


@intrinsic
def count_from(context: Any, start: Any) -> Any:
    """``start``, ``start + 1``, ..., as int32."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        first = spread(builder, INTS.llvm, builder.trunc(args[0], I32))
        return builder.add(first, ir.Constant(INTS.llvm, list(range(LANES))))

    return INTS(types.int64), emit


def _choice(kind: Lanes, ordered: bool, comparison: str, result: Lanes) -> Any:
    """(left, right, value, other) -> value in the lanes where the comparison holds, other elsewhere."""

    @intrinsic
    def choose(context: Any, left: Any, right: Any, value: Any, other: Any) -> Any:
        def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
            if kind is INTS:
                holds = builder.icmp_signed(comparison, args[0], args[1])
            elif ordered:
                holds = builder.fcmp_ordered(comparison, args[0], args[1])
            else:
                holds = builder.fcmp_unordered(comparison, args[0], args[1])
            return builder.select(holds, args[2], args[3])

        return result(kind, kind, result, result), emit

    return choose


where_greater = _choice(FLOATS, True, ">", FLOATS)
where_not_less_equal = _choice(FLOATS, False, ">", FLOATS)  # also where one of them is NaN
where_equal_int = _choice(INTS, True, "==", FLOATS)
where_index_less = _choice(INTS, True, "<", INTS)


def _win(result: Lanes) -> Any:
    """(value, best, candidate, other) -> candidate where value > best or value is the first NaN, other elsewhere."""

    @intrinsic
    def choose(context: Any, value: Any, best: Any, candidate: Any, other: Any) -> Any:
        def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
            above = builder.fcmp_unordered(">", args[0], args[1])
            wins = builder.and_(above, builder.fcmp_ordered("ord", args[1], args[1]))
            return builder.select(wins, args[2], args[3])

        return result(FLOATS, FLOATS, result, result), emit

    return choose


where_wins, where_index_wins = _win(FLOATS), _win(INTS)


@intrinsic
def where_below(context: Any, numbers: Any, limit: Any, value: Any, other: Any) -> Any:
    """``value`` in the lanes whose uint32 is below ``limit`` (int64), ``other`` elsewhere."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        limits = spread(builder, INTS.llvm, builder.trunc(args[1], I32))
        return builder.select(builder.icmp_unsigned("<", args[0], limits), args[2], args[3])

    return FLOATS(INTS, types.int64, FLOATS, FLOATS), emit


@intrinsic
def scramble(context: Any, numbers: Any, key: Any) -> Any:
    """Hash uint32 numbers with a key: a Weyl step, then murmur3's finaliser."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        h = builder.mul(args[0], _constant(INTS.llvm, GOLDEN))
        h = builder.add(h, spread(builder, INTS.llvm, builder.trunc(args[1], I32)))
        for bits, factor in ((16, FIRST), (13, SECOND)):
            h = builder.mul(builder.xor(h, builder.lshr(h, _constant(INTS.llvm, bits))), _constant(INTS.llvm, factor))
        return builder.xor(h, builder.lshr(h, _constant(INTS.llvm, 16)))

    return INTS(INTS, types.int64), emit


# ---- arithmetic -----------------------------------------------------------------------------------------------------


def _arithmetic(method: str, kind: Lanes = FLOATS) -> Any:
    @intrinsic
    def operation(context: Any, left: Any, right: Any) -> Any:
        def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
            return getattr(builder, method)(*args)

        return kind(kind, kind), emit

    return operation


_add, _sub, _mul, _div = (_arithmetic(name) for name in ("fadd", "fsub", "fmul", "fdiv"))
add_ints, mul_ints = _arithmetic("add", INTS), _arithmetic("mul", INTS)


def _operator(symbol: Any, implementation: Any) -> None:
    @overload(symbol, inline="always")
    def lanes(left, right):  # type: ignore[no-untyped-def] # numba compares the signature with the lambda's
        if left == FLOATS and right == FLOATS:
            return lambda left, right: implementation(left, right)
        return None


for _name, _implementation in (("add", _add), ("sub", _sub), ("mul", _mul), ("truediv", _div)):
    _operator(getattr(operator, _name), _implementation)
    _operator(getattr(operator, "i" + _name), _implementation)


@intrinsic
def fma(context: Any, x: Any, y: Any, z: Any) -> Any:
    """x y + z with one rounding."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return llvm(builder, f"llvm.fma.v{LANES}f32", FLOATS.llvm, *args)

    return FLOATS(FLOATS, FLOATS, FLOATS), emit


def _unary(name: str) -> Any:
    @intrinsic
    def operation(context: Any, value: Any) -> Any:
        def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
            return llvm(builder, f"llvm.{name}.v{LANES}f32", FLOATS.llvm, args[0])

        return FLOATS(FLOATS), emit

    return operation


sqrt = _unary("sqrt")


@intrinsic
def times_power_of_two(context: Any, value: Any, shifted: Any) -> Any:
    """value · 2^n with n = shifted − ROUND, whole and from −127 (zero) to 128 (infinity)."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        n = builder.bitcast(args[1], INTS.llvm)  # the low bits of the mantissa; those above are shifted out
        power = builder.shl(builder.add(n, _constant(INTS.llvm, 127)), _constant(INTS.llvm, 23))
        return builder.fmul(args[0], builder.bitcast(power, FLOATS.llvm))

    return FLOATS(FLOATS, FLOATS), emit


def _reduction(combine: Any) -> Any:
    @intrinsic
    def operation(context: Any, value: Any) -> Any:
        def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
            vector, width = args[0], LANES
            while width > 1:
                width //= 2
                blank, mask = ir.Constant(vector.type, ir.Undefined), ir.VectorType(I32, width)
                halves = [
                    builder.shuffle_vector(vector, blank, ir.Constant(mask, list(range(first, first + width))))
                    for first in (0, width)
                ]
                vector = combine(builder, *halves)
            return builder.extract_element(vector, ir.Constant(I32, 0))

        return types.float32(FLOATS), emit

    return operation


lane_sum = _reduction(lambda builder, x, y: builder.fadd(x, y))
lane_max = _reduction(lambda builder, x, y: builder.select(builder.fcmp_unordered(">", x, y), x, y))


# ---- instructions ---------------------------------------------------------------------------------------------------


@intrinsic(prefer_literal=True)
def operands(context: Any, op: Any, count: Any) -> Any:
    """The first ``count`` (a literal) operands of an instruction."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        words = [builder.load(builder.gep(args[0], [ir.Constant(I64, i + 1)])) for i in range(count.literal_value)]
        return cgutils.pack_array(builder, words)

    return types.UniTuple(types.int64, count.literal_value)(types.CPointer(types.int64), count), emit


@intrinsic
def real(context: Any, word: Any) -> Any:
    """The float32 of an operand word that holds a float64."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fptrunc(builder.bitcast(args[0], F64), F32)

    return types.float32(types.int64), emit


@intrinsic
def outside(context: Any, address: Any) -> Any:
    """The pointer to an array outside the arena."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], F32.as_pointer())

    return POINTER(types.int64), emit
