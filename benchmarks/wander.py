"""A hundred thousand random keys, clicks and resizes over the whole app: no exception, no stall.

    python benchmarks/wander.py [--acts 100000] [--seed 0] [--limit 250]

Run it from a checkout on a quiet machine: a stall is the app's event loop being busy for longer than ``--limit``
milliseconds in one act. Exit code 1 if there was one, or an exception, whose last acts are then printed. The same seed
makes the same acts.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.tui.wanderer import Wanderer

PART = 1000  # acts between two lines of news


async def wander(acts: int, seed: int, limit: float, home: Path) -> int:
    """Wander in parts, telling about each; how many acts stalled."""
    stalled = 0
    gc.freeze()  # as the program does when it starts
    for part in range(-(-acts // PART)):
        wanderer, began = Wanderer(seed + part, home), time.monotonic()
        wanderer.stalls.limit = limit
        await wanderer.wander(min(PART, acts - part * PART))
        stalled += len(wanderer.stalls.found)
        seen = ", ".join(f"{name} {count}" for name, count in wanderer.screens.most_common())
        print(f"seed {seed + part}: {time.monotonic() - began:.1f} s, acts on {seen}", flush=True)
        for worst, act in sorted(wanderer.stalls.found, reverse=True):
            print(f"  {worst:.0f} ms: {act}", flush=True)
    return stalled


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
        stalled = asyncio.run(wander(given.acts, given.seed, given.limit, Path(home)))
    print(f"{given.acts} acts, {stalled} stalls over {given.limit:.0f} ms, no exception")
    return 1 if stalled else 0


if __name__ == "__main__":
    sys.exit(main())
