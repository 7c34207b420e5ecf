"""A learner's function in plain Python, called for every row and unit."""

from collections.abc import Callable
from math import atanh, inf, log, nan

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
