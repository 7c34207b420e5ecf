"""How gently training slows down when something else runs: beside busy loops, and beside none.

    python benchmarks/busy.py
    python benchmarks/busy.py b d --hogs 2 --torch

Each busy loop is a process of its own that is pinned nowhere. Rounds with and without them take turns; a round trains
for a while in calls as short as those of a run on a screen, and its mean counts, waits and all. Beside one loop nothing
may take more than 2.5 times as long as alone: exit code 1 if something does.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

from tuidl.speed import WORKLOADS, Workload, torch_twins

CALL, ROUND = 0.004, 0.5  # seconds of a call, of a round
SETTLE = 0.1  # seconds that a busy loop gets to begin with
GENTLE = 2.5
Step = Callable[[int], None]


class Hog:
    """A busy loop in a process of its own."""

    def __enter__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", "while True: pass"])

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()


def milliseconds(step: Step, count: int) -> float:
    """Of a step, on average over a round of calls."""
    steps, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < ROUND:
        step(count)
        steps += count
    return spent * 1e3 / steps


def slowdown(step: Step, hogs: int, rounds: int) -> tuple[float, float]:
    """Milliseconds a step alone and beside ``hogs``: medians of rounds that take turns."""
    step(3)
    began = time.perf_counter()
    step(3)
    count = max(1, int(3 * CALL / (time.perf_counter() - began)))
    alone, beside = [], []
    for _ in range(rounds):
        alone.append(milliseconds(step, count))
        with ExitStack() as running:
            for _ in range(hogs):
                running.enter_context(Hog())
            time.sleep(SETTLE)
            beside.append(milliseconds(step, count))
    return median(alone), median(beside)


def sides(work: Workload, torch: bool) -> dict[str, Step]:
    """Ours with the threads that pay, and torch with fused Adam if asked."""
    made = {"": work.steps(work.model())}
    if torch and torch_twins.version():
        made |= dict(list(torch_twins.twins(work, 2).items())[-1:])
    return made


def main() -> int:
    """Print a line for each workload; 1 if one slows down by more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", choices=[[], *WORKLOADS], help="those of tuidl bench (default: a to f)")
    parser.add_argument("--hogs", type=int, default=1, help="busy loops (default: 1)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of 0.5 s, alone and beside")
    parser.add_argument("--torch", action="store_true", help="torch too")
    asked = parser.parse_args()
    rough = []
    print(f"{'':66}{'alone ms':>10}{'beside ms':>11}{'ratio':>8}")
    for name in asked.workloads or "abcdef":
        work = WORKLOADS[name]
        for side, step in sides(work, asked.torch).items():
            alone, beside = slowdown(step, asked.hogs, asked.rounds)
            title = f"{name}  torch, {side}" if side else f"{name}  {work.title}"
            print(f"{title:66}{alone:10.4f}{beside:11.4f}{beside / alone:7.2f}x", flush=True)
            rough += [name] if not side and beside > GENTLE * alone else []
    print(f"more than {GENTLE} times as long: {', '.join(rough) or 'nothing'}")
    return 1 if rough and asked.hogs == 1 else 0


if __name__ == "__main__":
    raise SystemExit(main())
