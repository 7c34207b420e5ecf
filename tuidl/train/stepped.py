"""The calls that a learner's loss, gradient or update has to answer in one training step."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tuidl.kernels import Array
from tuidl.nn import Model
from tuidl.nn.examples import Given
from tuidl.nn.walk import Walk
from tuidl.program import Tensor
from tuidl.program.program import Instruction

Call = tuple[Any, ...]
Read = Callable[[str], Array]  # an operand's values before the instruction is carried out


def calls(net: Model, plug: str, x: Given, y: Array) -> Iterator[Call]:
    """The arguments of every call of what is plugged in at ``plug`` in the next step, were ``x`` and ``y`` its batch.

    The step is walked through in float64 by a twin: the model is left as it is.
    """
    family, arguments = CALLS[plug.rpartition(".")[2]]
    walk = Walk(net, x, y)
    for place, instruction in enumerate(walk.program.instructions):
        if instruction.operation.name.rpartition(".")[0] == family:
            walk.to(place)
            yield from arguments(instruction, _reader(walk, instruction), walk.step)


def _reader(walk: Walk, instruction: Instruction) -> Read:
    def read(name: str) -> Array:
        tensor = instruction.operands[name]
        if isinstance(tensor, Tensor):
            return np.asarray(walk.operand(tensor, len(_declared(instruction, name))), np.float64)
        return np.asarray(walk.outside(str(tensor)))

    return read


def _declared(instruction: Instruction, name: str) -> tuple[Any, ...]:
    return next(tuple(operand.dims) for operand in instruction.operation.operands if operand.name == name)


def _loss(instruction: Instruction, read: Read, step: int) -> Iterator[Call]:
    """f(z, y) for every example."""
    yield from ((row, int(label)) for row, label in zip(read("logits"), read("labels").ravel(), strict=True))


def _gradient(instruction: Instruction, read: Read, step: int) -> Iterator[Call]:
    """f(x, w, dz) for the batch; dz holds the gradient of each example's own loss."""
    x = read("x")
    yield x, read("w"), read("dy") * len(x)


def _update(instruction: Instruction, read: Read, step: int) -> Iterator[Call]:
    """f(w, g, ..., rate) for every weight that moves."""
    kept = [read(name).ravel() for name in ("value", "grad", "m", "s") if instruction.operands.get(name) is not None]
    counts = "t, rate" in instruction.operation.formula
    last = (step + 1, float(read("rate")[0])) if counts else (float(read("rate")[0]),)
    yield from ((*map(float, numbers), *last) for numbers in zip(*kept, strict=True) if any(numbers))


CALLS: dict[str, tuple[str, Callable[[Instruction, Read, int], Iterator[Call]]]] = {  # plug: family of operations
    "loss": ("loss.written", _loss),
    "backward": ("dense.written_backward", _gradient),
    "optimiser": ("optimizer.written", _update),
}
