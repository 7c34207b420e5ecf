from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tuidl.course.load import read
from tuidl.train import assemble, plan, quantity
from tuidl.train.assemble import Assembly
from tuidl.train.plan import Plan


@pytest.fixture
def made(tmp_path: Path) -> tuple[Plan, Assembly]:
    folder = lessons.written(tmp_path / "small")
    found = plan.make(lessons.request(folder), read(folder), {})
    return found, assemble.build(found)


def test_rms() -> None:
    assert quantity.rms(np.array([3.0, 4.0])) == pytest.approx(sqrt(12.5))
    assert quantity.rms(np.full(4, 1e30, np.float32)) == pytest.approx(1e30)
    assert isnan(quantity.rms(np.array([])))


def test_the_signal_is_what_numpy_says(made: tuple[Plan, Assembly], monkeypatch: pytest.MonkeyPatch) -> None:
    run, assembly = made
    x, net = run.data.x, assembly.net
    h1 = np.tanh(x @ net.read("h1.weight") + net.read("h1.bias"))
    h2 = np.tanh(h1 @ net.read("h2.weight") + net.read("h2.bias"))
    for at_once in (quantity.AT_ONCE, 40):
        monkeypatch.setattr(quantity, "AT_ONCE", at_once)
        found = quantity.signals(assembly, x, assembly.blocks[:2])
        assert found == pytest.approx({"h1": quantity.rms(h1), "h2": quantity.rms(h2)}, rel=1e-5)


def test_the_gradient_is_that_of_the_loss(made: tuple[Plan, Assembly]) -> None:
    """A step along the gradient lowers the loss by its square, to first order."""
    run, assembly = made
    x, y, net = run.data.x, run.data.y, assembly.net
    block = assembly.blocks[-1]
    found = quantity.gradients(assembly, x, y, [block])["out"]
    weight, before = net.read("out.weight"), net.evaluate(x, y)["loss"]
    slope = net.gradients(x, y)["out.weight"]
    net.write("out.weight", weight - 1e-2 * slope)
    fallen = before - net.evaluate(x, y)["loss"]
    assert fallen == pytest.approx(1e-2 * found**2 * weight.size, rel=0.05)


def test_nothing_is_asked_for_nothing(made: tuple[Plan, Assembly]) -> None:
    run, assembly = made
    assert quantity.signals(assembly, run.data.x, []) == {}
    assert quantity.gradients(assembly, run.data.x, run.data.y, []) == {}


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ([[1.0, 1.0, 1.0]], 1),
        ([[1.0, 1.0 + 5e-7, 1.0]], 1),
        ([[1.0, 1.1, 1.0]], 2),
        ([[0.0, 0.0, 0.0], [0.0, 0.1, 0.2]], 3),
        ([[float("nan"), 1.0]], 1),
    ],
)
def test_distinct_columns(columns: list[list[float]], count: int) -> None:
    assert quantity.distinct_columns(np.array(columns)) == count


def test_units_that_begin_alike_say_the_same(tmp_path: Path) -> None:
    folder = lessons.written(
        tmp_path / "x",
        lessons.POINTS,
        ('activation = { knob = "activation" }', 'activation = "tanh"\ninit = "constant"'),
    )
    run = plan.make(lessons.request(folder), read(folder), {})
    assembly = assemble.build(run)
    assert quantity.distinct(assembly, run.data.x, assembly.blocks[0]) == 1
