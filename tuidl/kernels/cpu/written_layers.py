"""Learner's functions that stand for a kind of layer, compiled; where one raises, the answers are NaN."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from tuidl.kernels.cpu.chance import key_of, uniform
from tuidl.kernels.cpu.kernel import KERNELS, ROW_BLOCK, Kernel, get, padded, put, share
from tuidl.kernels.cpu.simd import LANES, operands, real
from tuidl.kernels.cpu.strict import dispatcher
from tuidl.kernels.reference.written_layers import LEAST
from tuidl.program import OPERATIONS

TOP = 1.0 - 2.0**-32


@njit
def _row(mem: Any, place: int, size: int, stride: int) -> Any:
    """``size`` numbers, ``stride`` apart, in an array of their own."""
    made = np.empty(size)
    for k in range(size):
        made[k] = get(mem, place + k * stride)
    return made


@njit
def _write(mem: Any, place: int, answer: Any, size: int, stride: int) -> None:
    """The answers; NaN if there are too many or too few."""
    fits = len(answer) == size
    for k in range(size):
        put(mem, place + k * stride, answer[k] if fits else np.nan)


@njit
def _unknown(mem: Any, place: int, size: int, stride: int) -> None:
    for k in range(size):
        put(mem, place + k * stride, np.nan)


@njit
def _clear(mem: Any, place: int, features: int, wide: int) -> None:
    """Zeros in the padding of a row."""
    for j in range(features, wide):
        put(mem, place + j, 0.0)


def dense(function: Any) -> Callable[..., None]:
    """y = f(x, w, b) for each row."""

    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, w, b, y, rows, inputs, outputs = operands(op, 7)
        lo, hi = share(rows, ROW_BLOCK, thread, threads)
        x_wide, wide = padded(inputs), padded(outputs)
        weights, bias = np.empty((inputs, outputs)), _row(mem, b, outputs, 1)
        for k in range(inputs):
            weights[k] = _row(mem, w + k * wide, outputs, 1)
        for i in range(lo, hi):
            given = _row(mem, x + i * x_wide, inputs, 1)
            try:
                _write(mem, y + i * wide, function(given, weights, bias), outputs, 1)
            except Exception:
                _unknown(mem, y + i * wide, outputs, 1)
            _clear(mem, y + i * wide, outputs, wide)

    return forward


def activation(function: Any) -> Callable[..., None]:
    """y = f(x) for each number."""

    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, y, rows, features = operands(op, 4)
        lo, hi = share(rows, ROW_BLOCK, thread, threads)
        wide = padded(features)
        for i in range(lo, hi):
            for j in range(i * wide, i * wide + features):
                try:
                    put(mem, y + j, function(float(get(mem, x + j))))
                except Exception:
                    put(mem, y + j, np.nan)
            _clear(mem, y + i * wide, features, wide)

    return forward


def softmax(function: Any) -> Callable[..., None]:
    """y = log f(x) for each row."""

    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, y, rows, features = operands(op, 4)
        lo, hi = share(rows, ROW_BLOCK, thread, threads)
        wide = padded(features)
        for i in range(lo, hi):
            try:
                shares = function(_row(mem, x + i * wide, features, 1))
                _write(mem, y + i * wide, np.log(np.maximum(shares, LEAST)), features, 1)
            except Exception:
                _unknown(mem, y + i * wide, features, 1)
            _clear(mem, y + i * wide, features, wide)

    return forward


def dropout(function: Any) -> Callable[..., None]:
    """y = f(x, noise, rate) for each row; noise is below the rate exactly where the engine's dropout leaves out."""

    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, rate, y, seed, layer, rows, features = operands(op, 7)
        lo, hi = share(rows, ROW_BLOCK, thread, threads)
        wide, share_lost = padded(features), float(get(mem, rate))
        key = key_of(seed, layer, step)
        for i in range(lo, hi):
            given, noise = _row(mem, x + i * wide, features, 1), np.empty(features)
            for j in range(features):
                noise[j] = TOP - uniform(i * wide + j, key)
            try:
                _write(mem, y + i * wide, function(given, noise, share_lost), features, 1)
            except Exception:
                _unknown(mem, y + i * wide, features, 1)
            _clear(mem, y + i * wide, features, wide)

    return forward


def batchnorm(function: Any) -> Callable[..., None]:
    """y = f(x, γ, β, ε) for each feature over all rows."""

    def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        x, gamma, beta, y, epsilon, rows, features = operands(op, 7)
        wide = padded(features)
        lo, hi = share(wide, LANES, thread, threads)
        for j in range(lo, hi):
            if j >= features:
                for i in range(rows):
                    put(mem, y + i * wide + j, 0.0)
                continue
            weight, offset = float(get(mem, gamma + j)), float(get(mem, beta + j))
            try:
                answer = function(_row(mem, x + j, rows, wide), weight, offset, float(real(epsilon)))
                _write(mem, y + j, answer, rows, wide)
            except Exception:
                _unknown(mem, y + j, rows, wide)

    return forward


FORWARD: dict[str, tuple[Callable[[Any], Callable[..., None]], str, int]] = {  # place -> maker, split, unit
    "dense": (dense, "rows", ROW_BLOCK),
    "activation": (activation, "rows", ROW_BLOCK),
    "softmax": (softmax, "rows", ROW_BLOCK),
    "dropout": (dropout, "rows", ROW_BLOCK),
    "batchnorm": (batchnorm, "features", LANES),
}


def register(name: str, place: str, function: Callable[..., Any]) -> None:
    """Make a function the kernel of an operation."""
    if name not in KERNELS:
        maker, split, unit = FORWARD[place]
        made = maker(dispatcher(function))
        KERNELS[name] = Kernel(name, made, OPERATIONS[name].operands, split, unit, (), (), (), cached=False)
