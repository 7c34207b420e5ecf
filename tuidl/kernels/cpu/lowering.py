"""From instructions to kernel calls: what the compiled kernels need beyond the program itself.

Most operations are one kernel of the same name. Where kernels want their operands in another form (transposed weights,
offset tables, padded images), a rule makes scratch tensors and the calls that fill them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels.barriers import Access, with_barriers
from tuidl.kernels.cpu.kernel import KERNELS, OWN, Kernel
from tuidl.program import Layout, Program, Tensor
from tuidl.program.program import Instruction, Value, bind_sizes
from tuidl.program.tensor import Kind

MEMORY = 4  # multiplications in the time that an elementwise kernel takes for a value
Parting = tuple[object, ...] | None


@dataclass(frozen=True)
class Call:
    """A kernel with its operands and sizes."""

    kernel: Kernel
    operands: dict[str, Value]
    sizes: dict[str, int]

    def accesses(self) -> Iterator[tuple[Tensor, bool, Parting]]:
        """Each tensor, whether it is written, and how threads part it: None if every thread may touch all of it."""
        for operand in self.kernel.operands:
            tensor = self.operands[operand.name]
            if isinstance(tensor, Tensor):
                yield tensor, operand.writes, self._parting(operand.dims)

    def _parting(self, dims: tuple[str, ...]) -> Parting:
        split = self.kernel.split
        if not split:
            return ("one thread",)
        if split == (OWN,) or not set(split) <= set(dims):
            return None
        return (*((dims.index(each), self.sizes[each]) for each in split), self.kernel.unit)

    @property
    def target(self) -> str:
        """The first tensor it writes; empty if it writes none."""
        written = (self.operands[operand.name] for operand in self.kernel.operands if operand.writes)
        return next((value.name for value in written if isinstance(value, Tensor)), "")

    @property
    def work(self) -> int:
        """Multiplications; where there are next to none, as many as fit into the time that memory takes."""
        if self.kernel.work:
            return prod(int(size) if size.isdecimal() else self.sizes[size] for size in self.kernel.work)
        return MEMORY * max((o.size for o in self.operands.values() if isinstance(o, Tensor)), default=0)


@dataclass
class Scratch:
    """Tensors and tables that lowering adds to a program."""

    region: str
    words: int = 0
    tensors: dict[str, Tensor] = field(default_factory=dict)
    tables: list[tuple[Tensor, NDArray[np.int32]]] = field(default_factory=list)

    def tensor(self, name: str, shape: tuple[int, ...], kind: Kind = "float", *, tight: bool = False) -> Tensor:
        """A scratch tensor; the same name gives the same one."""
        known = self.tensors.get(name)
        if known is None:
            known = self.tensors[name] = Tensor(name, shape, "activation", self.region, kind, self.words, tight=tight)
            self.words += known.words
        return known

    def table(self, name: str, values: NDArray[np.integer]) -> Tensor:
        """A table of int32 that is filled once."""
        tensor = self.tensor(name, (values.size,), "int")
        self.tables.append((tensor, np.ascontiguousarray(values.reshape(-1), np.int32)))
        return tensor


Rule = Callable[[Instruction, Scratch], list[Call]]
RULES: dict[str, Rule] = {}


Step = Instruction | Call
Rewrite = Callable[[Sequence[Step]], list[Step]]
REWRITES: list[Rewrite] = []


def rewrite(function: Rewrite) -> Rewrite:
    """Register how instructions that belong together become fewer or cheaper ones, before the rules apply."""
    REWRITES.append(function)
    return function


def name_of(step: Step) -> str:
    """The operation of an instruction, the kernel of a call."""
    return step.operation.name if isinstance(step, Instruction) else step.kernel.name


def mentions(step: Step, tensor: Tensor) -> bool:
    """Whether a step touches the tensor's memory."""
    return any(isinstance(value, Tensor) and value.root is tensor.root for value in step.operands.values())


def rule(operation: str) -> Callable[[Rule], Rule]:
    """Register how an operation becomes several calls."""

    def register(function: Rule) -> Rule:
        RULES[operation] = function
        return function

    return register


def call(name: str, **operands: Value) -> Call:
    """A call with all sizes found and checked."""
    kernel = KERNELS[name]
    return Call(kernel, operands, bind_sizes(name, kernel.operands, operands))


def lower(program: Program, layout: Layout) -> tuple[list[Call], Scratch]:
    """The calls of a program in order, with barriers where threads would meet; scratch gets its place in the arena."""
    scratch = Scratch(f"{program.name}/cpu")
    calls: list[Call] = []
    for instruction in _rewritten(program.instructions):
        for each in [instruction] if isinstance(instruction, Call) else _ruled(instruction, scratch):
            calls += _widened(each, scratch)
    wait = call(
        "control.barrier",
        **{name: scratch.tensor(f"barrier.{name}", (16,), "float") for name in ("arrived", "generation")},
    )
    layout.reserve(scratch.region, scratch.words)
    return with_barriers(_without_repeats(calls, layout), lambda each: _accesses(each, layout), wait), scratch


def _rewritten(instructions: Sequence[Instruction]) -> list[Step]:
    """The instructions after all rewrites; what a rewrite has made into calls stays."""
    made: list[Step] = list(instructions)
    for each in REWRITES:
        made = each(made)
    return made


def _ruled(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """The calls of one instruction: its rule's, or its own kernel's."""
    made = RULES.get(instruction.operation.name)
    return made(instruction, scratch) if made else [call(instruction.operation.name, **instruction.operands)]


def _widened(each: Call, scratch: Scratch) -> list[Call]:
    """The call, after copies of tight images whose rows its kernel wants padded."""
    before, operands = [], dict(each.operands)
    for name, value in each.operands.items():
        if isinstance(value, Tensor) and value.tight and value.kind == "float" and name not in each.kernel.tight:
            wide = scratch.tensor(f"{value.name}.wide", value.shape)
            before.append(call("data.widen", x=value, y=wide))
            operands[name] = wide
    return [*before, Call(each.kernel, operands, each.sizes)]


def _without_repeats(calls: list[Call], layout: Layout) -> list[Call]:
    """The calls without those that repeat an earlier one of which nothing was written since: copies made twice."""
    keys = [_key(each) for each in calls]
    times = Counter(keys)
    made: list[Call] = []
    known: dict[object, list[tuple[int, int]]] = {}  # a call that comes again -> the memory that it touches
    for each, key in zip(calls, keys, strict=True):
        if key in known:
            continue
        made.append(each)
        again = times[key] > 1 and all(operand.role not in ("inout", "data") for operand in each.kernel.operands)
        if not (known or again):
            continue
        touched = [(layout.offset(t), layout.offset(t) + t.words, writes) for t, writes, _ in each.accesses()]
        written = [(start, end) for start, end, writes in touched if writes]
        known = {other: memory for other, memory in known.items() if not _overlap(memory, written)}
        if again:
            known[key] = [(start, end) for start, end, _ in touched]
    return made


def _key(each: Call) -> tuple[object, ...]:
    """Equal for calls of the same kernel on the same operands."""
    operands = (id(value) if isinstance(value, Tensor) else value for value in each.operands.values())
    return (each.kernel.name, *operands)


def _overlap(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other < end for start, end in some for other, other_end in others)


def _accesses(each: Call, layout: Layout) -> Iterator[Access]:
    """The words that a call touches; parts are compared by their bounds."""
    for tensor, writes, parting in each.accesses():
        start = layout.offset(tensor)
        own = None if parting is None else parting if len(parting) == 1 else (*parting, start, tensor.words)
        yield Access(start, start + tensor.words, writes, own)
