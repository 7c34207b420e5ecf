"""Random numbers made from hashes: one from 0 up to 1, or sixteen of the normal distribution."""

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels import hash
from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import OPTIONS
from tuidl.kernels.cpu.simd import FLOATS, I32, INTS, LANES, fma, scramble, sqrt, where_greater

MIDDLE = 0x3F3504F3  # the bits of √½ as a float32
BELOW_ONE = 1.0 - 2.0**-24

key_of, scrambled = njit(**OPTIONS)(hash.key), njit(**OPTIONS)(hash.scrambled)


def _every(value: int) -> Any:
    return ir.Constant(INTS.llvm, [value] * LANES)


def _exponents(builder: Any, bits: Any) -> Any:
    """The e of x = m 2ᵉ with m from √½ up to √2."""
    return builder.ashr(builder.sub(bits, _every(MIDDLE)), _every(23))


@intrinsic
def exponent(context: Any, value: Any) -> Any:
    """The whole number e of x = m 2ᵉ with m from √½ up to √2, for x above 0."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.sitofp(_exponents(builder, builder.bitcast(args[0], INTS.llvm)), FLOATS.llvm)

    return FLOATS(FLOATS), emit


@intrinsic
def mantissa(context: Any, value: Any) -> Any:
    """The m of x = m 2ᵉ, from √½ up to √2, for x above 0."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.bitcast(args[0], INTS.llvm)
        shifted = builder.shl(_exponents(builder, bits), _every(23))
        return builder.bitcast(builder.sub(bits, shifted), FLOATS.llvm)

    return FLOATS(FLOATS), emit


@intrinsic
def from_one_to_two(context: Any, numbers: Any) -> Any:
    """1 + k / 2²³ from the upper 23 bits k of each uint32."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(builder.or_(builder.lshr(args[0], _every(9)), _every(0x3F800000)), FLOATS.llvm)

    return FLOATS(INTS), emit


@intrinsic
def lane(context: Any, value: Any, index: Any) -> Any:
    """One of sixteen floats."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.extract_element(args[0], builder.trunc(args[1], I32))

    return types.float32(FLOATS, types.int64), emit


@njit(**OPTIONS)
def log(x: Any) -> Any:
    """log x with a relative error about 1e-7, for x above 0 (the polynomial is the Cephes library's)."""
    e, r = exponent(x), mantissa(x) - number(1.0)
    z = r * r
    p = fma(number(7.0376836292e-2), r, number(-1.1514610310e-1))
    p = fma(p, r, number(1.1676998740e-1))
    p = fma(p, r, number(-1.2420140846e-1))
    p = fma(p, r, number(1.4249322787e-1))
    p = fma(p, r, number(-1.6668057665e-1))
    p = fma(p, r, number(2.0000714765e-1))
    p = fma(p, r, number(-2.4999993993e-1))
    p = fma(p, r, number(3.3333331174e-1))
    p = fma(p * r, z, e * number(-2.12194440e-4))
    p = fma(number(-0.5), z, p)
    return fma(e, number(0.693359375), p + r)


@njit(**OPTIONS)
def cosine(v: Any) -> Any:
    """cos 2πv for v from −½ to ½, as sin 2πs, s = ¼ − |v|: its Taylor series, the first left out below 1e-9."""
    s = number(0.25) - where_greater(v, number(0.0), v, number(0.0) - v)
    x = s * number(6.283185307179586)
    z = x * x
    p = fma(number(1.0 / 6227020800.0), z, number(-1.0 / 39916800.0))
    p = fma(p, z, number(1.0 / 362880.0))
    p = fma(p, z, number(-1.0 / 5040.0))
    p = fma(p, z, number(1.0 / 120.0))
    p = fma(p, z, number(-1.0 / 6.0))
    return fma(p * z, x, x)


@njit(**OPTIONS)
def normal(places: Any, key: int) -> Any:
    """√(−2 log u) cos 2πv, u and v from an element's hash and the hash of that (Box & Muller 1958)."""
    h = scramble(places, key)
    u = from_one_to_two(h) - number(BELOW_ONE)
    half_turned = from_one_to_two(scramble(h, key)) - number(1.5)  # v − ½: the cosine is the negative one
    return number(0.0) - sqrt(number(-2.0) * log(u)) * cosine(half_turned)


@njit(**OPTIONS)
def uniform(place: int, key: int) -> float:
    """The hash of an element as a number from 0 up to 1."""
    return scrambled(place, key) / 4294967296.0
