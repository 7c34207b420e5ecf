"""One operation alone: a program of a single instruction, built from its declaration, run by any executor."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels import Executor, load
from tuidl.kernels.cpu.executor import CpuExecutor
from tuidl.program import OPERATIONS, Builder, Layout

Array = NDArray[Any]
GUARD = 12345.0  # stands after the last tensor, so that a kernel that writes too far is noticed


class Alone:
    """An operation with the tensors in ``values``, which also give the sizes; ``numbers`` are its other operands."""

    def __init__(self, operation: str, values: Mapping[str, Array], numbers: Mapping[str, float] = {}) -> None:
        self.operation, self.values = OPERATIONS[operation], dict(values)
        self.layout = Layout()
        emit = Builder("alone", self.layout, 1, training=True)
        self.tensors = {}
        for name, value in values.items():
            tensor = emit.state(name, value.shape, None)
            if self.operation.by_name[name].is_int:
                tensor.kind, tensor.tight = "int", value.ndim == 1 or name != "winner"
            self.tensors[name] = tensor
        self.guard = emit.state("guard", (16,), None)
        emit(operation, **self.tensors, **numbers)
        self.program = emit.build(1, 1)

    def run(self, device: str, threads: int = 1, dtype: type = np.float32, step: int = 0) -> dict[str, Array]:
        """The values of all tensors afterwards. Inputs and what lies behind the last tensor must be as before."""
        executor = load(device, self.layout, threads, dtype)
        if isinstance(executor, CpuExecutor):
            executor.threads_pay = 0
        executor.open(self.program)
        executor.write(self.guard, np.full(16, GUARD))
        for name, value in self.values.items():
            executor.write(self.tensors[name], value)
        executor.run(self.program, {}, step, 1)
        assert (executor.read(self.guard) == GUARD).all()
        after = {name: executor.read(tensor) for name, tensor in self.tensors.items()}
        for operand in self.operation.operands:
            if operand.role == "in" and operand.name in after:
                np.testing.assert_array_equal(after[operand.name], self.values[operand.name].astype(dtype))
        if device == "cpu":
            self._padding_is_zero(executor)
        return after

    def _padding_is_zero(self, executor: Executor) -> None:
        assert isinstance(executor, CpuExecutor)
        for name, tensor in self.tensors.items():
            if name.startswith("d") and tensor.kind == "float":
                start = self.layout.offset(tensor)
                rows = executor._arena[start : start + tensor.rows * tensor.stride].reshape(tensor.rows, tensor.stride)
                assert not rows[:, tensor.shape[-1] :].any(), f"{self.operation.name} leaves something behind {name}"


def compare(operation: str, values: Mapping[str, Array], numbers: Mapping[str, float] = {}, step: int = 0) -> None:
    """The compiled kernel agrees with float64, for any number of threads to the bit."""
    single = Alone(operation, values, numbers)
    truth = single.run("reference", dtype=np.float64, step=step)
    made = single.run("cpu", step=step)
    for operand in single.operation.operands:
        if operand.writes and operand.name in truth:
            wanted, got = truth[operand.name], made[operand.name]
            scale = np.abs(wanted).max(initial=1e-3)
            np.testing.assert_allclose(got, wanted, rtol=2e-5, atol=4e-6 * scale, err_msg=f"{operation} {operand.name}")
    for threads in (2, 3, 5):
        again = single.run("cpu", threads=threads, step=step)
        for name, value in made.items():
            np.testing.assert_array_equal(again[name], value, err_msg=f"{operation} {name} with {threads} threads")
