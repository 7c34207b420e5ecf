"""Every compiled kernel is called under guard by some test."""

from collections.abc import Iterator

import numpy as np
import pytest

from tests.kernels.alone import Alone
from tests.kernels.cases import case
from tests.nn.networks import EVERY, model
from tuidl.kernels.cpu.kernel import KERNELS, ROUTINES
from tuidl.kernels.cpu.lowering import Call, lower
from tuidl.program import OPERATIONS

SHIPPED = tuple(OPERATIONS)  # other tests add what a learner might have written
COMPILED = {*KERNELS, *ROUTINES}
BARRIER = "control.barrier"  # test_barrier.py: its threads must meet


def calls() -> Iterator[Call]:
    """What ``test_networks`` and ``test_operations`` call."""
    for name in EVERY:
        made = model(name)
        yield from lower(made._programs.train(13), made._programs.layout)[0]
    for operation in SHIPPED:
        for count in (1, 3, 17):
            sizes = dict.fromkeys(OPERATIONS[operation].sizes, count)
            single = Alone(case(operation, sizes, np.random.default_rng(0)))
            yield from lower(single.program, single.layout)[0]


@pytest.fixture(scope="module")
def called() -> set[str]:
    made = list(calls())
    return {each.kernel.name for each in made} | {name for each in made for name in each.kernel.calls} | {BARRIER}


def test_every_kernel_is_called_under_guard(called: set[str]) -> None:
    missing = sorted(COMPILED - called)
    assert not missing, (
        f"no checked test calls {missing}: add a network to tests/nn/networks.py whose lowered program has them"
    )
