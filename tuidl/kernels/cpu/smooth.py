"""Smooth activations, whose gradients follow from the input x."""

from typing import Any

from numba import njit

from tuidl.kernels.cpu.elementary import bounded, exp, expm1, log1p, number, sigmoid
from tuidl.kernels.cpu.kernel import OPTIONS, ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.simd import LANES, fma, load, operands, real, splat, store, where_greater, where_not_less_equal

TWICE_WIDTH, CUBIC = 1.5957691216057308, 0.044715  # 2 √(2/π) and the factor of x³ in the approximation of GELU
FLAT = 12.0  # from here on GELU is x, and before −12 it is 0


@kernel("activation.elu", split="rows", unit=ROW_BLOCK)
def elu(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x where x > 0, else α (eˣ − 1)."""
    x, y, alpha, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, factor = padded(features), number(0.0), splat(real(alpha))
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        store(mem, y + i, where_greater(value, zero, value, factor * expm1(value)))


@kernel("activation.elu_backward", split="rows", unit=ROW_BLOCK)
def elu_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy where x > 0, else α eˣ dy."""
    x, dy, dx, alpha, rows, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, factor = padded(features), number(0.0), splat(real(alpha))
    for i in range(lo * wide, hi * wide, LANES):
        value, gradient = load(mem, x + i), load(mem, dy + i)
        store(mem, dx + i, where_greater(value, zero, gradient, factor * exp(value) * gradient))


@kernel("activation.softplus", split="rows", unit=ROW_BLOCK)
def softplus(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|)."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        small = exp(where_greater(value, zero, zero - value, value))
        store(mem, y + i, where_not_less_equal(value, zero, value, zero) + log1p(small))


@kernel("activation.softplus_backward", split="rows", unit=ROW_BLOCK)
def softplus_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy σ(x)."""
    x, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, LANES):
        store(mem, dx + i, load(mem, dy + i) * sigmoid(load(mem, x + i)))


@kernel("activation.silu", split="rows", unit=ROW_BLOCK)
def silu(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x σ(x)."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        store(mem, y + i, value * sigmoid(value))


@kernel("activation.silu_backward", split="rows", unit=ROW_BLOCK)
def silu_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy (s + x s (1 − s)), s = σ(x)."""
    x, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, one = padded(features), number(1.0)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        s = sigmoid(value)
        store(mem, dx + i, load(mem, dy + i) * (s + value * s * (one - s)))


@njit(**OPTIONS)
def gate(near: Any) -> Any:
    """σ(2u), u = √(2/π) (x + 0.044715 x³): the share of x that GELU lets through."""
    return sigmoid(number(TWICE_WIDTH) * near * fma(number(CUBIC) * near, near, number(1.0)))


@kernel("activation.gelu", split="rows", unit=ROW_BLOCK)
def gelu(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x σ(2u), u = √(2/π) (x + 0.044715 x³)."""
    x, y, rows, features = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo * wide, hi * wide, LANES):
        value = load(mem, x + i)
        store(mem, y + i, value * gate(bounded(value, FLAT)))


@kernel("activation.gelu_backward", split="rows", unit=ROW_BLOCK)
def gelu_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy (s + 2 x s (1 − s) u′), s = σ(2u), u′ = √(2/π) (1 + 0.134145 x²)."""
    x, dy, dx, rows, features = operands(op, 5)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, one = padded(features), number(1.0)
    for i in range(lo * wide, hi * wide, LANES):
        near = bounded(load(mem, x + i), FLAT)
        s = gate(near)
        slope = number(TWICE_WIDTH) * fma(number(3 * CUBIC) * near, near, one)
        store(mem, dx + i, load(mem, dy + i) * (s + near * s * (one - s) * slope))
