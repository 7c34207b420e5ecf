"""Carries out programs as the cpu executor does, with every access to memory checked."""

from collections.abc import Mapping
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from tuidl.kernels.checked.instrument import READ, WRITE, instrumented
from tuidl.kernels.checked.rights import grants
from tuidl.kernels.checked.spaced import Spaced
from tuidl.kernels.checked.watch import (
    ARENA,
    BYTES,
    CHECKS,
    FAULT,
    FORBIDDEN,
    KIND,
    MISALIGNED,
    PLACE,
    RIGHTS,
    THREAD,
    WATCH,
)
from tuidl.kernels.cpu.control import run
from tuidl.kernels.cpu.executor import CpuExecutor, Linked
from tuidl.kernels.cpu.kernel import ROUTINES, Compiled
from tuidl.kernels.cpu.lowering import Call
from tuidl.kernels.executor import Array, Layout, Program, Tensor
from tuidl.program import LANES
from tuidl.program.operation import Operand

POISONS = (np.uint32(0x7FC0DEAD), np.uint32(0x7E5EED5E))  # a NaN, 7e37; as whole numbers far beyond any table
JUNK = np.float32(77.25)  # between rows, where nobody may depend on it
BARRIER = "control.barrier"
ZEROS = ("param", "grad", "moment", "average")  # roles of tensors whose regions optimisers work on as a whole
GRADIENT = ".grad"  # ends the names of gradients
SCRATCH = "/cpu"  # ends the name of the region that lowering adds to a program: kernels agree on what lies there
_engines: dict[str, Any] = {}  # machine code lives as long as its engine
_addresses: dict[str, int] = {}


class AccessError(AssertionError):
    """A kernel touched what it may not, or left something undone."""


def guarded(each: Compiled) -> int:
    """The address of a kernel's instrumented machine code, made when first asked for."""
    known = _addresses.get(each.name)
    if known is None:
        for name, check in CHECKS.items():
            llvm.add_symbol(name, check.address)
        library = each.compiled._library
        code = instrumented(str(library._get_module_for_linking()), WATCH.state.ctypes.data)
        module = llvm.parse_assembly(code)
        module.verify()
        machine = llvm.Target.from_default_triple().create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=1, jit=True
        )
        engine = llvm.create_mcjit_compiler(module, machine)
        engine.finalize_object()
        _engines[each.name] = engine
        known = _addresses[each.name] = int(engine.get_function_address(each.compiled.native_name))
    return known


class CheckedExecutor(CpuExecutor):
    """The cpu executor under guard: ``AccessError`` at the first access that a kernel may not make.

    Threads take turns, so that what they touch is known: between two barriers none may touch what another has written.
    """

    name = "checked"
    spare = 0  # beyond the last word nobody may touch anything

    def __init__(self, layout: Layout, threads: int) -> None:
        super().__init__(Spaced(layout), threads)  # type: ignore[arg-type]
        self._entries = np.zeros(0, np.int64)

    def run(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> None:
        """Carry out whole steps, call by call, thread by thread."""
        linked, kept = self.connect(program, data, first)
        arrays = dict(zip([name for _, _, name, _ in linked.outside], kept, strict=True))
        if self._entries.size != self._arena.size + LANES:
            self._entries = np.zeros(self._arena.size + LANES, np.int64)
        self._entries[:] = 0
        for step in range(first, first + steps):
            for row, call in enumerate(linked.calls):
                if call.kernel.name == BARRIER:
                    self._entries[:] = 0
                else:
                    self._carry_out(linked, row, call, step, arrays)

    @staticmethod
    def _link(linked: Linked) -> None:
        """Put the addresses of instrumented kernels and routines in."""
        for row, each in enumerate(linked.calls):
            last = len(each.kernel.words)
            for place, name in enumerate(reversed(each.kernel.calls)):
                linked.code[row, last - place] = guarded(ROUTINES[name])
            linked.code[row, 0] = guarded(each.kernel)

    def _carry_out(self, linked: Linked, row: int, call: Call, step: int, arrays: Mapping[str, Array]) -> None:
        code = linked.code[row : row + 1]
        poison = POISONS[step % len(POISONS)]
        poisoned = self._poison(call, poison)
        for thread in range(self.threads):
            WATCH.over(self._arena.ctypes.data, self._entries)
            WATCH.state[THREAD] = thread
            WATCH.allow(code.ctypes.data, code.ctypes.data + 8 * (1 + len(call.kernel.words)), READ)
            for number, word, name, stepwise in linked.outside:
                if number == row:
                    self._allow(call, int(code[0, word]), arrays[name], name, stepwise, step)
            allowed = list(grants(call, self.layout, thread, self.threads))
            for start, rights in allowed:
                self._entries[start : start + rights.size] |= rights
            run(code.ctypes.data, 1, self._arena.ctypes.data, thread, self.threads, step, 1)
            for start, rights in allowed:
                self._entries[start : start + rights.size] &= ~RIGHTS
            if WATCH.state[FAULT]:
                raise AccessError(self._said(call, thread))
        self._judge(call, poison, poisoned)

    def _judge(self, call: Call, poison: np.uint32, poisoned: list[tuple[Tensor, Any]]) -> None:
        """AccessError if the call has left something unwritten, or something else than zeros between the rows."""
        for tensor, chosen in poisoned:
            left = int((self._rows_of(tensor)[:, : tensor.shape[-1]][chosen] == poison).sum())
            if left:
                raise AccessError(
                    f"{call.kernel.name} leaves {left} values of {tensor.name} as they were, or undefined"
                )
        for operand in call.kernel.operands:
            value = call.operands[operand.name]
            if not (operand.writes and isinstance(value, Tensor) and _stays_zero(operand, value)):
                continue
            if self._rows_of(value).view(np.float32)[:, value.shape[-1] :].any():
                raise AccessError(f"{call.kernel.name} leaves something between the rows of {value.name}")

    @staticmethod
    def _allow(call: Call, address: int, array: Array, name: str, stepwise: bool, step: int) -> None:
        """Let an array outside the arena be touched: of one with an entry a step, this step's."""
        operand = next(o.name for o in call.kernel.operands if call.operands[o.name] == name)
        size = array.nbytes
        if stepwise:
            size //= max(array.shape[0], 1)
            address += step * size
        WATCH.allow(address, address + size, WRITE | READ if operand == "history" else READ)

    def _rows_of(self, tensor: Tensor) -> Any:
        """A tensor's words as rows, with what fills them up."""
        start = self.layout.offset(tensor)
        words = self._arena[start : start + tensor.rows * tensor.stride].view(np.uint32)
        return words.reshape(tensor.rows, tensor.stride)

    def _poison(self, call: Call, poison: np.uint32) -> list[tuple[Tensor, Any]]:
        """Fill what the call must write and does not read; (tensor, which of its values)."""
        tensors = [(o, t) for o in call.kernel.operands if isinstance(t := call.operands[o.name], Tensor)]
        spans = [(self.layout.offset(t), self.layout.offset(t) + t.words) for o, t in tensors if o.role != "out"]
        made = []
        for operand, tensor in tensors:
            if operand.role != "out":
                continue
            start = self.layout.offset(tensor)
            places = np.arange(start, start + tensor.rows * tensor.stride).reshape(tensor.rows, tensor.stride)
            free = np.full(places.shape, True)
            for first, end in spans:
                free &= (places < first) | (places >= end)
            rows, width = self._rows_of(tensor), tensor.shape[-1]
            rows[:, :width][free[:, :width]] = poison
            if not tensor.root.region.endswith(SCRATCH):
                made.append((tensor, free[:, :width]))
                if not _stays_zero(operand, tensor):
                    rows[:, width:][free[:, width:]] = JUNK.view(np.uint32)
        return made

    def _said(self, call: Call, thread: int) -> str:
        """What went wrong, in one sentence."""
        fault, place, size, kind, arena = (int(WATCH.state[n]) for n in (FAULT, PLACE, BYTES, KIND, ARENA))
        how = "writes" if kind & WRITE else "reads"
        where = f"at {self._near(call, (place - arena) // 4)}"
        who = f"{call.kernel.name}, thread {thread} of {self.threads},"
        if fault == FORBIDDEN:
            return f"{who} {how} {size} bytes {where}, which it may not touch"
        if fault == MISALIGNED:
            return f"{who} {how} {size} bytes {where}, an address not aligned as its code expects"
        return f"{who} {how} {where} what another thread touched since the last barrier"

    def _near(self, call: Call, word: int) -> str:
        """A word of the arena by the operand that it lies in or nearest to."""
        if not -LANES * 64 <= word <= self._arena.size + LANES * 64:
            return "an address outside the arena"
        found = []
        for operand in call.kernel.operands:
            tensor = call.operands[operand.name]
            if isinstance(tensor, Tensor):
                start = self.layout.offset(tensor)
                away = max(start - word, word - (start + tensor.words - 1), 0)
                found.append((away, f"word {word - start} of {operand.name} ({tensor.name}, {tensor.words} words)"))
        return min(found)[1] if found else f"word {word} of the arena"


def _stays_zero(operand: Operand, tensor: Tensor) -> bool:
    """Whether what fills up the rows must be zero: of gradients, and of what optimisers work on."""
    gradient = operand.name.startswith("d") or tensor.root.name.endswith(GRADIENT)
    return tensor.kind == "float" and (gradient or tensor.root.role in ZEROS)
