"""Formulas read back: what a spelling says, worked out by Python."""

from collections.abc import Sequence
from math import exp, log, sqrt, tanh
from typing import Any

from tuidl.signals import Piece

SIGNS = {"·": "*", "−": "-", "²": "**2", "√": "sqrt", "σ": "sigmoid", "ln": "log", "e^": "exp"}


def _sigmoid(x: float) -> float:
    return 0.5 * (1 + tanh(0.5 * x))


FUNCTIONS: dict[str, Any] = {
    "sqrt": sqrt, "log": log, "exp": exp, "tanh": tanh, "sigmoid": _sigmoid, "max": max, "min": min, "abs": abs,
}  # fmt: skip


def value(pieces: Sequence[Piece]) -> float:
    """The number a formula makes."""
    text = ""
    for piece in pieces:
        if piece.value is not None:
            text += f"({piece.value!r})"
        else:
            word = piece.text
            for sign, python in SIGNS.items():
                word = word.replace(sign, python)
            text += word
    return float(eval(text, {"__builtins__": {}, "inf": float("inf"), "nan": float("nan")}, FUNCTIONS))
