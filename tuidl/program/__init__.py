"""Networks as programs: flat lists of instructions over named tensors in one aligned arena.

Layers (``tuidl.nn``) emit instructions through a ``Builder``; executors (``tuidl.kernels``) carry them out. The
instruction set stands in ``catalogue``.
"""

from tuidl.program.builder import Builder
from tuidl.program.layout import FROZEN, Layout
from tuidl.program.operation import OPERATIONS, Operation
from tuidl.program.program import Instruction, Program
from tuidl.program.pruning import needed
from tuidl.program.tensor import LANES, Parameter, Tensor, padded, seen_as, side_by_side

__all__ = [
    "FROZEN",
    "LANES",
    "OPERATIONS",
    "Builder",
    "Instruction",
    "Layout",
    "Operation",
    "Parameter",
    "Program",
    "Tensor",
    "needed",
    "padded",
    "seen_as",
    "side_by_side",
]
