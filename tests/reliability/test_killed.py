"""Killed while saving: nothing that was called saved is lost. ``TUIDL_KILLS=100`` kills so often."""

import json
import os
import subprocess
import sys
from pathlib import Path

KILLS = int(os.environ.get("TUIDL_KILLS", "16"))
SEED = int(os.environ.get("TUIDL_FUZZ_SEED", "1"))


def test_what_was_called_saved_is_there_after_a_kill_at_any_moment() -> None:
    command = [sys.executable, "-m", "tests.reliability.killed", str(KILLS), str(SEED)]
    quiet = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # a fork takes no threads along
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=quiet, cwd=Path(__file__).parents[2]).stdout
    found = json.loads(told)
    assert sum(found["kills"].values()) == KILLS
    assert all(turn > found["kills"][kind] for kind, turn in found["generations"].items())
