"""Difference: how two runs, or two lines of one, differ: knobs, curves, weights. Pure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.commands import KnobValue
from tuidl.train.column import Column

Weights = Mapping[str, NDArray[Any]]


def knobs(one: Mapping[str, KnobValue], other: Mapping[str, KnobValue]) -> tuple[tuple[str, KnobValue, KnobValue], ...]:
    """Name and both values of every knob that both have and that differs, in the order of the first."""
    return tuple((name, one[name], other[name]) for name in one if name in other and one[name] != other[name])


def parted(one: Mapping[str, Column], other: Mapping[str, Column], last: int) -> dict[str, int]:
    """For each value of training steps that both have: the first step at which they differ, bit for bit.

    0 where none does up to step ``last``.
    """
    return {name: one[name].apart(other[name], last) for name in one if name in other}


def layers(one: Weights, other: Weights) -> tuple[tuple[str, float], ...]:
    """For each layer (``h1`` of ``h1.weight``) the relative distance of its numbers, ‖w − w′‖ / ‖w′‖, in float64.

    0 where they are equal to the bit, infinite where only ``other`` is zero. Parameters without a twin of the same
    shape are left out.
    """
    apart: dict[str, float] = {}
    size: dict[str, float] = {}
    for name, value in one.items():
        if name in other and np.shape(other[name]) == np.shape(value):
            layer = name.rpartition(".")[0] or name
            w, v = np.asarray(value, np.float64), np.asarray(other[name], np.float64)
            apart[layer] = apart.get(layer, 0.0) + float(np.square(w - v).sum())
            size[layer] = size.get(layer, 0.0) + float(np.square(v).sum())
    with np.errstate(all="ignore"):
        return tuple(
            (layer, 0.0 if far == 0 else float(np.sqrt(np.float64(far) / np.float64(size[layer]))))
            for layer, far in apart.items()
        )
