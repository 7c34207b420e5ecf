"""A learner's update, compiled and called for every weight: threads share them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import KERNELS, Kernel, get, put, share
from tuidl.kernels.cpu.simd import LANES, operands
from tuidl.kernels.cpu.strict import dispatcher
from tuidl.program import OPERATIONS


def register(name: str, function: Callable[..., Any], moments: int, counts: bool) -> None:
    """Make it the kernel of an operation; where the function raises, the weight is NaN.

    A weight of 0 without gradient and moments stays: it may be the padding between rows.
    """
    if name not in KERNELS:
        made = (_plain, _one, _two)[moments](_caller(dispatcher(function), moments, counts))
        KERNELS[name] = Kernel(name, made, OPERATIONS[name].operands, "size", LANES, (), (), (), cached=False)


def _caller(function: Any, moments: int, counts: bool) -> Any:
    """``call(w, g, m, s, t, rate)``: weight and moments after the step; the function is given those that it knows."""
    given = ", ".join(["w", "g", *("m", "s")[:moments], *(["t"] if counts else []), "rate"])
    made = (
        "float(function({})), m, s",
        "float(made[0]), float(made[1]), s",
        "float(made[0]), float(made[1]), float(made[2])",
    )
    first = f"    made = function({given})\n" if moments else ""
    text = f"def call(w, g, m, s, t, rate):\n{first}    return {made[moments].format(given)}\n"
    room: dict[str, Any] = {"function": function}
    exec(text, room)
    caller = njit(room["call"])

    @njit
    def safe(w: float, g: float, m: float, s: float, t: int, rate: float) -> Any:
        made = np.nan, m, s
        if w == 0.0 and g == 0.0 and m == 0.0 and s == 0.0:
            return w, m, s
        try:
            made = caller(w, g, m, s, t, rate)
        except Exception:
            made = np.nan, m, s
        return made

    return safe


@njit
def _number(mem: Any, place: int) -> float:
    return float(get(mem, place))


def _plain(caller: Any) -> Callable[..., None]:
    def update(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        value, grad, rate, size = operands(op, 4)
        lo, hi = share(size, LANES, thread, threads)
        pace = _number(mem, rate)
        for i in range(lo, hi):
            w, _, _ = caller(_number(mem, value + i), _number(mem, grad + i), 0.0, 0.0, step + 1, pace)
            put(mem, value + i, w)

    return update


def _one(caller: Any) -> Callable[..., None]:
    def update(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        value, grad, m, rate, size = operands(op, 5)
        lo, hi = share(size, LANES, thread, threads)
        pace = _number(mem, rate)
        for i in range(lo, hi):
            given = _number(mem, value + i), _number(mem, grad + i), _number(mem, m + i)
            w, first, _ = caller(given[0], given[1], given[2], 0.0, step + 1, pace)
            put(mem, value + i, w)
            put(mem, m + i, first)

    return update


def _two(caller: Any) -> Callable[..., None]:
    def update(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        value, grad, m, s, rate, size = operands(op, 6)
        lo, hi = share(size, LANES, thread, threads)
        pace = _number(mem, rate)
        for i in range(lo, hi):
            w, first, second = caller(
                _number(mem, value + i),
                _number(mem, grad + i),
                _number(mem, m + i),
                _number(mem, s + i),
                step + 1,
                pace,
            )
            put(mem, value + i, w)
            put(mem, m + i, first)
            put(mem, s + i, second)

    return update
