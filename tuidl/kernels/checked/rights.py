"""Which words of the arena a thread may touch in a call: what its kernel declares, and of that its part."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels.checked.instrument import READ, WRITE
from tuidl.kernels.checked.watch import BEYOND
from tuidl.kernels.cpu.kernel import OWN
from tuidl.kernels.cpu.lowering import Call
from tuidl.program import LANES, Layout, Tensor
from tuidl.program.operation import Operand
from tuidl.program.program import together

Bits = NDArray[np.int64]


def grants(call: Call, layout: Layout, thread: int, threads: int) -> Iterator[tuple[int, Bits]]:
    """(first word, rights of that word and those after it), for every tensor of the call."""
    for operand in call.kernel.operands:
        tensor = call.operands[operand.name]
        if isinstance(tensor, Tensor):
            mine = _part(call, operand, tensor, thread, threads)
            rights = np.zeros(tensor.words + LANES, np.int64)
            rights[: tensor.words][mine] = READ | WRITE if operand.writes else READ
            if operand.name in call.kernel.tight and mine.any():
                rights[_beyond(mine)] |= READ | BEYOND
            yield layout.offset(tensor), rights


def _part(call: Call, operand: Operand, tensor: Tensor, thread: int, threads: int) -> Any:
    """Whether each word of the tensor is the thread's to touch."""
    split = call.kernel.split
    if not split:
        return np.full(tensor.words, thread == 0)
    if split == (OWN,) or not set(split) <= set(operand.dims):
        return np.full(tensor.words, True)
    sides = tuple(operand.dims.index(each) for each in split)
    shape = together(tensor, len(operand.dims))
    width = tensor.rows * tensor.stride if len(shape) == 1 else tensor.stride
    units, unit = _units(shape, width, tensor.words, sides, call.kernel.unit)
    return (units * thread // threads <= unit) & (unit < units * (thread + 1) // threads)


@cache
def _units(shape: tuple[int, ...], width: int, words: int, sides: tuple[int, ...], size: int) -> tuple[int, Bits]:
    """How many units threads share, and to which of them each word belongs; what fills a row is its last value's."""
    wide = (*shape[:-1], width)
    places = np.indices(wide, np.int64).reshape(len(shape), -1)
    flat = np.zeros(places.shape[1], np.int64)
    total = 1
    for side in sides:
        flat = flat * shape[side] + np.minimum(places[side], shape[side] - 1)
        total *= shape[side]
    units = -(-total // size)
    unit = np.full(words, units - 1)
    unit[: flat.size] = flat // size
    return units, unit


def _beyond(mine: Any) -> Bits:
    """Words up to a vector after the thread's own."""
    own = np.flatnonzero(mine)
    after = np.unique(own[:, None] + np.arange(1, LANES + 1))
    return after[~np.isin(after, own)]
