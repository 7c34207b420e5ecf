"""One operation alone: a program of a single instruction, built from its declaration, run by any executor."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.kernels.cases import Case
from tuidl.kernels import Executor, load
from tuidl.kernels.cpu.executor import CpuExecutor
from tuidl.program import OPERATIONS, Builder, Layout

Array = NDArray[Any]
GUARD = 12345.0  # stands after the last tensor, so that a kernel that writes too far is noticed
THREADS = (2, 3, 5, 8)


class Alone:
    """An operation with the tensors of a case, which also give the sizes."""

    def __init__(self, case: Case) -> None:
        operation = case.operation
        self.operation, self.values, self.outside = OPERATIONS[operation], case.values, case.outside
        self.layout = Layout()
        emit = Builder("alone", self.layout, 1, training=True)
        self.tensors = {}
        for name, value in case.values.items():
            tensor = emit.state(name, value.shape, None)
            tensor.tight = name in case.tight
            if self.operation.by_name[name].is_int:
                tensor.kind, tensor.tight = "int", value.ndim == 1 or name != "winner"
            self.tensors[name] = tensor
        self.guard = emit.state("guard", (16,), None)
        emit(operation, **self.tensors, **case.numbers, **{name: name for name in case.outside})
        self.program = emit.build(1, 1)

    def open(self, device: str, threads: int = 1, dtype: type = np.float32) -> Executor:
        """An executor of the program, with all values in their places."""
        executor = load(device, self.layout, threads, dtype)
        if isinstance(executor, CpuExecutor):
            executor.threads_pay = 0
        executor.open(self.program)
        executor.write(self.guard, np.full(16, GUARD))
        for name, value in self.values.items():
            executor.write(self.tensors[name], value)
        return executor

    def run(self, device: str, threads: int = 1, dtype: type = np.float32, step: int = 0) -> dict[str, Array]:
        """The values of all tensors afterwards, and what is kept outside.

        Inputs and what lies behind the last tensor must be as before.
        """
        executor = self.open(device, threads, dtype)
        given = {n: a.astype(dtype) if a.dtype.kind == "f" else a.copy() for n, a in self.outside.items()}
        executor.run(self.program, given, step, 1)
        assert (executor.read(self.guard) == GUARD).all()
        after = {name: executor.read(tensor) for name, tensor in self.tensors.items()}
        for operand in self.operation.operands:
            if operand.role == "in" and operand.name in after:
                np.testing.assert_array_equal(after[operand.name], self.values[operand.name].astype(dtype))
        if device == "cpu":
            self._padding_is_zero(executor)
        return {**after, **given}

    def _padding_is_zero(self, executor: Executor) -> None:
        assert isinstance(executor, CpuExecutor)
        for name, tensor in self.tensors.items():
            if name.startswith("d") and tensor.kind == "float":
                start = self.layout.offset(tensor)
                rows = executor._arena[start : start + tensor.rows * tensor.stride].reshape(tensor.rows, tensor.stride)
                assert not rows[:, tensor.shape[-1] :].any(), f"{self.operation.name} leaves something behind {name}"


def compare(operation: str, values: Mapping[str, Array], numbers: Mapping[str, float] = {}, step: int = 0) -> None:
    """As ``agree``, of operands given one by one."""
    agree(Case(operation, dict(values), dict(numbers)), step)


def agree(case: Case, step: int = 0) -> None:
    """The compiled kernel agrees with float64, touches nothing it may not, and has the same bits for any threads."""
    single = Alone(case)
    truth = single.run("reference", dtype=np.float64, step=step)
    made = single.run("cpu", step=step)
    for operand in single.operation.operands:
        if (operand.writes or operand.role == "data") and operand.name in truth:
            wanted, got = truth[operand.name], made[operand.name]
            scale = np.abs(wanted).max(initial=1e-2)
            message = f"{case.operation} {operand.name}"
            np.testing.assert_allclose(got, wanted, rtol=2e-5, atol=4e-6 * scale, err_msg=message)
    ways = [("cpu", threads) for threads in THREADS] + [("checked", 1 + step % 4)]
    for device, threads in ways:
        again = single.run(device, threads=threads, step=step)
        for name, value in made.items():
            message = f"{case.operation} {name}: {device} with {threads} threads"
            np.testing.assert_array_equal(again[name], value, err_msg=message)
