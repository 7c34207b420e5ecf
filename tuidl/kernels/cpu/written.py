"""A learner's function, compiled and called for every row and unit in place of a layer's own arithmetic."""

from collections.abc import Callable
from math import atanh, log
from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import KERNELS, ROW_BLOCK, Kernel, get, padded, put, share
from tuidl.kernels.cpu.simd import operands
from tuidl.kernels.cpu.strict import dispatcher
from tuidl.kernels.reference.written import LARGEST
from tuidl.program import OPERATIONS

TOP = float(LARGEST)


@njit
def _logit(answer: float) -> float:
    if answer <= 0.0 or answer >= 1.0:
        return -TOP if answer <= 0.0 else TOP
    return min(max(log(answer) - log(1.0 - answer), -TOP), TOP)


@njit
def _atanh(answer: float) -> float:
    if abs(answer) >= 1.0:
        return -TOP / 2 if answer < 0.0 else TOP / 2
    return atanh(answer)


@njit
def _same(answer: float) -> float:
    return answer


UNDO = {"": _same, "logit": _logit, "atanh": _atanh}


def register(name: str, function: Callable[..., float], inputs: int, how: str) -> None:
    """Make it the kernel of an operation; where the function raises, the answer is NaN."""
    if name not in KERNELS:
        forward = _kernel(_caller(dispatcher(function), inputs), UNDO[how], inputs)
        KERNELS[name] = Kernel(name, forward, OPERATIONS[name].operands, "rows", ROW_BLOCK, (), (), (), cached=False)


def _caller(function: Any, inputs: int) -> Any:
    """``call(mem, x, w, wide, b)``: the function with its arguments written out, for numba wants to know how many."""
    given = [f"float(get(mem, x + {k}))" for k in range(inputs)]
    given += [f"float(get(mem, w + {k} * wide))" for k in range(inputs)]
    text = f"def call(mem, x, w, wide, b):\n    return float(function({', '.join(given)}, float(get(mem, b))))\n"
    made: dict[str, Any] = {"function": function, "get": get}
    exec(text, made)
    return njit(made["call"])


def _kernel(caller: Any, undo: Any, inputs: int) -> Callable[..., None]:
    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, w, b, y, rows, outputs = operands(op, 6)
        lo, hi = share(rows, ROW_BLOCK, thread, threads)
        x_wide, wide = padded(inputs), padded(outputs)
        for i in range(lo, hi):
            for j in range(outputs):
                answer = np.nan
                try:
                    answer = caller(mem, x + i * x_wide, w + j, wide, b + j)
                except Exception:
                    answer = np.nan
                put(mem, y + i * wide + j, undo(answer) if np.isfinite(answer) else answer)
            for j in range(outputs, wide):
                put(mem, y + i * wide + j, 0.0)

    return forward
