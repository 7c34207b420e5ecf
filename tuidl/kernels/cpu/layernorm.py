"""Layer normalisation: threads share the rows, and for γ and β the features."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.simd import LANES, count_from, lane_sum, load, operands, real, splat, store, where_below


@kernel("layernorm.forward", split="rows", unit=ROW_BLOCK)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """normal = (x − mean x) inverse, inverse = 1 / √(var x + ε), per row; y = γ normal + β."""
    x, gamma, beta, normal, y, inverse, epsilon, rows, features = operands(op, 9)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, each = padded(features), number(0.0), np.float32(1.0 / features)
    for i in range(lo, hi):
        row = i * wide
        total = zero
        for j in range(0, wide, LANES):
            total += where_below(count_from(j), features, load(mem, x + row + j), zero)
        centre = splat(lane_sum(total) * each)
        spread = zero
        for j in range(0, wide, LANES):
            distance = where_below(count_from(j), features, load(mem, x + row + j) - centre, zero)
            store(mem, normal + row + j, distance)
            spread += distance * distance
        scale = np.float32(1.0) / np.sqrt(lane_sum(spread) * each + real(epsilon))
        put(mem, inverse + i, scale)
        for j in range(0, wide, LANES):
            normalised = load(mem, normal + row + j) * splat(scale)
            store(mem, normal + row + j, normalised)
            store(mem, y + row + j, load(mem, gamma + j) * normalised + load(mem, beta + j))


@kernel("layernorm.backward_input", split="rows", unit=ROW_BLOCK)
def backward_input(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = inverse (g − mean g − normal mean(g normal)), g = γ dy, means per row."""
    dy, normal, gamma, inverse, dx, rows, features = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, each = padded(features), number(0.0), np.float32(1.0 / features)
    for i in range(lo, hi):
        row = i * wide
        total = along = zero
        for j in range(0, wide, LANES):
            g = load(mem, gamma + j) * load(mem, dy + row + j)
            total += g
            along += g * load(mem, normal + row + j)
        mean, tilt, scale = splat(lane_sum(total) * each), splat(lane_sum(along) * each), splat(get(mem, inverse + i))
        for j in range(0, wide, LANES):
            g = load(mem, gamma + j) * load(mem, dy + row + j)
            slope = scale * (g - mean - load(mem, normal + row + j) * tilt)
            store(mem, dx + row + j, where_below(count_from(j), features, slope, zero))


@kernel("layernorm.backward_weight", split="features", unit=LANES)
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dγ = Σ dy normal; dβ = Σ dy, over the rows."""
    dy, normal, dgamma, dbeta, rows, features = operands(op, 6)
    wide = padded(features)
    lo, hi = share(wide, LANES, thread, threads)
    for j in range(lo, hi, LANES):
        total = along = number(0.0)
        for i in range(rows):
            gradient = load(mem, dy + i * wide + j)
            total += gradient
            along += gradient * load(mem, normal + i * wide + j)
        store(mem, dbeta + j, total)
        store(mem, dgamma + j, along)
