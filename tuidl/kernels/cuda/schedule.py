"""From a program to the code of the interpreter: one row of words and reals an instruction, barriers between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tuidl.errors import DeviceError
from tuidl.kernels.barriers import Access, with_barriers
from tuidl.kernels.cuda.kernel import KERNELS, REALS, WORDS, Kernel
from tuidl.program import Layout, Program, Tensor
from tuidl.program.operation import Operand
from tuidl.program.program import Instruction

BARRIER = -1  # in place of a kernel's number
SETS = 2  # data sets that a program can read
PARTS = {"loss": "the loss", "optimizer": "the optimiser", "data": "the network's input"}


@dataclass(frozen=True)
class Call:
    """A kernel with its instruction; without one, a barrier."""

    kernel: Kernel | None = None
    instruction: Instruction | None = None


@dataclass
class Code:
    """A program as the interpreter reads it. Word 0 of a row is the kernel's number."""

    words: NDArray[np.int64]
    reals: NDArray[np.float64]
    sets: list[str] = field(default_factory=list)  # names of the data sets, in the order of their slots
    tapes: list[tuple[int, int, str]] = field(default_factory=list)  # row, word, name of an array with an entry a step
    histories: set[str] = field(default_factory=set)  # those that are written
    widest: int = 0  # words of the largest tensor that is written: more threads find nothing to do


def schedule(program: Program, layout: Layout) -> Code:
    """The code of a program. DeviceError if an instruction has no CUDA kernel."""
    made = [Call(_kernel(instruction), instruction) for instruction in program.instructions]
    calls = with_barriers(made, lambda each: _accesses(each, layout), Call())
    numbers = {name: number for number, name in enumerate(KERNELS)}
    code = Code(np.zeros((len(calls), 1 + WORDS), np.int64), np.zeros((len(calls), REALS)))
    for row, each in enumerate(calls):
        if each.kernel is None or each.instruction is None:
            code.words[row, 0] = BARRIER
            continue
        code.words[row, 0] = numbers[each.kernel.name]
        _encode(code, row, each.kernel, each.instruction, layout)
    return code


def _kernel(instruction: Instruction) -> Kernel:
    """The kernel of an instruction; DeviceError if there is none that fits."""
    name = instruction.operation.name
    kernel = KERNELS.get(name)
    if kernel is None or _misfit(kernel, instruction.operands):
        needs = f"needs the operation {name}, which device 'cuda' does not have yet"
        raise DeviceError(f"{_who(instruction)} {needs}; use --device cpu")
    return kernel


def _who(instruction: Instruction) -> str:
    """The part of the network that an instruction is of, by what it writes: layers' tensors are called LAYER.NAME."""
    family = instruction.operation.name.partition(".")[0]
    if family in PARTS:
        return PARTS[family]
    tensors = (instruction.operands[operand.name] for operand in instruction.operation.operands if operand.writes)
    layer = next((t.name.rpartition(".")[0] for t in tensors if isinstance(t, Tensor)), "")
    return f"layer '{layer}'" if layer else "the network"


def _misfit(kernel: Kernel, operands: Mapping[str, object]) -> bool:
    """Whether rows lie tight that the kernel wants padded."""
    return any(
        isinstance(value, Tensor) and value.tight and value.kind == "float" and name not in kernel.tight
        for name, value in operands.items()
    )


def _accesses(each: Call, layout: Layout) -> Iterator[Access]:
    """What a call touches, and how threads part it."""
    if each.kernel is None or each.instruction is None:
        return
    for operand in each.kernel.operands:
        tensor = each.instruction.operands[operand.name]
        if isinstance(tensor, Tensor):
            start = layout.offset(tensor)
            yield Access(start, start + tensor.words, operand.writes, _parting(each.kernel, operand, tensor, start))


def _parting(kernel: Kernel, operand: Operand, tensor: Tensor, start: int) -> object:
    """Equal for two calls whose threads keep to the same words of a tensor; None if any thread may touch any word."""
    if not kernel.by:
        return "thread 0"
    lead = kernel.written or operand
    if kernel.by == "word":
        return ("word", start) if operand.dims == lead.dims else None
    if operand.dims[0] != lead.dims[0]:
        return None
    return ("word", start) if len(operand.dims) == 1 else ("row", start, tensor.stride)


def _encode(code: Code, row: int, kernel: Kernel, instruction: Instruction, layout: Layout) -> None:
    """Fill a row with its operands."""
    words: list[int] = []
    reals: list[float] = []
    for operand in kernel.operands:
        value = instruction.operands[operand.name]
        if isinstance(value, Tensor):
            words.append(layout.offset(value))
            if operand.writes:
                code.widest = max(code.widest, value.words)
        elif isinstance(value, float):
            reals.append(value)
        elif isinstance(value, str):
            words.append(_outside(code, row, len(words) + 1, operand, value))
        else:
            words.append(-1 if value is None else value)
    words += [instruction.sizes[size] for size in kernel.sizes]
    for name in kernel.tight:
        tensor = instruction.operands[name]
        assert isinstance(tensor, Tensor)
        words.append(tensor.stride)
    code.words[row, 1 : 1 + len(words)] = words
    code.reals[row, : len(reals)] = reals


def _outside(code: Code, row: int, word: int, operand: Operand, name: str) -> int:
    """The slot of a data set; a place on the tape is filled in at every run."""
    if operand.name != "examples":
        code.tapes.append((row, word, name))
        if operand.name == "history":
            code.histories.add(name)
        return 0
    if name not in code.sets:
        if len(code.sets) == SETS:
            raise DeviceError(
                f"a program reads more than {SETS} data sets, too many for device 'cuda'; use --device cpu"
            )
        code.sets.append(name)
    return code.sets.index(name)
