"""A learner's loss, compiled and called for every row of scores."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import KERNELS, ROW_BLOCK, Kernel, get, padded, put, share
from tuidl.kernels.cpu.simd import get_int, operands
from tuidl.kernels.cpu.strict import dispatcher
from tuidl.program import OPERATIONS


def register(name: str, function: Callable[..., Any]) -> None:
    """Make it the kernel of an operation; where the function raises, chances and loss are NaN."""
    if name not in KERNELS:
        made = _kernel(_caller(dispatcher(function)))
        KERNELS[name] = Kernel(name, made, OPERATIONS[name].operands, "rows", ROW_BLOCK, (), (), (), cached=False)


def _caller(function: Any) -> Any:
    """``call(z, label, p)``: fills p with the chances and gives the loss."""

    @njit
    def call(z: Any, label: int, p: Any) -> float:
        chances, loss = function(z, label)
        if chances.shape != p.shape:
            raise ValueError("another number of chances than of scores")
        p[:] = chances
        return float(loss)

    return call


def _kernel(caller: Any) -> Callable[..., None]:
    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        logits, labels, loss, hit, dlogits, rows, classes = operands(op, 7)
        lo, hi = share(rows, ROW_BLOCK, thread, threads)
        wide, each = padded(classes), 1.0 / rows
        z, p = np.empty(classes), np.empty(classes)
        for i in range(lo, hi):
            label = get_int(mem, labels + i)
            for j in range(classes):
                z[j] = float(get(mem, logits + i * wide + j))
            value = np.nan
            try:
                value = caller(z, label, p)
            except Exception:
                value = np.nan
                p[:] = np.nan
            put(mem, loss + i, value)
            put(mem, hit + i, 1.0 if np.argmax(p) == label else 0.0)
            for j in range(wide):
                chance = p[j] - (1.0 if j == label else 0.0) if j < classes else 0.0
                put(mem, dlogits + i * wide + j, chance * each)

    return forward
