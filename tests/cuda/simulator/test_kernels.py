"""Every CUDA kernel in the simulator, against plain NumPy in float64, over shapes with 1, odd and full rows."""

from typing import Any

import numpy as np
import pytest

import tuidl.kernels.cuda.executor as executor
from tests.kernels.alone import Alone
from tests.kernels.cases import Case, case
from tests.kernels.test_data import carry_out
from tuidl.kernels.cuda.kernel import KERNELS
from tuidl.program import OPERATIONS

SIZES = (1, 2, 5, 16, 17, 3)  # taken in turn by the dimensions of an operation
BLOCKS = (1, 2, 5)
STEP = 3
TOLERANCE = {"rtol": 2e-5, "atol": 4e-6}


def given(operation: str, turn: int) -> Case:
    """Random operands with a size for every dimension."""
    names = OPERATIONS[operation].sizes
    sizes = {name: SIZES[(place + turn) % len(SIZES)] for place, name in enumerate(names)}
    small = {name: min(size, 3) if name in ("height", "width") else size for name, size in sizes.items()}
    made = case(operation, small, np.random.default_rng(turn))
    made.tight = ()
    return made


def run(made: Case, monkeypatch: pytest.MonkeyPatch, block: int) -> dict[str, Any]:
    monkeypatch.setattr(executor, "BLOCK", block)
    return Alone(made).run("cuda", step=STEP)


@pytest.mark.parametrize("turn", range(len(SIZES)))
@pytest.mark.parametrize("operation", [name for name in KERNELS if not name.startswith("data.")])
def test_kernel_agrees_with_numpy(operation: str, turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values = given(operation, turn)
    truth = Alone(values).run("reference", dtype=np.float64, step=STEP)
    made = run(values, monkeypatch, 1)
    for operand in OPERATIONS[operation].operands:
        if operand.writes:
            wanted = truth[operand.name]
            scale = {**TOLERANCE, "atol": TOLERANCE["atol"] * np.abs(wanted).max(initial=1e-3)}
            np.testing.assert_allclose(made[operand.name], wanted, **scale, err_msg=operand.name)
    for block in BLOCKS:
        again = run(values, monkeypatch, block)
        for name, value in made.items():
            np.testing.assert_array_equal(again[name], value, err_msg=f"{name} with {block} threads")


def test_a_mask_has_the_same_bits_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"x": np.ones((9, 37), np.float32), "rate": np.array([0.3], np.float32), "y": np.zeros((9, 37))}
    numbers = {"seed": 2**32 - 1, "layer": 5}
    for step in (0, 1, 10**6):
        alone = Alone(Case("dropout.forward", values, numbers))
        wanted, got = alone.run("reference", step=step)["y"], alone.run("cuda", step=step)["y"]
        assert 0 < np.count_nonzero(wanted) < wanted.size
        np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize(("kind", "shape"), [("rows", (5, 3)), ("rows", (3, 33)), ("images", (3, 4, 5, 2))])
def test_gathering_and_keeping(kind: str, shape: tuple[int, ...]) -> None:
    wanted = carry_out("reference", shape, kind, 1)
    assert wanted.any()
    np.testing.assert_array_equal(carry_out("cuda", shape, kind, 1), wanted)
