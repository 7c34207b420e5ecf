"""How an operation is declared: its operands, what it reads and writes, and the equation it computes.

    in x[rows,inputs]     tensor that is read; the names of its dimensions are sizes that must agree
    out y[rows,outputs]   tensor that is written; ``inout`` for both
    in labels[rows]:int   tensor of int32
    size stride           an integer
    real epsilon          a float
    data examples         an array outside the arena
    in? mask[rows]:int    tensor that may be left out (``in``, ``out`` and ``inout`` alike)

A tensor with more dimensions than declared has its leading ones taken together: ``[rows,features]`` fits images and
sequences as well. ``_`` fits any size.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

OperandRole = Literal["in", "out", "inout", "size", "real", "data"]
_OPERAND = re.compile(r"(in|out|inout|size|real|data)(\?)?\s+(\w+)(?:\[([\w,\s]+)\])?(:int)?")


@dataclass(frozen=True, slots=True)
class Operand:
    """One declared operand; ``dims`` names a tensor's dimensions."""

    role: OperandRole
    name: str
    dims: tuple[str, ...] = ()
    is_int: bool = False
    optional: bool = False

    @property
    def is_tensor(self) -> bool:
        """Whether it lies in the arena."""
        return self.role in ("in", "out", "inout")

    @property
    def writes(self) -> bool:
        """Whether the operation changes it."""
        return self.role in ("out", "inout")


def parse(declaration: str) -> tuple[Operand, ...]:
    """The operands of a declaration; ValueError for what cannot be read."""
    operands = []
    for text in declaration.split(";"):
        match = _OPERAND.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"cannot read operand {text.strip()!r}")
        role, optional, name, dims, kind = match.groups()
        names = tuple(d.strip() for d in dims.split(",")) if dims else ()
        operand = Operand(role, name, names, kind is not None, optional is not None)  # type: ignore[arg-type]
        if operand.optional and not operand.is_tensor:
            raise ValueError(f"cannot read operand {text.strip()!r}: only a tensor may be left out")
        operands.append(operand)
    return tuple(operands)


@dataclass(frozen=True)
class Operation:
    """An instruction's kind. ``formula`` is what a learner reads in a listing."""

    name: str
    operands: tuple[Operand, ...]
    formula: str
    by_name: dict[str, Operand] = field(default_factory=dict, compare=False)

    @property
    def sizes(self) -> tuple[str, ...]:
        """Names of all dimensions, in order of appearance."""
        dims = (d for operand in self.operands for d in operand.dims)
        return tuple(dict.fromkeys(d for d in dims if d != "_" and not d.isdecimal()))


OPERATIONS: dict[str, Operation] = {}


def declare(name: str, declaration: str, formula: str) -> Operation:
    """Add an operation to the instruction set."""
    operands = parse(declaration)
    operation = Operation(name, operands, formula, {operand.name: operand for operand in operands})
    if OPERATIONS.setdefault(name, operation) is not operation:
        raise ValueError(f"operation {name} is declared twice")
    return operation
