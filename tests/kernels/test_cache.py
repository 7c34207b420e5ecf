"""Compiled kernels are kept privately, found again by the next process, and not mixed with those of other sources."""

import os
import resource
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import KERNELS
from tuidl.kernels.cpu import cache

CHECKOUT = Path(__file__).parents[2]
TRAIN = """
import numpy as np
from tuidl import nn
net = nn.Model([nn.Dense(4), nn.Tanh(), nn.Dense(2)], (3,), optimizer="sgd", threads=1)
net.compile(4, progress=lambda name, index, total, seconds: print(name, index, total))
x = np.zeros((4, 3), np.float32)
print(net.train(x, np.zeros(4, np.int32), np.zeros((2, 4), np.int32))["loss"])
"""


def train(home: Path, temporary: Path, full: bool = False) -> str:
    """Train a little in a process of its own, on a disk that is ``full``; what it says."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", TRAIN], cwd=CHECKOUT, capture_output=True, text=True, timeout=120,
        env={**os.environ, "TUIDL_HOME": str(home), "TMPDIR": str(temporary)},
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))) if full else None,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def kept(home: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in home.rglob("*.nb?")}


def test_the_next_process_compiles_nothing(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    shutil.copytree(KERNELS, home / "cache" / "kernels")  # other tests may add to those
    first = train(home, temporary)
    before = kept(home)
    assert "dense.forward" in first
    assert any(".nbi" in name for name in before)
    assert train(home, temporary) == first
    assert kept(home) == before
    assert not list(temporary.iterdir())


def test_without_a_place_to_write_it_still_runs_and_cleans_up(tmp_path: Path) -> None:
    """A home below a plain file cannot be made, not even by root."""
    (tmp_path / "file").write_text("")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    assert "0.69" in train(tmp_path / "file" / "home", temporary)
    assert not list(temporary.iterdir())


def test_on_a_full_disk_it_still_runs(tmp_path: Path) -> None:
    """No file may hold a byte: what is compiled cannot be kept."""
    assert "0.69" in train(tmp_path / "home", tmp_path, full=True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]


def test_the_folder_is_private() -> None:
    assert stat.S_IMODE(cache.FOLDER.stat().st_mode) == 0o700
    assert cache.LASTING
    assert os.environ["NUMBA_CACHE_DIR"] == str(cache.FOLDER)


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    place, lasting = cache.folder()
    assert lasting
    assert place.is_relative_to(tmp_path)
    place.chmod(0o777)
    other, lasting = cache.folder()
    assert not lasting
    assert not other.is_relative_to(place)
    assert stat.S_IMODE(other.stat().st_mode) == 0o700
    shutil.rmtree(other)


def test_other_sources_have_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.fingerprint()
    copy = tmp_path / "cpu"
    shutil.copytree(Path(cache.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "__file__", str(copy / "cache.py"))
    assert cache.fingerprint() == before
    with (copy / "dense.py").open("a") as file:
        file.write("# changed\n")
    assert cache.fingerprint() != before
