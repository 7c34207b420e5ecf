"""exp, tanh and sigmoid of whole vectors, as polynomials (the coefficients of the Cephes library)."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import OPTIONS
from tuidl.kernels.cpu.simd import absolute, fma, rint, splat, times_power_of_two, where_greater

HALF_SPAN = 0.625  # below it tanh is a polynomial of its own: 1 − 2 / (e²ˣ + 1) would lose small values


@njit(**OPTIONS)
def number(value: float) -> Any:
    """A number in every lane."""
    return splat(np.float32(value))


@njit(**OPTIONS)
def exp(x: Any) -> Any:
    """eˣ with a relative error about 1e-7: 0 below −87, infinity above 88.7, NaN stays NaN."""
    bounded = where_greater(number(-88.0), x, number(-88.0), where_greater(x, number(89.0), number(89.0), x))
    n = rint(bounded * number(1.44269504088896341))
    r = fma(n, number(-0.693359375), bounded)
    r = fma(n, number(2.12194440e-4), r)
    p = fma(number(1.9875691500e-4), r, number(1.3981999507e-3))
    p = fma(p, r, number(8.3334519073e-3))
    p = fma(p, r, number(4.1665795894e-2))
    p = fma(p, r, number(1.6666665459e-1))
    p = fma(p, r, number(5.0000001201e-1))
    p = fma(p * r, r, r) + number(1.0)
    power = times_power_of_two(p, n)
    return where_greater(number(-87.0), x, number(0.0), power)


@njit(**OPTIONS)
def tanh(x: Any) -> Any:
    """tanh x with a relative error about 1e-7, also for tiny x."""
    square = x * x
    p = fma(number(-5.70498872745e-3), square, number(2.06390887954e-2))
    p = fma(p, square, number(-5.37397155531e-2))
    p = fma(p, square, number(1.33314422036e-1))
    p = fma(p, square, number(-3.33332819422e-1))
    small = fma(p * square, x, x)
    large = number(1.0) - number(2.0) / (exp(absolute(x) * number(2.0)) + number(1.0))
    signed = where_greater(number(0.0), x, number(0.0) - large, large)
    return where_greater(number(HALF_SPAN), absolute(x), small, signed)


@njit(**OPTIONS)
def sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ)."""
    return number(1.0) / (number(1.0) + exp(number(0.0) - x))
