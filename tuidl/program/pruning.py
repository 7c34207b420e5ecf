"""Pruning: instructions whose results nobody wants are left out."""

from collections.abc import Iterable, Sequence

from tuidl.program.program import Instruction
from tuidl.program.tensor import Tensor


def needed(instructions: Sequence[Instruction], wanted: Iterable[Tensor]) -> list[Instruction]:
    """The instructions that the wanted tensors follow from, in their order."""
    known = {id(tensor.root) for tensor in wanted}
    kept = []
    for each in reversed(instructions):
        tensors = [(o, v) for o in each.operation.operands if isinstance(v := each.operands[o.name], Tensor)]
        if any(operand.writes and id(tensor.root) in known for operand, tensor in tensors):
            kept.append(each)
            known |= {id(tensor.root) for operand, tensor in tensors if operand.role != "out"}
    return kept[::-1]
