"""A random case of any operation: tensors for its operands, numbers, arrays outside the arena.

Sizes of most operations are free; those that hang together follow in ``tied`` and ``windowed``. An operation of which
this knows nothing raises a KeyError: give it what it needs here, and all generic tests will see it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

import tuidl.kernels.cpu.executor  # noqa: F401 - declares the kernels
from tuidl.kernels.cpu.kernel import KERNELS
from tuidl.program import OPERATIONS

Array = NDArray[Any]
Random = np.random.Generator
Sizes = dict[str, int]

SIZES = st.sampled_from([1, 2, 3, 5, 7, 13, 16, 17, 31, 32, 33, 48, 65])
FEW = st.sampled_from([1, 2, 3, 5, 8])
SMALL = ("time", "height", "width", "queries", "heads")
WINDOWS = ("conv2d.", "groupconv2d.", "convtranspose2d.", "maxpool2d.", "avgpool2d.")
NUMBERS = {
    "slope": 0.1, "seed": 7, "layer": 3, "momentum": 0.9, "epsilon": 1e-5, "beta1": 0.9, "beta2": 0.99, "limit": 0.5,
    "decay": 0.3, "alpha": 0.7, "smoothing": 0.2, "delta": 0.8, "first": 3, "causal": 1, "value": 0.5,
    "strength": 0.3, "negative": 0.6, "positive": 2.5, "factor": 0.7, "times": 3,
    "nearest": 1, "fill": 0.3, "height": 5, "width": 8,
}  # fmt: skip
COUNT = 9  # examples of the arrays outside the arena


def _positive(random: Random, shape: tuple[int, ...]) -> Any:
    return random.uniform(0.5, 2, shape)


SPECIAL: dict[str, Callable[[Random, tuple[int, ...]], Any]] = {
    "variance": _positive,
    "inverse": _positive,
    "square": _positive,
    "temperature": _positive,
    "sums": _positive,
    "joined": _positive,
    "chances": lambda random, shape: (
        random.dirichlet(np.ones(shape[-1]), shape[:-1]) if shape[-1] > 1 else 1.0 + np.zeros(shape)
    ),
    "w": lambda random, shape: random.standard_normal(shape) / np.sqrt(shape[0]),  # else recurrence is chaos
    "gates": lambda random, shape: random.uniform(0.1, 0.9, shape),
    "rate": lambda random, shape: random.uniform(0.1, 0.8, shape),
    "weight": lambda random, shape: random.integers(0, 2, shape).astype(float),
    "count": lambda random, shape: random.integers(1, 9, shape).astype(float),
    "zoom": lambda random, shape: random.uniform(0, 0.9, shape),
    "rotate": lambda random, shape: random.uniform(0, 180, shape),
    "flip": lambda random, shape: random.uniform(0, 1, shape),
    "flip_vertical": lambda random, shape: random.uniform(0, 1, shape),
}
BELOW = {
    "labels": "classes",
    "tokens": "vocabulary",
    "mask": 2,
    "y": 2,
    "lengths": "time",
    "winner": 1,
    "x": 50,
    "key": 1000,
}


@dataclass
class Case:
    """What an operation is given; optional operands may be taken out of ``values``; ``tight`` ones lie unpadded."""

    operation: str
    values: dict[str, Array]
    numbers: dict[str, float]
    outside: dict[str, Array] = field(default_factory=dict)
    tight: tuple[str, ...] = ()


def sizes_of(operation: str) -> st.SearchStrategy[Sizes]:
    """Sizes for all dimensions of an operation, 1, primes and odd ones among them; images stay small."""
    small = operation.startswith(WINDOWS)
    names = sorted(OPERATIONS[operation].sizes)
    return st.fixed_dictionaries({name: FEW if small or name in SMALL else SIZES for name in names})


def tied(operation: str, sizes: Sizes) -> Sizes:
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


def windowed(operation: str, sizes: Sizes, random: Random) -> tuple[Sizes, dict[str, float]]:
    """Sizes and numbers of an operation whose windows slide over images."""
    kernel, stride, dilation = int(random.integers(1, 4)), int(random.integers(1, 3)), int(random.integers(1, 3))
    dilation = 1 if "pool" in operation else dilation
    span = (kernel - 1) * dilation + 1
    top, left = (int(random.integers(0, (span - 1) // 2 + 1)) for _ in range(2))
    inner, outer = ("out_h", "out_w"), ("height", "width")
    if operation.startswith("convtranspose2d."):
        inner, outer = outer, inner
    made = {**sizes, "kernel_h": kernel, "kernel_w": kernel}
    for small, large, before in zip(inner, outer, (top, left), strict=True):
        made[large] = sizes[large] + span
        made[small] = (made[large] + 2 * before - span) // stride + 1
    numbers: dict[str, float] = {"top": top, "left": left}
    if "pool" in operation:
        return made, {**numbers, "window": kernel, "stride": stride}
    numbers |= {"stride_h": stride, "stride_w": stride, "dilation": dilation}
    if operation.startswith("groupconv2d."):
        groups = int(random.integers(1, 4))
        made["channels"], made["filters"] = groups * sizes["part"], groups * sizes["filters"]
        numbers["groups"] = groups
    return made, numbers


def case(operation: str, sizes: Sizes, random: Random) -> Case:
    """Random operands of such sizes."""
    declared = OPERATIONS[operation]
    made, numbers = tied(operation, sizes), dict[str, float]()
    if operation.startswith(WINDOWS):
        made, numbers = windowed(operation, sizes, random)
    values = {}
    for operand in declared.operands:
        if operand.is_tensor:
            shape = tuple(int(dim) if dim.isdecimal() else made[dim] for dim in operand.dims)
            if operand.is_int:
                below = BELOW[operand.name]
                below = below if isinstance(below, int) else made.get(below, 2)
                values[operand.name] = random.integers(0, below, shape).astype(np.int32)
            else:
                values[operand.name] = SPECIAL.get(operand.name, Random.standard_normal)(random, shape).astype("f4")
        elif operand.role in ("size", "real") and operand.name not in numbers:
            numbers[operand.name] = NUMBERS[operand.name]
    lies_tight = KERNELS[operation].tight if operation in KERNELS else ()
    if operation != "data.images" and random.random() < 0.5:  # images of a data set never have padding
        lies_tight = ()
    return Case(operation, values, numbers, _outside(operation, values, random), lies_tight)


def _outside(operation: str, values: dict[str, Array], random: Random) -> dict[str, Array]:
    """Arrays outside the arena: examples with the indices of one step, factors, room for what is kept."""
    names = [operand.name for operand in OPERATIONS[operation].operands if operand.role == "data"]
    made: dict[str, Array] = {}
    for name in names:
        if operation == "data.write":
            made[name] = np.zeros((1, values["tokens"].size), np.int32)
        elif name == "history":
            kept = values["values"] if operation in ("data.keep", "data.vector") else np.zeros(1)
            made[name] = np.zeros((1, kept.size), np.float32)
        elif name == "factors":
            made[name] = random.uniform(0.5, 2, (1, 1)).astype(np.float32)
        elif name == "indices":
            batch = values["x"].shape[1 if operation in ("data.sequences", "data.tokens") else 0]
            made[name] = random.integers(0, COUNT, (1, batch)).astype(np.int32)
        else:
            assert name == "examples", f"{operation}: say in tests/kernels/cases.py what '{name}' holds"
            x = values["x"]
            one = (x.shape[0], *x.shape[2:]) if operation in ("data.sequences", "data.tokens") else x.shape[1:]
            full = random.integers(0, 50, (COUNT, *one)) if x.dtype.kind == "i" else random.random((COUNT, *one))
            made[name] = full.astype(x.dtype)
    return made
