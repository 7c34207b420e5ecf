"""Several seeds of a lesson at once: on one thread, on as many as there are cores, and in processes of their own.

python benchmarks/seeds.py [LESSON] [SEEDS]
"""

import argparse
import os
import resource
import subprocess
import sys
import time

from tuidl.course import library
from tuidl.session.request import Request

PROCESSES = os.cpu_count() or 1


def threads(lesson: str, seeds: int, workers: int) -> float:
    """Seconds of a race of that many seeds."""
    from tuidl.headless.unattended import played

    began = time.perf_counter()
    for _ in played(Request(str(library.find(lesson)), seeds=seeds, threads=workers)):
        pass
    return time.perf_counter() - began


def processes(lesson: str, seeds: int) -> float:
    """Seconds of as many processes, one a core at a time."""
    began, waiting, running = time.perf_counter(), list(range(seeds)), list[subprocess.Popen[bytes]]()
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            words = ("run", lesson, "--headless", "--quiet", "--threads", "1", "--seed", str(waiting.pop(0)))
            running.append(subprocess.Popen([sys.executable, "-m", "tuidl", *words], stdout=subprocess.DEVNULL))
        running.pop(0).wait()
    return time.perf_counter() - began


def megabytes(who: int) -> int:
    """The most that was taken."""
    return resource.getrusage(who).ru_maxrss >> 10


def main() -> None:
    """Print what each way takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="?", default="lesson-mlp", help="a lesson's name (default: lesson-mlp)")
    parser.add_argument("seeds", nargs="?", type=int, default=8, help="how many (default: 8)")
    asked = parser.parse_args()
    lesson, seeds = asked.lesson, asked.seeds
    threads(lesson, 1, 1)  # kernels are ready now
    alone = megabytes(resource.RUSAGE_SELF)
    for workers in sorted({1, PROCESSES}):
        print(f"{seeds} seeds of {lesson} on {workers} threads: {threads(lesson, seeds, workers):.2f} s")
    print(f"  in one process of {megabytes(resource.RUSAGE_SELF)} MB, {alone} MB with one seed")
    print(f"{seeds} seeds in processes, {PROCESSES} at a time: {processes(lesson, seeds):.2f} s")
    print(f"  of {megabytes(resource.RUSAGE_CHILDREN)} MB each")


if __name__ == "__main__":
    main()
