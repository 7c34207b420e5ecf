"""Carries out programs with NumPy, one instruction after the other."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from tuidl.errors import DeviceError
from tuidl.kernels.executor import Array, Layout, Program, Progress, Tensor, Timed
from tuidl.kernels.reference.kernel import KERNELS
from tuidl.program.program import Instruction, together

FAMILIES = (
    "activation", "attention", "augment", "comparison", "convolution", "data", "dense", "draw", "gated", "globalpool",
    "graph", "grouped", "layernorm", "loss", "mask", "noise", "norm", "optimizer", "pooling", "position", "recurrent",
    "sequence", "shape", "smooth", "tokens", "transposed", "upsampling",
)  # fmt: skip
for _family in FAMILIES:
    import_module(f"tuidl.kernels.reference.{_family}")

WHOLE = slice(None)
Call = tuple[Callable[..., None], dict[str, Any], dict[str, str], bool]


class ReferenceExecutor:
    """An arena of float32 or float64 with programs that run on it in plain NumPy."""

    name = "reference"
    threads = 1

    def __init__(self, layout: Layout, dtype: type[np.floating[Any]] = np.float64) -> None:
        self.layout, self.dtype = layout, dtype
        self._int = np.int32 if dtype is np.float32 else np.int64
        self._arena = np.zeros(0, dtype)
        self._programs: dict[str, list[Instruction]] = {}
        self._calls: dict[str, list[Call]] = {}

    def open(self, program: Program) -> None:
        """Make room for a program."""
        if self.layout.end > self._arena.size:
            grown = np.zeros(self.layout.end, self.dtype)
            grown[: self._arena.size] = self._arena
            self._arena = grown
            self._calls.clear()  # views of the old arena
        self._programs[program.name] = list(program.instructions)

    def compile(self, programs: list[Program], progress: Progress | None = None) -> None:
        """Nothing to compile."""

    def run(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> None:
        """Carry out whole steps."""
        for step in range(steps):
            self.carry_out(program, data, first + step, step)

    def carry_out(
        self, program: Program, data: Mapping[str, Array], step: int, row: int = 0, part: slice = WHOLE
    ) -> None:
        """The instructions ``part`` of one step, whose entries in ``data`` stand in ``row``."""
        calls = self._calls.get(program.name)
        if calls is None:
            calls = self._calls[program.name] = [self._call(i) for i in self._programs[program.name]]
        with np.errstate(all="ignore"):  # overflow is a fact of training; the loop looks at the loss
            for kernel, operands, outside, counts in calls[part]:
                arrays = {k: data[v] if k == "examples" else data[v][row] for k, v in outside.items()}
                if counts:
                    kernel(**operands, **arrays, step=step)
                else:
                    kernel(**operands, **arrays)

    @property
    def memory(self) -> Array:
        """The whole arena, as it is now: what is kept of it can be put back."""
        return self._arena

    def seen(self, tensor: Tensor, shape: tuple[int, ...]) -> Array:
        """The tensor's place in the arena, not a copy, in a shape of as many rows."""
        return self._view(tensor, shape)

    def _call(self, instruction: Instruction) -> Call:
        kernel = KERNELS[instruction.operation.name]
        operands: dict[str, Any] = {}
        outside: dict[str, str] = {}
        for operand in instruction.operation.operands:
            value = instruction.operands[operand.name]
            if isinstance(value, Tensor):
                operands[operand.name] = self._view(value, together(value, len(operand.dims)))
            elif isinstance(value, str):
                outside[operand.name] = value
            else:
                operands[operand.name] = value
        code: Any = kernel.__code__
        return kernel, operands, outside, code.co_varnames[code.co_argcount - 1] == "step"

    def _view(self, tensor: Tensor, shape: tuple[int, ...]) -> Array:
        """The tensor's values in the arena, in the given shape."""
        start = self.layout.offset(tensor)
        rows: Array = self._arena[start : start + tensor.rows * tensor.stride].reshape(tensor.rows, tensor.stride)
        if tensor.kind == "int":
            rows = rows.view(self._int)
        view = np.lib.stride_tricks.as_strided(
            rows[:, : tensor.shape[-1]], shape, self._strides(shape, tensor.stride * rows.itemsize, rows.itemsize)
        )
        return view

    @staticmethod
    def _strides(shape: tuple[int, ...], row: int, item: int) -> tuple[int, ...]:
        strides = [item, row]
        for size in shape[-2:0:-1]:
            strides.append(strides[-1] * size)
        return tuple(reversed(strides[: len(shape)]))

    def work(self, program: Program) -> int:
        """Not counted."""
        return 0

    def profile(self, program: Program, data: Mapping[str, Array], first: int, steps: int) -> list[Timed]:
        """Not offered: this executor is there to be read."""
        raise DeviceError("device 'reference' keeps no times; use --device cpu")

    def read(self, tensor: Tensor) -> Array:
        """A copy of a tensor's values."""
        return self._view(tensor, tensor.shape).copy()

    def write(self, tensor: Tensor, value: Array) -> None:
        """Set a tensor's values."""
        self._view(tensor, tensor.shape)[...] = value
