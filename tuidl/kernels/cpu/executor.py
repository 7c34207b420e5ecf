"""Carries out programs with compiled kernels, on one or more threads."""

from collections.abc import Generator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib import import_module
from math import inf
from struct import pack, unpack
from time import perf_counter
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels import default_threads
from tuidl.kernels.cpu import cache, maker  # before numba
from tuidl.kernels.cpu.choice import Choice
from tuidl.kernels.cpu.control import WIDTH, prepare, run
from tuidl.kernels.cpu.kernel import ROUTINES, Compiled
from tuidl.kernels.cpu.lowering import Call, lower
from tuidl.kernels.cpu.simd import LANES
from tuidl.kernels.cpu.team import Team
from tuidl.kernels.executor import Array, Layout, Program, Progress, Tensor, Timed

FAMILIES = (
    "activation", "attention", "augment", "comparison", "convolution", "data", "dense", "depthwise", "draw", "gated",
    "globalpool", "graph", "grouped", "heads", "layernorm", "loss", "mask", "noise", "norm", "optimizer",
    "pooled_convolution", "pooling", "position", "rectification", "recurrent", "sequence", "shape", "smooth", "tokens",
    "transposed", "upsampling", "winners",
)  # fmt: skip
for _family in FAMILIES:
    import_module(f"tuidl.kernels.cpu.{_family}")

FEW = 4  # kernels that are not worth a process
MAKERS = 2  # processes that compile at once: they take the memory and the processor of everything else meanwhile
ALIGNMENT = 64  # bytes: vectors do not straddle cache lines


@dataclass
class Linked:
    """A program as code: one row of words per call."""

    calls: list[Call]
    code: NDArray[np.int64]
    outside: list[tuple[int, int, str, bool]]  # row, word, name of the array, whether it has one entry a step
    choice: Choice


class CpuExecutor:
    """An arena of float32 words with programs of compiled kernels. Results do not depend on the number of threads."""

    name = "cpu"
    dtype = np.float32
    spare = 2**22  # words for programs to come, no memory until they are used: growing copies everything
    threads_pay = 4_000_000  # multiplications a step from which a second thread gains more than barriers cost

    def __init__(self, layout: Layout, threads: int) -> None:
        self.layout, self.threads = layout, max(1, threads)
        self._buffer, self._arena = _aligned(0)
        self._linked: dict[str, Linked] = {}
        self._team: Team | None = None

    def open(self, program: Program) -> None:
        """Lower a program and make room for it."""
        if program.name in self._linked:
            return
        calls, scratch = lower(program, self.layout)
        self._grow()
        for tensor, values in scratch.tables:
            start = self.layout.offset(tensor)
            self._arena[start : start + values.size].view(np.int32)[:] = values
        code, outside = np.zeros((len(calls), WIDTH), np.int64), []
        for row, each in enumerate(calls):
            words, names = self._encode(each)
            code[row, 1 : 1 + len(words)] = words
            outside += [(row, word, name, operand != "examples") for word, operand, name in names]
        busy = sum(each.work for each in calls)
        self._linked[program.name] = Linked(calls, code, outside, self._choice(busy))

    def _choice(self, work: int) -> Choice:
        """One thread where more cannot pay; with ``threads_pay`` 0 always all of them."""
        return Choice(self.threads if work >= self.threads_pay else 1, always=self.threads_pay == 0)

    def _grow(self) -> None:
        if self.layout.end > self._arena.size:
            buffer, arena = _aligned(self.layout.end + self.spare)
            arena[: self._arena.size] = self._arena
            self._buffer, self._arena = buffer, arena

    def _encode(self, each: Call) -> tuple[list[int], list[tuple[int, str, str]]]:
        """The words of a call, and (word, operand, array) for each array outside the arena."""
        words: list[int] = []
        outside = []
        for operand in each.kernel.operands:
            value = each.operands[operand.name]
            if isinstance(value, Tensor):
                words.append(self.layout.offset(value))
            elif isinstance(value, float):
                words.append(unpack("q", pack("d", value))[0])
            elif isinstance(value, str):
                outside.append((len(words) + 1, operand.name, value))
                words.append(0)
            else:
                words.append(-1 if value is None else value)
        words += [each.sizes[size] for size in each.kernel.sizes]
        for name in each.kernel.tight:
            tensor = each.operands[name]
            assert isinstance(tensor, Tensor)
            words.append(tensor.stride)
        words += [0] * len(each.kernel.calls)
        return words, outside

    def work(self, program: Program) -> int:
        """Multiplications of all calls that count theirs."""
        return sum(each.work for each in self._linked[program.name].calls if each.kernel.work)

    def needed(self, programs: list[Program]) -> list[Compiled]:
        """Routines and kernels of these programs, in the order of their use."""
        kernels: dict[str, Compiled] = {}
        for program in programs:
            for each in self._linked[program.name].calls:
                for name in each.kernel.calls:
                    kernels.setdefault(name, ROUTINES[name])
                kernels.setdefault(each.kernel.name, each.kernel)
        return list(kernels.values())

    def compile(self, programs: list[Program], progress: Progress | None = None) -> None:
        """Compile or load what these programs need, telling ``progress`` about each."""
        kernels = self.needed(programs)
        missing = [each.name for each in kernels if not each.ready and not each.kept]
        with closing(_made(missing)) as making:
            for index, each in enumerate(kernels, 1):
                fresh, began = not each.ready, perf_counter()
                made = next(making, None) if each.name in missing else None
                address = each.address
                assert address
                if progress and fresh:
                    progress(each.name, index, len(kernels), made.seconds if made else perf_counter() - began)
        prepare()

    def run(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> None:
        """Carry out whole steps."""
        linked, _kept = self.connect(program, data, first)
        code = linked.code
        job = (code.ctypes.data, len(code), self._arena.ctypes.data, first, steps)
        threads, began = linked.choice.pick(), perf_counter()
        if threads > 1:
            if self._team is None:
                self._team = Team(self.threads)
                finalize(self, self._team.close)
            self._team.run(job)
        else:
            run(job[0], job[1], job[2], 0, 1, first, steps)
        linked.choice.took(threads, (perf_counter() - began) / max(steps, 1))

    def profile(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> list[Timed]:
        """Carry out whole steps on one thread, call by call.

        A kernel that is repeated alone finds its data in the cache and looks faster than it is in its place. The least
        time counts: where something else runs too, long kernels are interrupted more often than short ones.
        """
        linked, _kept = self.connect(program, data, first)
        code, row_bytes, memory = linked.code.ctypes.data, linked.code.strides[0], self._arena.ctypes.data
        least = [inf] * len(linked.calls)
        for step in range(first, first + steps):
            for row in range(len(linked.calls)):
                began = perf_counter()
                run(code + row * row_bytes, 1, memory, 0, 1, step, 1)
                least[row] = min(least[row], perf_counter() - began)
        return [
            Timed(call.kernel.name, call.target, call.work if call.kernel.work else 0, seconds)
            for call, seconds in zip(linked.calls, least, strict=True)
        ]

    def connect(self, program: Program, data: Mapping[str, Array], first: int) -> tuple[Linked, list[Array]]:
        """Put the addresses of kernels and of arrays outside in; the arrays must live until the run is over."""
        linked, kept = self._linked[program.name], []
        if not linked.code[0, 0]:
            self._link(linked)
        for row, word, name, stepwise in linked.outside:
            array = np.ascontiguousarray(data[name])
            if array is not data[name] and stepwise:
                raise ValueError(f"array '{name}' must be contiguous")
            kept.append(array)
            skipped = first * (array.itemsize * int(np.prod(array.shape[1:]))) if stepwise else 0
            linked.code[row, word] = array.ctypes.data - skipped
        return linked, kept

    @staticmethod
    def _link(linked: Linked) -> None:
        """Put the addresses of kernels and routines in."""
        for row, each in enumerate(linked.calls):
            last = len(each.kernel.words)
            for place, name in enumerate(reversed(each.kernel.calls)):
                linked.code[row, last - place] = ROUTINES[name].address
            linked.code[row, 0] = each.kernel.address

    def _rows(self, tensor: Tensor) -> NDArray[Any]:
        start = self.layout.offset(tensor)
        rows = self._arena[start : start + tensor.rows * tensor.stride].reshape(tensor.rows, tensor.stride)
        return (rows.view(np.int32) if tensor.kind == "int" else rows)[:, : tensor.shape[-1]]

    def read(self, tensor: Tensor) -> Array:
        """A copy of a tensor's values."""
        return self._rows(tensor).reshape(tensor.shape).copy()

    def write(self, tensor: Tensor, value: Array) -> None:
        """Set a tensor's values."""
        self._rows(tensor)[...] = np.asarray(value).reshape(tensor.rows, tensor.shape[-1])


def _made(missing: list[str]) -> Generator[maker.Made, None, None]:
    """Kernels that other processes compile into the cache, in this order; it ends early if they cannot."""
    if cache.LASTING and len(missing) >= FEW:
        with suppress(OSError):
            yield from maker.made(missing, min(default_threads(), MAKERS))


def _aligned(words: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Zeroed words that begin at a multiple of ALIGNMENT, and the buffer that holds them and a vector more.

    Kernels may read that much beyond the last word of tight images.
    """
    buffer = np.zeros(4 * (words + LANES) + ALIGNMENT, np.uint8)
    start = -buffer.ctypes.data % ALIGNMENT
    return buffer, buffer[start : start + 4 * words].view(np.float32)
