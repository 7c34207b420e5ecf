"""Every number of every operation, spelt out and read back, against what the reference executor made."""

import numpy as np
import pytest

from tests.nn import networks
from tests.train.microscope.evaluating import value
from tuidl import nn
from tuidl.commands import Inspect
from tuidl.program.operation import OPERATIONS
from tuidl.signals import Closeup
from tuidl.train.microscope import Microscope, Specimen
from tuidl.train.microscope.spelling import SPELLERS

OPTIMISERS = [
    nn.SGD(0.1, momentum=0.9, weight_decay=0.01, clip=0.5), nn.SGD(0.1, momentum=0.9, nesterov=True, clip_value=0.01),
    nn.Adagrad(0.1), nn.RMSprop(0.1, weight_clip=0.5), nn.Adam(0.1, average=0.9), nn.AdamW(0.1, weight_decay=0.1),
    nn.SGD(0.1),
]  # fmt: skip


def looked(name: str, optimizer: nn.Optimizer | str = "adam", examples: int = 1) -> Microscope:
    net = networks.model(name, "reference", optimizer=optimizer, dtype=np.float64)
    x, y = networks.data(name)
    net.train(x, y, networks.batches(len(y), 2, 5))
    return Microscope(net, Specimen(x[:1], y[:1], company=(x[:examples], y[:examples])))


def numbers(scope: Microscope, most: int = 3) -> list[Closeup]:
    """Some numbers of everything that is written."""
    rng, found = np.random.default_rng(0), []
    for number, line in enumerate(scope.dissection().lines):
        for reading in line.tensors:
            if reading.writes:
                for _ in range(most):
                    row, column, plane = (int(i) for i in rng.integers(0, 40, 3))
                    found.append(scope.closeup(Inspect(0, number, reading.tensor, row, column, plane)))
    return found


def shown(closeup: Closeup) -> float:
    if closeup.sums:
        return closeup.under[-1].values[closeup.column - closeup.left]
    return closeup.values[closeup.row - closeup.top][closeup.column - closeup.left]


@pytest.mark.parametrize("name", networks.NETWORKS)
def test_every_formula_makes_the_number_beside_it(name: str) -> None:
    spelt = 0
    for closeup in numbers(looked(name)):
        if closeup.formula:
            assert value(closeup.formula) == pytest.approx(shown(closeup), rel=1e-8, abs=1e-11), closeup
            spelt += 1
    assert spelt > 20


def test_every_number_there_and_back_is_spelt() -> None:
    """All but what is brought in, drawn at random, counted as a hit or told to be padding."""
    written = {
        (line.operation, operand.name)
        for name in networks.NETWORKS
        for line in looked(name).dissection().lines
        for operand in OPERATIONS[line.operation].operands
        if operand.writes and line.part != "update"
    }
    unspelt = {each for each in written - SPELLERS.keys() if each[0].partition(".")[0] not in ("data", "augment")}
    assert {each for each in unspelt if each[1] != "hit"} == {
        ("mask.tokens", "mask"), ("mask.values", "mask"), ("mask.weights", "weight"), ("mask.weights", "count"),
    }  # fmt: skip


def test_every_formula_holds_for_several_examples_too() -> None:
    found = [(value(each.formula), shown(each)) for each in numbers(looked("batchnorm", examples=4), 6) if each.formula]
    assert len(found) > 60
    for told, number in found:
        assert told == pytest.approx(number, rel=1e-8, abs=1e-11)


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_every_rule_of_every_optimiser_is_spelt_out(optimizer: nn.Optimizer) -> None:
    scope = looked("tanh", optimizer)
    lines = scope.dissection().lines
    for closeup in numbers(scope):
        line = lines[closeup.instruction]
        if line.part == "update":
            assert closeup.formula, line
            assert value(closeup.formula) == pytest.approx(shown(closeup), rel=1e-9, abs=1e-12), line


@pytest.mark.parametrize("name", networks.NETWORKS)
def test_gradients_agree_with_finite_differences(name: str) -> None:
    """Kinks (ReLU, maxima, absolute errors) may lie within ε; every other number agrees to 1e-5."""
    slopes = [(c, c.slope) for c in numbers(looked(name), 2) if c.slope is not None]
    assert len(slopes) > 4
    for closeup, slope in slopes:
        assert slope.verdict in ("agree", "corner"), (closeup.name, closeup.index, slope)
    assert sum(slope.verdict == "agree" for _, slope in slopes) > len(slopes) / 2


def test_spellers_are_of_operations_that_there_are() -> None:
    for operation, operand in SPELLERS:
        assert OPERATIONS[operation].by_name[operand].writes, (operation, operand)
