"""What each way into the program imports: whoever only looks must not wait for what trains."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import LESSONS
from tests.conftest import furnished
from tests.docs.screen import visit

NUMERICS = {"numpy", "numba", "llvmlite"}
SCREEN = {"textual", "rich", "tuidl.tui"}
TRAINING = {"tuidl.nn", "tuidl.kernels", "tuidl.train", "tuidl.data", "tuidl.program"}
PLOTS = {"plotext"}
LOOKING = NUMERICS | SCREEN | TRAINING | PLOTS
TIMED = ("-X", "importtime")  # Python itself says what it imports
_IMPORTED = re.compile(r"import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "TUIDL_HOME": str(furnished(tmp_path)), "TUIDL_LESSONS": str(LESSONS)}


def imported(environment: dict[str, str], *words: str, given: str = "") -> set[str]:
    """The modules that ``python -m WORDS`` imports until it ends."""
    done = subprocess.run(
        [sys.executable, *TIMED, "-m", *words],
        env=environment, input=given, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    found = set(_IMPORTED.findall(done.stderr))
    assert "tuidl" in found
    return found


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("lessons", LOOKING),
        ("lesson check neuron", SCREEN | PLOTS | {"numba", "llvmlite"}),  # it builds the networks and trains none
        ("sandbox --code", LOOKING),
        ("open nonsense", LOOKING),
        ("progress show", LOOKING),
        ("completion bash", LOOKING),
        ("run neuron", LOOKING),  # no terminal here: refused before anything is loaded
        ("run nothing --headless", LOOKING),
        ("data list", SCREEN | PLOTS | {"numba", "tuidl.nn", "tuidl.kernels", "tuidl.train"}),
        ("doctor", SCREEN),
        ("bench a --rounds 1", SCREEN | PLOTS | {"tuidl.train", "tuidl.headless"}),
    ],
)
def test_a_command_imports_only_what_it_needs(environment: dict[str, str], words: str, never: set[str]) -> None:
    assert not never & imported(environment, "tuidl", *words.split())


@pytest.mark.parametrize("line", ["tuidl ru", "tuidl run neu", "tuidl run neuron --set ra", "tuidl lesson check in"])
def test_completing_a_line_imports_nothing_heavy(environment: dict[str, str], line: str) -> None:
    words = line.split()
    asked = {"_TUIDL_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    assert not LOOKING & imported({**environment, **asked}, "tuidl")


@pytest.mark.parametrize("words", [[], ["run", "neuron"], ["sandbox"]])
def test_the_screens_never_compute(environment: dict[str, str], words: list[str]) -> None:
    code, seen = visit(words, environment, TIMED)
    found = set(_IMPORTED.findall(seen.decode("utf-8", "replace")))
    assert code == 0
    assert {"tuidl.tui.app", "tuidl.course.library"} <= found
    assert not (NUMERICS | TRAINING | PLOTS | {"tuidl.headless"}) & found


def test_the_worker_draws_nothing(environment: dict[str, str]) -> None:
    request = f'{{"lesson": "{LESSONS / "1-01-neuron"}", "device": "reference"}}\n'
    found = imported(environment, "tuidl.train.worker", given=request)
    assert {"tuidl.train.loop", "tuidl.nn"} <= found
    assert not (SCREEN | PLOTS | {"tuidl.headless", "tuidl.cli"}) & found
