"""Every kernel compiles for real GPUs, also where there is none: types fit, and nothing is twice as wide as it must."""

import re
from types import SimpleNamespace

import numba.cuda.dispatcher
import pytest
from numba import cuda, types

import tuidl.kernels.cuda.executor  # noqa: F401 - fills the table of kernels
from tuidl.kernels.cuda.interpreter import SIGNATURE, interpreter, whole
from tuidl.kernels.cuda.kernel import KERNELS

OLDEST, NEWER = (7, 5), (9, 0)
ARITHMETIC = re.compile(r"\b(?:add|sub|mul|div|fma|sqrt|rcp)\.\w*\.?f64\b")
ONCE = {"optimizer.adam", "dropout.forward", "dropout.backward"}  # float64 before the loop, where it decides bits


@pytest.fixture(autouse=True)
def _a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions called by kernels are compiled for the current device: numba asks for one even if it only compiles."""
    device = SimpleNamespace(compute_capability=OLDEST)
    monkeypatch.setattr(numba.cuda.dispatcher, "get_current_device", lambda: device)


def ptx(kernel: object, capability: tuple[int, int]) -> str:
    made, result = cuda.compile_ptx(kernel.py_func, SIGNATURE, cc=capability)  # type: ignore[attr-defined]
    assert result == types.void
    return str(made)


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_compiles(name: str) -> None:
    made = ptx(interpreter([KERNELS[name]]), OLDEST)
    assert ".target sm_75" in made
    assert bool(ARITHMETIC.search(made)) == (name in ONCE), "float64 arithmetic is many times slower on most GPUs"


@pytest.mark.parametrize("capability", [OLDEST, NEWER])
def test_the_interpreter_compiles_for_old_and_new_gpus(capability: tuple[int, int]) -> None:
    made = ptx(whole(), capability)
    assert f".target sm_{capability[0]}{capability[1]}" in made
    assert "cudaCGSynchronize" in made, "without a barrier of the whole grid the launch would not be cooperative"
    assert not re.search(r"\b(?:atom|red)\.", made), "atomics add in an order that nobody knows"


def test_a_small_grid_is_no_news() -> None:
    assert whole()[1, 256].griddim == (1, 1, 1)  # numba would warn, and warnings are errors here
