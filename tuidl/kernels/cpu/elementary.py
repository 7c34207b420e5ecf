"""exp, log, tanh and sigmoid of whole vectors, as polynomials (those of exp are the Cephes library's)."""

from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import OPTIONS
from tuidl.kernels.cpu.simd import ROUND, fma, splat, times_power_of_two, where_greater

TANH_END = 9.0  # from here on tanh is 1 in float32


@njit(**OPTIONS)
def number(value: float) -> Any:
    """A number in every lane."""
    return splat(np.float32(value))


@njit(**OPTIONS)
def bounded(x: Any, limit: float) -> Any:
    """x between −limit and limit; NaN stays NaN."""
    high, low = number(limit), number(-limit)
    return where_greater(x, high, high, where_greater(low, x, low, x))


@njit(**OPTIONS)
def parted(x: Any) -> tuple[Any, Any]:
    """(eʳ − 1, n + ROUND) of x = n log 2 + r with r at most ½ log 2 (the polynomial is the Cephes library's)."""
    near = bounded(x, 89.0)
    shifted = fma(near, number(1.44269504088896341), number(ROUND))
    n = shifted - number(ROUND)
    r = fma(n, number(-0.693359375), near)
    r = fma(n, number(2.12194440e-4), r)
    p = fma(number(1.9875691500e-4), r, number(1.3981999507e-3))
    p = fma(p, r, number(8.3334519073e-3))
    p = fma(p, r, number(4.1665795894e-2))
    p = fma(p, r, number(1.6666665459e-1))
    p = fma(p, r, number(5.0000001201e-1))
    return fma(p * r, r, r), shifted


@njit(**OPTIONS)
def exp(x: Any) -> Any:
    """eˣ with a relative error about 1e-7: 0 below −87, infinity above 88.7, NaN stays NaN."""
    less, shifted = parted(x)
    return where_greater(number(-87.0), x, number(0.0), times_power_of_two(less + number(1.0), shifted))


@njit(**OPTIONS)
def expm1(x: Any) -> Any:
    """eˣ − 1 with a relative error about 2e-7, also for tiny x: −1 below −87, infinity above 88.7, NaN stays NaN."""
    less, shifted = parted(x)
    power = times_power_of_two(number(1.0), shifted)
    return where_greater(number(-87.0), x, number(-1.0), fma(less, power, power - number(1.0)))


@njit(**OPTIONS)
def log1p(x: Any) -> Any:
    """log(1 + x) for x from 0 to 1, relative error about 2e-7: 2 artanh(x / (2 + x)) as a series; NaN stays NaN."""
    s = x / (x + number(2.0))
    z = s * s
    p = fma(number(1 / 13), z, number(1 / 11))
    p = fma(p, z, number(1 / 9))
    p = fma(p, z, number(1 / 7))
    p = fma(p, z, number(1 / 5))
    p = fma(p, z, number(1 / 3))
    return (s + s) * fma(p, z, number(1.0))


@njit(**OPTIONS)
def tanh(x: Any) -> Any:
    """tanh x with a relative error below 4e-7, also for tiny x: a rational function of least relative error to 9."""
    x = bounded(x, TANH_END)
    square = x * x
    p = fma(number(1.3419862134e-8), square, number(2.0661294137e-5))
    p = fma(p, square, number(3.4989980971e-3))
    p = fma(p, square, number(1.3383982003e-1))
    p = fma(p, square, number(1.0))
    q = fma(number(7.8047466006e-7), square, number(3.2910416070e-4))
    q = fma(q, square, number(2.5890214159e-2))
    q = fma(q, square, number(4.6717303486e-1))
    q = fma(q, square, number(1.0))
    return bounded(x * p / q, 1.0)


@njit(**OPTIONS)
def sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ)."""
    return number(1.0) / (number(1.0) + exp(number(0.0) - x))
