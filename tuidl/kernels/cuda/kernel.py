"""How a CUDA kernel is declared, and what all of them share.

A kernel is a device function ``kernel(op, real, mem, thread, threads, step)``: thread ``thread`` of ``threads``, those
of all blocks counted together, does its share of step number ``step``. It begins by unpacking its operands:

    x, w, b, y, rows, inputs, outputs = op[:7]

in this order: the declared operands (tensors as places in the arena, sizes, data as places outside it), the sizes of
their dimensions, the row strides of those that may lie tight (``x_stride``). Reals come next, from ``real``.

``by`` says which thread writes what, so that kernels which part their work alike need no barrier between them:

    "word"   thread t of n has words t, t + n, t + 2n, ... of the first operand that is written, and of all operands
             with the same dimensions
    "row"    thread t of n has rows t, t + n, t + 2n, ... of every operand whose first dimension is that of the first
    ""       thread 0 does it all

No sum is split between threads, so results do not depend on the size of the grid.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from numba import cuda

from tuidl.program import OPERATIONS
from tuidl.program.operation import Operand
from tuidl.program.tensor import LANES

WORDS, REALS = 10, 3  # integers and reals that an instruction has room for
PARAMETERS = ("op", "real", "mem", "thread", "threads", "step")

By = Literal["word", "row", ""]


class Memory(NamedTuple):
    """What kernels read and write: each buffer as float32 and the same words as int32."""

    floats: Any  # the arena
    ints: Any
    first: Any  # the data sets of a program, two at most
    first_ints: Any
    second: Any
    second_ints: Any
    tape: Any  # arrays with one entry a step: indices in, histories out
    tape_ints: Any


class Kernel:
    """A kernel with its operation's operands; ``words`` and ``reals`` name what it unpacks."""

    def __init__(self, name: str, function: Callable[..., None], by: By, tight: tuple[str, ...]) -> None:
        self.name, self.function, self.by, self.tight = name, function, by, tight
        operation = OPERATIONS[name]
        self.operands = operation.operands
        named = [operand.name for operand in self.operands if operand.role != "real"]
        self.sizes = tuple(size for size in operation.sizes if size not in named)
        self.reals = tuple(operand.name for operand in self.operands if operand.role == "real")
        self.words = (*named, *self.sizes, *(f"{each}_stride" for each in tight))
        code: Any = function.__code__
        expected = (*PARAMETERS, *self.words, *self.reals)
        unpacked = tuple(each.lstrip("_") for each in code.co_varnames[: len(expected)])
        if unpacked != expected:
            raise ValueError(f"{name} must unpack {expected[len(PARAMETERS) :]}, not {unpacked[len(PARAMETERS) :]}")
        if len(self.words) > WORDS or len(self.reals) > REALS:
            raise ValueError(f"{name} has more operands than an instruction has room for")
        self.device = cuda.jit(device=True)(function)

    @property
    def written(self) -> Operand | None:
        """The first operand in the arena that is written."""
        return next((operand for operand in self.operands if operand.writes), None)


KERNELS: dict[str, Kernel] = {}


def kernel(name: str, *, by: By = "", tight: tuple[str, ...] = ()) -> Callable[[Callable[..., None]], Kernel]:
    """Declare the kernel of an operation."""

    def register(function: Callable[..., None]) -> Kernel:
        return KERNELS.setdefault(name, Kernel(name, function, by, tight))

    return register


@cuda.jit(device=True)
def padded(size: int) -> int:
    """``size`` rounded up to whole vectors, as rows lie in the arena."""
    return (size + LANES - 1) // LANES * LANES
