"""Every operation, compiled against plain NumPy in float64, over random shapes with 1, primes and odd sizes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.alone import compare
from tuidl.program import OPERATIONS

IMAGES = ("conv2d", "groupconv2d", "convtranspose2d", "maxpool2d", "avgpool2d")  # shapes that hang together: own tests
OUTSIDE = ("data",)  # tests/kernels/test_data.py
SIZES = st.sampled_from([1, 2, 3, 5, 7, 13, 16, 17, 31, 32, 33, 48, 65])
NUMBERS = {
    "slope": 0.1, "seed": 7, "layer": 3, "momentum": 0.9, "epsilon": 1e-5, "beta1": 0.9, "beta2": 0.99, "limit": 0.5,
    "decay": 0.3, "alpha": 0.7, "smoothing": 0.2, "delta": 0.8, "first": 3, "causal": 1, "value": 0.5,
    "strength": 0.3, "negative": 0.6, "positive": 2.5, "factor": 0.7, "times": 3,
}  # fmt: skip
Random = np.random.Generator


def _positive(random: Random, shape: tuple[int, ...]) -> Any:
    return random.uniform(0.5, 2, shape)


SPECIAL: dict[str, Callable[[Random, tuple[int, ...]], Any]] = {
    "variance": _positive,
    "inverse": _positive,
    "square": _positive,
    "temperature": _positive,
    "sums": _positive,
    "chances": lambda random, shape: (
        random.dirichlet(np.ones(shape[-1]), shape[:-1]) if shape[-1] > 1 else 1.0 + np.zeros(shape)
    ),
    "w": lambda random, shape: random.standard_normal(shape) / np.sqrt(shape[0]),  # else recurrence is chaos
    "gates": lambda random, shape: random.uniform(0.1, 0.9, shape),
    "rate": lambda random, shape: random.uniform(0.1, 0.8, shape),
    "weight": lambda random, shape: random.integers(0, 2, shape).astype(float),
    "count": lambda random, shape: random.integers(0, 9, shape).astype(float),
}
BELOW = {
    "labels": "classes",
    "tokens": "vocabulary",
    "mask": 2,
    "y": 2,
    "lengths": "time",
    "key": 1000,
}  # a size, or a number


def tied(operation: str, sizes: dict[str, int]) -> dict[str, int]:
    """The sizes with those that follow from others."""
    if operation.startswith("shape."):
        return {**sizes, "features": sizes["height"] * sizes["width"] * sizes["channels"]}
    if operation.startswith("sequence.") and "features" in sizes and "channels" in sizes:
        return {**sizes, "features": sizes["time"] * sizes["channels"]}
    if operation.startswith("upsample2d."):
        return {**sizes, "out_h": 3 * sizes["height"], "out_w": 3 * sizes["width"]}
    if operation.startswith("attention."):
        return {**sizes, "features": sizes["features"] * sizes["heads"]}
    if operation.startswith("concat."):
        return {**sizes, "features": sizes["part"] + 5}
    if "blocks" in sizes:
        size = sizes["size"] * 301
        return {**sizes, "size": size, "blocks": -(-size // 4096)}
    return sizes


def values_for(operation: str, sizes: dict[str, int], random: Random) -> dict[str, Any]:
    """Random tensors for every operand."""
    values = {}
    for operand in OPERATIONS[operation].operands:
        if not operand.is_tensor:
            continue
        shape = tuple(int(dim) if dim.isdecimal() else sizes[dim] for dim in operand.dims)
        if operand.is_int:
            below = BELOW[operand.name]
            value = random.integers(0, below if isinstance(below, int) else sizes.get(below, 2), shape)
        elif operand.name in SPECIAL:
            value = SPECIAL[operand.name](random, shape)
        else:
            value = random.standard_normal(shape)
        values[operand.name] = value if operand.is_int else value.astype(np.float32)
    return values


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if not o.startswith((*IMAGES, *OUTSIDE))])
def test_compiled_kernel_agrees_with_numpy(operation: str) -> None:
    declared = OPERATIONS[operation]
    small = {"time", "height", "width", "queries", "heads"}
    names = set(declared.sizes)
    optional = [operand.name for operand in declared.operands if operand.optional]
    given_sizes = st.fixed_dictionaries(
        {name: st.sampled_from([1, 2, 3, 5, 8]) if name in small else SIZES for name in sorted(names)}
    )

    @settings(max_examples=30 if optional else 12, deadline=None, derandomize=True, database=None)
    @given(given_sizes, st.integers(0, 2**32 - 1), st.integers(0, 1000), st.sets(st.sampled_from(optional or ["-"])))
    def check(sizes: dict[str, int], seed: int, step: int, left_out: set[str]) -> None:
        values = values_for(operation, tied(operation, sizes), np.random.default_rng(seed))
        values = {name: value for name, value in values.items() if name not in left_out}
        numbers = {o.name: NUMBERS[o.name] for o in declared.operands if o.role in ("size", "real")}
        compare(operation, values, numbers, step)

    check()
