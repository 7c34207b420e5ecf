"""A hundred thousand random keys, clicks and resizes over the whole app: no exception, no stall.

    python benchmarks/wander.py [--acts 100000] [--seed 0] [--limit 250]

Run it from a checkout on a quiet machine: a stall is the app's event loop being busy for longer than ``--limit``
milliseconds in one act. Exit code 1 if there was one, or an exception, whose last acts are then printed. The same seed
draws alike.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.tui.wanderer import Wanderer

PART = 1000  # acts of a process, and between two lines of news


def wander(acts: int, seed: int, limit: float, home: Path) -> int:
    """Wander, telling about it; how many acts stalled."""
    gc.freeze()  # as the program does when it starts
    wanderer, began = Wanderer(seed, home), time.monotonic()
    wanderer.stalls.limit = limit
    asyncio.run(wanderer.wander(acts))
    seen = ", ".join(f"{name} {count}" for name, count in wanderer.screens.most_common())
    print(f"seed {seed}: {time.monotonic() - began:.1f} s, acts on {seen}", flush=True)
    for worst, act in sorted(wanderer.stalls.found, reverse=True):
        print(f"  {worst:.0f} ms: {act}", flush=True)
    return len(wanderer.stalls.found)


def main() -> int:
    """Wander and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=250.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["TUIDL_HOME"] = home
        os.chdir(home)  # files are exported under all names
        parts = [
            (min(PART, given.acts - first), given.seed + first // PART, given.limit, Path(home))
            for first in range(0, given.acts, PART)
        ]
        spawn = get_context("spawn")  # a process for each part: nobody's program is started a thousand times in one
        with ProcessPoolExecutor(1, spawn, max_tasks_per_child=1) as processes:
            stalled = sum(processes.map(wander, *zip(*parts, strict=True)))
    print(f"{given.acts} acts, {stalled} stalls over {given.limit:.0f} ms, no exception")
    return 1 if stalled else 0


if __name__ == "__main__":
    sys.exit(main())
