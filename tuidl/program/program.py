"""Instructions and the programs made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from tuidl.program.operation import OPERATIONS, Operand, Operation
from tuidl.program.tensor import Tensor

Value = Tensor | int | float | str | None  # a str names an array outside the arena; None an operand left out


@dataclass(frozen=True, slots=True)
class Instruction:
    """An operation with its operands and the sizes found from them."""

    operation: Operation
    operands: Mapping[str, Value]
    sizes: Mapping[str, int]

    def __str__(self) -> str:
        parts = []
        for name, value in self.operands.items():
            if value is None:
                continue
            shown = value.name if isinstance(value, Tensor) else f"{value:g}" if isinstance(value, float) else value
            parts.append(f"{name}={shown}")
        return f"{self.operation.name:26} {' '.join(parts)}"


def bind(name: str, given: Mapping[str, Value]) -> Instruction:
    """The instruction, with all sizes checked against each other; ValueError or TypeError if anything does not fit."""
    operation = OPERATIONS[name]
    sizes = bind_sizes(name, operation.operands, given)
    return Instruction(operation, {operand.name: given.get(operand.name) for operand in operation.operands}, sizes)


def bind_sizes(name: str, operands: Sequence[Operand], given: Mapping[str, Value]) -> dict[str, int]:
    """The sizes of all named dimensions; ValueError or TypeError if an operand does not fit its declaration."""
    names = {operand.name for operand in operands}
    if not {operand.name for operand in operands if not operand.optional} <= given.keys() <= names:
        raise ValueError(f"{name} takes {[operand.name for operand in operands]}, not {list(given)}")
    kinds: dict[str, type] = {"size": int, "real": float, "data": str}
    sizes: dict[str, int] = {}
    for operand in operands:
        value = given.get(operand.name)
        if value is None and operand.optional:
            continue
        if not isinstance(value, kinds.get(operand.role, Tensor)):
            raise TypeError(f"{name}: {operand.name}={value!r} is not a {operand.role} operand")
        if isinstance(value, Tensor):
            if operand.is_int != (value.kind == "int"):
                raise TypeError(f"{name}: {operand.name}={value.name} has the wrong kind {value.kind}")
            for dim, size in zip(operand.dims, together(value, len(operand.dims)), strict=True):
                known = int(dim) if dim.isdecimal() else size if dim == "_" else sizes.setdefault(dim, size)
                if known != size:
                    raise ValueError(f"{name}: {value.name} {value.shape} has {dim} {size}, others {known}")
    return sizes


def together(tensor: Tensor, dims: int) -> tuple[int, ...]:
    """The tensor's shape with its leading dimensions multiplied until ``dims`` are left."""
    shape = tensor.shape
    if len(shape) < dims or (dims == 1 < len(shape) and not tensor.tight):
        raise ValueError(f"{tensor.name} {shape} cannot be taken as {dims} dimensions")
    lead = len(shape) - dims + 1
    return (prod(shape[:lead]), *shape[lead:]) if dims else ()


@dataclass(frozen=True)
class Program:
    """What is done in one step: instructions in order, over the tensors of a layout."""

    name: str
    batch: int
    instructions: Sequence[Instruction]
    tensors: Mapping[str, Tensor]  # those that this program alone uses
    first_backward: int  # index of the first instruction of the backward pass
    first_update: int  # index of the first instruction of the update

    def listing(self) -> str:
        """The program as text: number, operation, operands, equation."""
        lines = []
        for number, instruction in enumerate(self.instructions):
            if number == 0:
                lines.append("forward")
            if number == self.first_backward:
                lines.append("backward")
            if number == self.first_update:
                lines.append("update")
            lines.append(f"{number:4}  {instruction!s:100}  {instruction.operation.formula}")
        return "\n".join(lines)
