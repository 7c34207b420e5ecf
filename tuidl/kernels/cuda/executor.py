"""Carries out programs on an NVIDIA GPU: the arena and the data sets live there, a launch is many steps."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np
from numba import config, cuda
from numpy.typing import NDArray

from tuidl.errors import DeviceError
from tuidl.kernels.cuda.device import SIMULATED
from tuidl.kernels.cuda.interpreter import SIGNATURE, whole
from tuidl.kernels.cuda.residents import Buffers, Residents, buffers
from tuidl.kernels.cuda.schedule import Code, schedule
from tuidl.kernels.executor import Array, Layout, Program, Progress, Tensor, Timed

FAMILIES = ("activation", "comparison", "data", "dense", "loss", "noise", "optimizer", "shape")
for _family in FAMILIES:
    import_module(f"tuidl.kernels.cuda.{_family}")

config.CUDA_LOW_OCCUPANCY_WARNINGS = 0  # a small network fills a small grid: no news for a learner
BLOCK = 4 if SIMULATED else 256  # threads of a block; a simulated one is a thread of Python
interpreter = cache(whole)  # compiled once a process, whatever the networks


class CudaExecutor:
    """An arena of float32 words in the memory of a GPU. Results do not depend on the size of the grid."""

    name = "cuda"
    threads = 1  # of the host
    dtype = np.float32

    def __init__(self, layout: Layout) -> None:
        self.layout, self.block = layout, BLOCK
        self._arena: Buffers = _zeros(1)
        self._tape: Buffers = _zeros(1)
        self._code: dict[str, Code] = {}
        self._residents = Residents()

    def open(self, program: Program) -> None:
        """Schedule a program and make room for it. DeviceError if an instruction has no CUDA kernel."""
        if program.name not in self._code:
            self._code[program.name] = schedule(program, self.layout)
        if self.layout.end > self._arena[0].size:
            grown = _zeros(self.layout.end)
            grown[0][: self._arena[0].size].copy_to_device(self._arena[0])
            self._arena = grown

    def compile(self, programs: list[Program], progress: Progress | None = None) -> None:
        """Compile the interpreter, telling ``progress``."""
        began = perf_counter()
        if not SIMULATED and SIGNATURE not in interpreter().overloads:
            interpreter().compile(SIGNATURE)
            if progress:
                progress("cuda", 1, 1, perf_counter() - began)

    def run(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> None:
        """Carry out whole steps in one launch; what is kept of every step is copied back after it."""
        if not steps:
            return
        self.compile([program])
        code = self._code[program.name]
        places = self._wind(code, data)
        sets = [self._residents.place(data[name]) for name in code.sets]
        sets += [_nothing()] * (2 - len(sets))
        words = code.words.copy()
        for row, word, name in code.tapes:
            words[row, word] = places[name] - first * _entry(data[name])
        grid = self._grid(code.widest)
        arguments = [each for pair in (self._arena, *sets, self._tape) for each in pair]
        interpreter()[grid, self.block](cuda.to_device(words), cuda.to_device(code.reals), *arguments, first, steps)
        for name in sorted(code.histories):
            array, place = data[name], places[name]
            array[...] = self._tape[0][place : place + array.size].copy_to_host().reshape(array.shape)

    def _wind(self, code: Code, data: Mapping[str, Array]) -> dict[str, int]:
        """Make room on the tape and put the indices on it; the place of each array."""
        places, end = dict[str, int](), 0
        for _, _, name in code.tapes:
            if name not in places:
                places[name], end = end, end + data[name].size
        if end > self._tape[0].size:
            self._tape = _zeros(end)
        for name in places.keys() - code.histories:
            indices = np.ascontiguousarray(data[name], np.int32).reshape(-1)
            self._tape[1][places[name] : places[name] + indices.size].copy_to_device(indices)
        return places

    def _grid(self, widest: int) -> int:
        """Blocks enough for the widest instruction, as far as they fit on the GPU together."""
        most = interpreter().overloads[SIGNATURE].max_cooperative_grid_blocks(self.block)
        return int(max(1, min(most, -(-widest // self.block))))

    def work(self, program: Program) -> int:
        """Not counted."""
        return 0

    def profile(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> list[Timed]:
        """Not offered: a launch is many steps, and its instructions have no times of their own."""
        raise DeviceError("device 'cuda' keeps no times of its kernels; use --device cpu")

    def read(self, tensor: Tensor) -> Array:
        """A copy of a tensor's values."""
        return _rows(tensor, self._span(tensor).copy_to_host())[:, : tensor.shape[-1]].reshape(tensor.shape).copy()

    def write(self, tensor: Tensor, value: Array) -> None:
        """Set a tensor's values."""
        words = self._span(tensor).copy_to_host()
        _rows(tensor, words)[:, : tensor.shape[-1]] = np.asarray(value).reshape(tensor.rows, tensor.shape[-1])
        self._span(tensor).copy_to_device(words)

    def _span(self, tensor: Tensor) -> Any:
        """The words that a tensor's rows take, on the device."""
        start = self.layout.offset(tensor)
        return self._arena[0][start : start + tensor.rows * tensor.stride]


def _rows(tensor: Tensor, words: NDArray[np.float32]) -> NDArray[Any]:
    """Words of the host as rows with their padding."""
    rows = words.reshape(tensor.rows, tensor.stride)
    return rows.view(np.int32) if tensor.kind == "int" else rows


def _entry(array: Array) -> int:
    """Words of one step."""
    return int(np.prod(array.shape[1:]))


def _zeros(words: int) -> Buffers:
    return buffers(cuda.to_device(np.zeros(words, np.float32)))


@cache
def _nothing() -> Buffers:
    """In the slot of a data set that a program does not read."""
    return _zeros(1)
