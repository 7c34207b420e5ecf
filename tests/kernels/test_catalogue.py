"""Every operation of the instruction set can be carried out by every executor."""

import pytest

import tuidl.kernels.cpu.executor
import tuidl.kernels.reference.executor  # noqa: F401 - both fill their tables
from tuidl.kernels.cpu.kernel import KERNELS
from tuidl.kernels.cpu.lowering import RULES
from tuidl.kernels.reference.kernel import KERNELS as REFERENCES
from tuidl.program import OPERATIONS


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_has_a_reference_and_a_compiled_kernel(operation: str) -> None:
    assert operation in REFERENCES
    assert operation in KERNELS or operation in RULES


def test_no_reference_without_an_operation() -> None:
    assert set(REFERENCES) == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_says_what_it_computes(operation: str) -> None:
    declared = OPERATIONS[operation]
    assert "=" in declared.formula
    assert any(operand.writes or operand.role == "data" for operand in declared.operands)
