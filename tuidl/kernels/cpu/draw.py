"""Tokens drawn from what a network says: texts that it makes up."""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.chance import key_of, uniform
from tuidl.kernels.cpu.elementary import exp, number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, share
from tuidl.kernels.cpu.simd import (
    LANES,
    count_from,
    get_int,
    lane_max,
    lane_sum,
    load,
    operands,
    put_int,
    splat,
    store,
    where_below,
    where_not_less_equal,
)

COLDEST = np.float32(1e-3)


@kernel("tokens.draw", split="rows", unit=ROW_BLOCK)
def draw(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """shares = softmax(logits / temperature); tokens[i] = the first v with Σ shares[i, :v + 1] above a hash.

    Where something is NaN, the last token.
    """
    logits, temperature, key, shares, tokens, rows, vocabulary = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero, lowest = padded(vocabulary), number(0.0), number(-np.inf)
    hashed = key_of(get_int(mem, key), 0, step)
    for i in range(lo, hi):
        row, made, top, total = logits + i * wide, shares + i * wide, lowest, zero
        for j in range(0, wide, LANES):
            value = where_below(count_from(j), vocabulary, load(mem, row + j), lowest)
            top = where_not_less_equal(value, top, value, top)
        highest = splat(lane_max(top))
        slope = splat(np.float32(1.0) / max(get(mem, temperature + i), COLDEST))
        for j in range(0, wide, LANES):
            scaled = (load(mem, row + j) - highest) * slope
            power = where_below(count_from(j), vocabulary, exp(scaled), zero)
            store(mem, made + j, power)
            total += power
        norm = splat(lane_sum(total))
        for j in range(0, wide, LANES):
            store(mem, made + j, load(mem, made + j) / norm)
        chance, below, token = uniform(i * LANES, hashed), float(get(mem, made)), 0
        while token < vocabulary - 1 and not below > chance:
            token += 1
            below += float(get(mem, made + token))
        put_int(mem, tokens + i, token)
