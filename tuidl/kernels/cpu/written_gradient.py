"""A learner's backward pass of a dense layer, compiled and called once a step, by one thread."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.kernel import KERNELS, Kernel, get, padded, put
from tuidl.kernels.cpu.simd import operands
from tuidl.kernels.cpu.strict import dispatcher
from tuidl.program import OPERATIONS


def register(name: str, function: Callable[..., Any]) -> None:
    """Make it the kernel of an operation; where the function raises, all gradients are NaN."""
    if name not in KERNELS:
        made = _kernel(_caller(dispatcher(function)))
        KERNELS[name] = Kernel(name, made, OPERATIONS[name].operands, "", 1, (), (), (), cached=False)


@njit
def _table(mem: Any, place: int, rows: int, columns: int, factor: float) -> Any:
    """Rows of the arena as an array of float64."""
    made, wide = np.empty((rows, columns)), padded(columns)
    for i in range(rows):
        for j in range(columns):
            made[i, j] = float(get(mem, place + i * wide + j)) * factor
    return made


@njit
def _put(mem: Any, place: int, values: Any, factor: float) -> None:
    """Write an array into rows of the arena; what lies between the rows is 0."""
    rows, columns = values.shape
    wide = padded(columns)
    for i in range(rows):
        for j in range(wide):
            put(mem, place + i * wide + j, values[i, j] * factor if j < columns else 0.0)


def _caller(function: Any) -> Any:
    """``call(x, w, dz, dx, dw, db)``: fills the last three."""

    @njit
    def call(x: Any, w: Any, dz: Any, dx: Any, dw: Any, db: Any) -> None:
        back, weight, bias = function(x, w, dz)
        if back.shape != dx.shape or weight.shape != dw.shape or bias.shape != db[0].shape:
            raise ValueError("a gradient of another shape than what it belongs to")
        dx[:], dw[:], db[0] = back, weight, bias

    return call


def _kernel(caller: Any) -> Callable[..., None]:
    def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, w, dy, dw, db, dx, rows, inputs, outputs = operands(op, 9)
        if thread == 0:
            back, weight, bias = np.empty((rows, inputs)), np.empty((inputs, outputs)), np.empty((1, outputs))
            try:
                given = _table(mem, x, rows, inputs, 1.0)
                caller(
                    given, _table(mem, w, inputs, outputs, 1.0), _table(mem, dy, rows, outputs, float(rows)),
                    back, weight, bias,
                )  # fmt: skip
            except Exception:
                back[:], weight[:], bias[:] = np.nan, np.nan, np.nan
            _put(mem, dw, weight, 1.0)
            _put(mem, db, bias, 1.0)
            if dx >= 0:
                _put(mem, dx, back, 1.0 / rows)

    return backward
