"""Barriers suffice and are needed: between two of them the order of the threads must not matter.

In place of the interpreter the threads run one after another from barrier to barrier, so a race shows every time or
never. Where a barrier is left out, some order of the threads must give other values: else this test would see nothing.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

import tuidl.kernels.cuda.executor as executor
from tests.cuda.simulator.networks import NETWORKS
from tests.cuda.simulator.test_training import state, trained
from tuidl.kernels.cuda.kernel import KERNELS, Memory
from tuidl.kernels.cuda.schedule import BARRIER

ORDERS = ([0, 1], [1, 0], [2, 0, 1], [6, 5, 4, 3, 2, 1, 0], list(range(40))[::-1])


class InOrder:
    """Stands in for the interpreter: leads its threads through the code in a given order."""

    def __init__(self, order: Sequence[int], without: int | None = None) -> None:
        self.order, self.without, self.barriers = order, without, set[int]()
        self.overloads = self

    def __getitem__(self, _: object) -> "InOrder":
        return self

    def max_cooperative_grid_blocks(self, block: int) -> int:
        return block

    def __call__(self, words: Any, reals: Any, *rest: Any) -> None:
        *buffers, first, steps = rest
        mem = Memory(*(buffer._ary for buffer in buffers))
        barriers = {row for row in range(len(words)) if words[row, 0] == BARRIER}
        self.barriers |= barriers
        work = [(step, row) for step in range(first, first + steps) for row in range(len(words))]
        kept = barriers - {self.without}
        cuts = [0, *(place for place, (_, row) in enumerate(work) if row in kept), len(work)]
        kernels = [kernel.function for kernel in KERNELS.values()]
        for start, end in pairwise(cuts):
            for thread in self.order:
                for step, row in work[start:end]:
                    if row not in barriers:
                        op, real = tuple(map(int, words[row, 1:])), tuple(map(float, reals[row]))
                        kernels[words[row, 0]](op, real, mem, thread, len(self.order), step)


def after(name: str, leader: InOrder, monkeypatch: pytest.MonkeyPatch) -> object:
    """All values of a network after training."""
    monkeypatch.setattr(executor, "interpreter", lambda: leader)
    model, losses = trained(name, "cuda", 2)
    return losses.tobytes(), state(model)


@pytest.mark.parametrize("name", NETWORKS)
def test_between_barriers_the_order_of_threads_does_not_matter(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    simulated, losses = trained(name, "cuda", 2)
    for order in ([0], *ORDERS):
        told = f"threads in the order {order} compute something else"
        assert after(name, InOrder(order), monkeypatch) == (losses.tobytes(), state(simulated)), told


@pytest.mark.parametrize("name", NETWORKS)
def test_a_missing_barrier_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = InOrder([0])
    alone = after(name, leader, monkeypatch)
    assert len(leader.barriers) > 3
    for row in leader.barriers:
        noticed = any(after(name, InOrder(order, row), monkeypatch) != alone for order in ORDERS)
        assert noticed, f"the barrier before instruction {row + 1} can be left out"
