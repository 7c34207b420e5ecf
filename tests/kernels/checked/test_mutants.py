"""Kernels that are misled by one word are caught: a place that is wrong, a size too large, a barrier left out."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.kernels.alone import Alone
from tests.kernels.cases import case
from tests.nn.networks import batches, data, model
from tuidl.kernels.checked.executor import BARRIER, AccessError
from tuidl.kernels.cpu.kernel import ROW_BLOCK
from tuidl.program import OPERATIONS, Tensor

SHIPPED = tuple(OPERATIONS)  # other tests add what a learner might have written
SIZE, THREADS = 5, 2
NETWORKS = ("dense", "batchnorm", "heads", "winners inside", "both ways", "dropped gru", "means over time")


def mutants(operation: str, behind: bool) -> Iterator[tuple[str, bool]]:
    """(what was changed, whether it was caught), for every word of every call that says where, or how many to share."""
    sizes = dict.fromkeys(OPERATIONS[operation].sizes, SIZE)
    single = Alone(case(operation, sizes, np.random.default_rng(1)))
    executor: Any = single.open("checked", THREADS)
    linked, _ = executor.connect(single.program, single.outside, 0)
    for row, call in enumerate(linked.calls):
        for word, name in enumerate(call.kernel.words, 1):
            value = call.operands.get(name)
            if call.kernel.name == BARRIER or (value is None and name not in call.kernel.sizes):
                continue
            if isinstance(value, Tensor):
                change = value.words if behind else -1
            elif behind and name in call.kernel.split:
                change = max(call.kernel.unit, ROW_BLOCK)
            else:
                continue
            linked.code[row, word] += change
            try:
                executor.run(single.program, {key: array.copy() for key, array in single.outside.items()}, 0, 1)
                caught = False
            except AccessError:
                caught = True
            linked.code[row, word] -= change
            yield f"{call.kernel.name} with {name} {change:+}", caught


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_tensor_elsewhere_and_too_much_to_share_are_caught(operation: str) -> None:
    tried = dict(mutants(operation, behind=True))
    assert all(tried.values()), f"not caught: {[change for change, caught in tried.items() if not caught]}"


def test_off_by_one_word_is_caught() -> None:
    """Except where a kernel does not begin with the first word: the last moment, the middle of a row."""
    tried = {change: caught for operation in SHIPPED for change, caught in mutants(operation, behind=False)}
    missed = [change for change, caught in tried.items() if not caught]
    assert len(tried) > 300
    assert len(missed) < 0.05 * len(tried), missed


@pytest.mark.parametrize("name", NETWORKS)
def test_a_missing_barrier_is_caught(name: str) -> None:
    x, y = data(name)
    indices = batches(len(x), 2, 13)
    network: Any = model(name, "checked", threads=3)
    program = network._open(network._programs.train(13))
    linked = network._executor._linked[program.name]
    calls, code, outside = linked.calls, linked.code, linked.outside
    barriers = [row for row, call in enumerate(calls) if call.kernel.name == BARRIER]
    spared = []
    for left_out in barriers:
        linked.calls = [call for row, call in enumerate(calls) if row != left_out]
        linked.code = np.delete(code, left_out, 0)
        linked.outside = [(row - (row > left_out), *rest) for row, *rest in outside]
        said = ""
        try:
            network.train(x, y, indices)
        except AccessError as error:
            said = str(error)
        if not said:
            spared.append(left_out)
        assert not said or "another thread" in said
    assert len(barriers) > 3
    # parts are compared by their bounds: now and then threads would not have met
    assert 3 * len(spared) <= len(barriers), f"{len(spared)} of {len(barriers)} barriers can be left out"
