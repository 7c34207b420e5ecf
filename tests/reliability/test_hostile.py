"""Bad files of every kind: no crash, no damage unnoticed, little memory. ``TUIDL_FUZZ=10000`` tries so many."""

import json
import os
import subprocess
import sys
from pathlib import Path

FILES = int(os.environ.get("TUIDL_FUZZ", "300"))
SEED = int(os.environ.get("TUIDL_FUZZ_SEED", "1"))
MEMORY = 256 << 20


def test_bad_files_are_refused_in_a_sentence_and_without_much_memory() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.reliability.hostile", str(FILES), str(SEED)]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[2]).stdout
    found = json.loads(told)
    assert found["faults"] == []
    assert found["peak"] < MEMORY
    refused = sum(count for what, count in found["counts"].items() if what.endswith("refused"))
    assert sum(found["counts"].values()) == FILES
    assert refused > FILES / 2
