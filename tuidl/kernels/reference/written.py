"""A learner's function in plain Python, called for every row and unit, every example, layer or weight."""

from collections.abc import Callable
from math import atanh, inf, log, nan
from typing import Any

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference

LARGEST = 36.0  # of an undone sigmoid


def undone(answer: float, how: str) -> float:
    """The sum whose activation is ``answer``: NaN stays NaN, what no sum reaches becomes a very large one."""
    if how == "logit":
        if answer <= 0.0 or answer >= 1.0:
            return -LARGEST if answer <= 0.0 else LARGEST
        return min(max(log(answer) - log(1.0 - answer), -LARGEST), LARGEST)
    if how == "atanh":
        if abs(answer) >= 1.0:
            return -LARGEST / 2 if answer < 0.0 else LARGEST / 2
        return atanh(answer)
    return answer


def register(name: str, function: Callable[..., float], how: str) -> None:
    """Make it the kernel of an operation; where the function raises, the answer is NaN."""

    def forward(x: Array, w: Array, b: Array, y: Array) -> None:
        for j in range(w.shape[1]):
            weights = [float(value) for value in w[:, j]]
            for i in range(x.shape[0]):
                try:
                    answer = float(function(*(float(value) for value in x[i]), *weights, float(b[j])))
                except Exception:  # whatever it is: the loss is no number then, and the run says why
                    answer = nan
                y[i, j] = undone(answer, how) if answer == answer and abs(answer) != inf else answer

    reference(name)(forward)


def register_loss(name: str, function: Callable[..., Any]) -> None:
    """Make it the kernel of a loss; where the function raises, chances and loss are NaN. The first of equal p wins."""

    def loss_(logits: Array, labels: Array, loss: Array, hit: Array, dlogits: Array) -> None:
        for i, label in enumerate(labels.tolist()):
            try:
                p, value = function(logits[i].astype(np.float64), label)
                dlogits[i], loss[i] = _shaped(p, logits[i].shape), float(value)
            except Exception:
                dlogits[i] = loss[i] = nan
            hit[i] = dlogits[i].argmax() == label
            dlogits[i, label] -= 1
        dlogits /= len(logits)

    reference(name)(loss_)


def register_gradient(name: str, function: Callable[..., Any]) -> None:
    """Make it the kernel of a dense layer's backward pass; where the function raises, all gradients are NaN."""

    def backward(x: Array, w: Array, dy: Array, dw: Array, db: Array, dx: Array | None) -> None:
        try:
            made = function(*(np.array(each, np.float64) for each in (x, w, dy * len(x))))
            back, weight, bias = (_shaped(each, like.shape) for each, like in zip(made, (x, w, db), strict=True))
            dw[...], db[...] = weight, bias
            if dx is not None:
                dx[...] = back / len(x)
        except Exception:
            for each in (dw, db, dx):
                if each is not None:
                    each[...] = nan

    reference(name)(backward)


def register_update(name: str, function: Callable[..., Any], moments: int, counts: bool) -> None:
    """Make it the kernel of an update; where the function raises, the weight is NaN.

    A weight of 0 without gradient and moments stays: it may be the padding between rows.
    """

    def update(value: Array, grad: Array, kept: tuple[Array, ...], rate: Array, step: int) -> None:
        pace, ahead = float(rate[0]), (step + 1,) if counts else ()
        for i in range(value.size):
            given = [float(each[i]) for each in (value, grad, *kept)]
            if not any(given):
                continue
            try:
                answer = function(*given, *ahead, pace)
                made = [float(each) for each in answer] if moments else [float(answer)]
                for each, number in zip((value, *kept), made, strict=True):
                    each[i] = number
            except Exception:
                value[i] = nan

    def plain(value: Array, grad: Array, rate: Array, step: int) -> None:
        update(value, grad, (), rate, step)

    def one(value: Array, grad: Array, m: Array, rate: Array, step: int) -> None:
        update(value, grad, (m,), rate, step)

    def two(value: Array, grad: Array, m: Array, s: Array, rate: Array, step: int) -> None:
        update(value, grad, (m, s), rate, step)

    reference(name)((plain, one, two)[moments])


def _shaped(answer: Any, shape: tuple[int, ...]) -> Array:
    """An answer as an array of this shape; ValueError if it is of another."""
    made = np.asarray(answer, np.float64)
    if made.shape != shape:
        raise ValueError(f"shape {made.shape} instead of {shape}")
    return made
