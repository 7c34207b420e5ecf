"""Where there is no GPU, every way to ask for one ends in the same sentence and exit code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.docs.screen import visit
from tuidl import nn
from tuidl.cli import doctor, root, screen
from tuidl.errors import DeviceError, Exit
from tuidl.kernels.cuda import device

SENTENCE = re.compile(r"device 'cuda' (needs the package numba-cuda|finds no NVIDIA GPU)[^\n]*; use --device cpu")
without = pytest.mark.skipif(device.missing() is None, reason="there is a GPU, or its simulator")
LESSON = Path(__file__).parents[2] / "lessons" / "1-02-mlp"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    root_folder = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root_folder, "TUIDL_HOME": str(tmp_path / "home")}


@pytest.mark.parametrize("reason", ["finds no GPU", "needs the package"])
def test_a_model_says_what_is_missing(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "missing", lambda: reason)
    with pytest.raises(DeviceError, match=f"^device 'cuda' {reason}; use --device cpu$") as caught:
        nn.Model([nn.Dense(3)], (4,), device="cuda")
    assert caught.value.code == Exit.DEVICE


def test_without_the_package_numba_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "numba.cuda", None)  # importing it would fail
    assert "pip install 'tuidl[cuda]'" in str(device.missing())


@without
def test_training_in_the_shell(environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "tuidl", "run", str(LESSON), "--headless", "--device", "cuda"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == Exit.DEVICE
    assert re.fullmatch(rf"tuidl: {SENTENCE.pattern}\n", done.stderr)
    assert done.stdout == ""


@without
def test_training_on_the_screen_is_refused_before_it_opens(environment: dict[str, str]) -> None:
    code, seen = visit(["run", str(LESSON), "--device", "cuda"], environment)
    assert code == Exit.DEVICE
    assert SENTENCE.search(seen.decode())
    assert b"\x1b[?1049h" not in seen


def test_the_screen_trains_on_the_device_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(screen, "_require", lambda instead: None)
    monkeypatch.setattr(screen, "_require_gpu", lambda: opened.append(("looked", "")))
    monkeypatch.setattr("tuidl.tui.launch.launch", lambda lesson, asked: opened.append((lesson, asked.device)) or 0)
    for words in (["--device", "cuda"], ["--device", "reference"], []):
        assert CliRunner().invoke(root, ["run", str(LESSON), *words]).exit_code == 0
    assert opened == [("looked", ""), *((str(LESSON), name) for name in ("cuda", "reference", "auto"))]


def test_the_doctor_names_the_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "missing", lambda: "finds nothing")
    (found,) = (finding for finding in doctor.devices() if finding.name == "gpu")
    assert (found.state, found.text) == ("limited", "device cuda finds nothing; lessons do not need it")
    monkeypatch.setattr(device, "missing", lambda: None)
    monkeypatch.setattr(device, "describe", lambda: "NVIDIA Something")
    (found,) = (finding for finding in doctor.devices() if finding.name == "gpu")
    assert (found.state, found.text) == ("works", "cuda: NVIDIA Something")
