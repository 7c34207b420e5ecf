"""Every number of every gradient checked, part by part."""

import numpy as np
import pytest

from tests.tui.scoped import scope
from tuidl.signals import Slope
from tuidl.train.microscope import audit as audits
from tuidl.train.microscope.audit import AT_ONCE, audit


def parts(name: str) -> list:
    found, first = [], 0
    while not found or found[-1].done < found[-1].total:
        found.append(scope(name).audit(first))
        first = found[-1].done
    return found


@pytest.mark.parametrize("name", ["tanh", "relu", "batchnorm"])
def test_all_of_them_are_checked_once_and_agree(name):
    found, gradients = parts(name), scope(name)._gradients
    total = sum(int(np.prod(one.tensor.shape)) for one in gradients.by_name.values())
    assert found[-1].done == found[-1].total == total
    assert [one.first for one in found] == list(range(0, total, AT_ONCE))
    assert sum(one.agreed + one.corners + one.differ + one.none for one in found) == total
    assert sum(one.differ + one.none for one in found) == 0
    assert max(one.worst for one in found) < 1e-5
    assert found[0].gradients == len(gradients.by_name)


def test_a_wrong_gradient_is_found_and_named(monkeypatch):
    gradients = scope("tanh")._gradients
    name = max(gradients.by_name, key=lambda name: gradients.by_name[name].last)
    bent = {**gradients.values, name: gradients.values[name] + 0.5}
    monkeypatch.setitem(gradients.__dict__, "values", bent)
    monkeypatch.setattr(audits, "AT_ONCE", 10**6)
    found = audit(gradients, 0, 0)
    assert found.differ == int(np.prod(gradients.by_name[name].tensor.shape))
    assert found.where.startswith(audits.naming.short(gradients.by_name[name].tensor))
    assert found.worst > 1e-3


def test_a_choice_of_the_largest_has_the_gradient_of_a_softmax_and_is_no_mistake():
    """What lies behind the choice is checked as ever; what lies before it cannot be."""
    found = parts("hardmax")
    assert sum(one.differ + one.none for one in found) == 0
    agreed, estimated = sum(one.agreed for one in found), sum(one.estimated for one in found)
    assert agreed > 20
    assert estimated > 20
    assert agreed + estimated + sum(one.corners for one in found) == found[-1].total
    lines = scope("hardmax").dissection().lines
    assert all(line.agreed == line.checked for line in lines)


def test_beyond_the_end_there_is_nothing():
    found = scope("tanh").audit(10**9)
    assert found.first == found.done == found.total


def test_a_tie_of_a_pooling_is_a_corner_and_no_mistake():
    """One output of lesson-cnn at its start: 0 on a par with another 0; the slope of one side is off by about ε."""
    tie = Slope("conv1.relu.out", -0.0014637551250137482, 1e-05, 1.9550837881578857, *(1.9550838027952488,) * 2)
    assert tie.verdict == "corner"
    wrong = Slope("conv1.relu.out", -0.00147, 1e-05, 1.9550837881578857, *(1.9550838027952488,) * 2)
    assert wrong.verdict == "differ"
