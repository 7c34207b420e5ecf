"""The benchmark for machines with a GPU runs: here in the simulator, on its tiny network."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_a_tiny_network_is_compared_and_timed() -> None:
    words = [sys.executable, str(ROOT / "benchmarks" / "gpu.py"), "--tiny", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["networks"]
    assert found["difference"] < 1e-4
    assert {"cpu", "cuda 1", "cuda 10"} <= set(found["steps_per_second"])
