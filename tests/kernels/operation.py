"""Carries out single operations with the compiled kernels and with the reference, and says how far they may differ."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels.checked.executor import CheckedExecutor
from tuidl.kernels.cpu.executor import CpuExecutor
from tuidl.kernels.cpu.team import Team
from tuidl.kernels.executor import Executor
from tuidl.kernels.reference.executor import ReferenceExecutor
from tuidl.program import OPERATIONS, Builder, Layout

Array = NDArray[Any]
THREADS = (1, 2, 3, 5, 8)


@cache
def team(threads: int) -> Team:
    """One team for all tests: its threads live as long as the process."""
    return Team(threads)


def results(
    name: str, given: dict[str, Any], shapes: dict[str, tuple[int, ...]], threads: int = 1,
    reference: bool = False, tight: tuple[str, ...] = (), checked: bool = False,
) -> dict[str, Array]:  # fmt: skip
    """The written operands of one operation: ``given`` arrays and numbers, ``shapes`` of what is written.

    With ``checked`` every access to memory is.

    Everything that is written holds NaN before, what fills up rows too; that must be zero afterwards.
    """
    layout = Layout()
    emit = Builder("test", layout, 1, training=True)
    operation = OPERATIONS[name]
    operands: dict[str, Any] = {}
    for operand in operation.operands:
        value = given.get(operand.name)
        if operand.optional and value is None:
            continue
        if operand.is_tensor:
            shape = shapes[operand.name] if value is None else np.shape(value)
            kind = "int" if operand.is_int else "float"
            operands[operand.name] = emit.tensor(operand.name, shape, kind, tight=operand.name in tight)
        else:
            operands[operand.name] = value
    emit(name, **operands)
    program = emit.build(1, 1)
    executor: Executor
    if reference:
        executor = ReferenceExecutor(layout)
    elif checked:
        executor = CheckedExecutor(layout, threads)
    else:
        executor = CpuExecutor(layout, threads)
        executor.threads_pay, executor._team = 0, team(threads)
    executor.open(program)
    for key, value in given.items():
        if operation.by_name[key].is_tensor:
            executor.write(operands[key], value)
    for key in () if checked else shapes:  # under guard they are poisoned anyway
        start = layout.offset(operands[key])
        executor._arena[start : start + operands[key].words] = np.nan  # type: ignore[attr-defined]
    executor.run(program, {}, 0, 1)
    if not reference and not checked:
        for key in shapes:
            _assert_filled_with_zeros(executor, operands[key], layout)
    return {key: executor.read(operands[key]) for key in shapes}


def _assert_filled_with_zeros(executor: Any, tensor: Any, layout: Layout) -> None:
    start = layout.offset(tensor)
    rows = executor._arena[start : start + tensor.rows * tensor.stride].reshape(tensor.rows, tensor.stride)
    if tensor.kind == "float":
        assert not rows[:, tensor.shape[-1] :].any(), f"{tensor.name} is not zero between its rows"


def assert_rounded(value: Array, exact: Array, magnitude: Array, terms: int) -> None:
    """|value − exact| ≤ γ Σ |factors|: the bound of Higham (2002, 3.1) for a sum of ``terms`` products in float32."""
    unit = np.finfo(np.float32).eps / 2
    bound = (terms + 2) * unit / (1 - (terms + 2) * unit) * magnitude + np.finfo(np.float32).tiny
    worst = np.max(np.abs(value - exact) / bound, initial=0)
    assert worst <= 1, f"{worst:.3g} times the largest possible rounding error"
