"""Gradients: whose each tensor of the backward pass is, and the finite differences that check them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tuidl.kernels import Array
from tuidl.language import later
from tuidl.nn.walk import Walk
from tuidl.program import Program, Tensor
from tuidl.program.program import Instruction
from tuidl.signals import Slope
from tuidl.train.microscope.places import Index

NUDGE = 1e-5  # ε: the error of a central difference is about ε², and rounding adds about 10⁻¹⁶ / ε
ESTIMATED = "activation.hardmax"  # a step function, learnt by way of the softmax
_NAME = re.compile(r"(.+)\.grad\d*")


@dataclass(frozen=True)
class Gradient:
    """A tensor that holds d loss / d ``value``; complete once instruction ``last`` is done."""

    tensor: Tensor
    value: Tensor
    last: int
    begins: int  # the instruction from which a changed number of the value is seen


class Gradients:
    """The gradients of a walk's program, by the name of the tensor they stand in."""

    def __init__(self, walk: Walk) -> None:
        self._walk, self._program = walk, walk.program
        self._known = {tensor.name: tensor for tensor in self._tensors()}
        self.by_name = {found.tensor.name: found for found in self._find()}

    def _tensors(self) -> Iterator[Tensor]:
        yield from self._program.tensors.values()
        yield from self._walk.layout.persistent.values()

    def _find(self) -> Iterator[Gradient]:
        program, last = self._program, dict[str, int]()
        parts: dict[str, str] = {}  # value -> the gradient of it that is written last
        for number in range(program.first_backward):
            instruction = program.instructions[number]
            if instruction.operation.name.startswith("loss."):
                wrote = [t.name for name, t in written(instruction) if name.startswith("d")]
                source = instruction.operands.get("logits") or instruction.operands.get("output")
                if wrote and isinstance(source, Tensor):
                    parts[source.root.name], last[wrote[0]] = wrote[0], number
            elif instruction.operation.name == "mask.loss":
                last |= {t.name: number for name, t in written(instruction) if name == "doutput"}
        for number in range(program.first_backward, program.first_update):
            for name, tensor in written(program.instructions[number]):
                value = self._value(program.instructions[number], name, tensor)
                last[tensor.name] = number
                if value is not None:
                    parts[value.name] = tensor.name
        for named, name in parts.items():
            tensor, of = self._known[name], self._known[named]
            if tensor.shape == of.shape and of.kind == "float":
                yield Gradient(tensor, of, last[name], self._begins(of))

    def _value(self, instruction: Instruction, operand: str, tensor: Tensor) -> Tensor | None:
        """Whose gradient an instruction writes: by its name, else by the forward instruction it belongs to."""
        match = _NAME.fullmatch(tensor.name)
        if match and match[1] in self._known:
            return self._known[match[1]]
        family, own = instruction.operation.name.partition(".")[0], operand.removeprefix("d")
        shared = {t.root.name for t in instruction.operands.values() if isinstance(t, Tensor)}
        for other in self._program.instructions[: self._program.first_backward]:
            value = other.operands.get(own)
            made = {t.name for _, t in written(other)}
            if other.operation.name.partition(".")[0] == family and isinstance(value, Tensor) and made & shared:
                return value.root
        return None

    def _begins(self, value: Tensor) -> int:
        """After the last instruction of the forward pass that writes a tensor; the first that reads it if none does."""
        forward = self._program.instructions[: self._program.first_backward]
        wrote = [k for k, each in enumerate(forward) if any(t.name == value.name for _, t in written(each))]
        if wrote:
            return wrote[-1] + 1
        reads = [k for k, each in enumerate(forward) if any(t.name == value.name for t in tensors(each))]
        return reads[0] if reads else 0

    @cached_property
    def _estimated(self) -> int:
        """The last instruction whose gradient is that of another function in its place; −1: none is."""
        forward = self._program.instructions[: self._program.first_backward]
        return max((k for k, each in enumerate(forward) if each.operation.name == ESTIMATED), default=-1)

    # ---- checking -----------------------------------------------------------------------------------------------

    @cached_property
    def loss(self) -> float:
        """The loss of the step."""
        self._walk.to(self._program.first_backward)
        return self._walk.loss

    @cached_property
    def values(self) -> dict[str, Array]:
        """Every gradient, complete, before the optimiser touches it."""
        self._walk.to(self._program.first_update)
        return {name: self._walk.read(found.tensor) for name, found in self.by_name.items()}

    def slope(self, name: str, index: Index) -> Slope:
        """One number of a gradient beside its central difference."""
        found, gradient = self.by_name[name], float(self.values[name][index])
        above, below = self._walk.nudged(found.value, index, found.begins, (NUDGE, -NUDGE))
        return Slope(found.value.name, gradient, NUDGE, above, self.loss, below, found.begins <= self._estimated)

    def strongest(self, name: str, count: int) -> list[Index]:
        """The places of the largest numbers of a gradient."""
        values = np.abs(np.nan_to_num(self.values[name].ravel(), nan=np.inf))
        order = np.argsort(-values, kind="stable")[:count]
        return [tuple(int(i) for i in np.unravel_index(place, self.values[name].shape)) for place in order]


def tensors(instruction: Instruction) -> list[Tensor]:
    """The tensors of an instruction, as the memory they lie in."""
    return [value.root for value in instruction.operands.values() if isinstance(value, Tensor)]


def written(instruction: Instruction) -> list[tuple[str, Tensor]]:
    """Operand and tensor of everything an instruction writes."""
    by_name = instruction.operation.by_name
    return [
        (name, value.root)
        for name, value in instruction.operands.items()
        if isinstance(value, Tensor) and by_name[name].writes
    ]


def steps_of(program: Program, number: int) -> str:
    """``forward``, ``backward`` or ``update``."""
    if number < program.first_backward:
        return later("forward")
    return later("backward") if number < program.first_update else later("update")
