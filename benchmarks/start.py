"""What a start costs: compiling everything, and for each lesson the time to its first step and the memory it takes.

    python benchmarks/start.py [--rounds 5] [--seconds 6] [--all]

Training processes are the ones that the screen starts, in homes of their own: at first without any compiled kernel,
then again and again with those of the first time. The first step counts from the start of the process to the line that
tells it; "worked" are the seconds of that in which a processor worked for it: what it takes where nothing else runs.
Memory is the most that was resident at once, until some seconds of training have passed with all of the lesson's
pictures. ``--all`` also compiles every kernel there is, with one process and with several. Linux only: memory and
processor time are read from /proc.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from tuidl.commands import Play
from tuidl.course import library, load
from tuidl.events import Failed, KernelCompiled, RunEnded, StepsEnded
from tuidl.session import wire
from tuidl.session.process import WORKER, environment
from tuidl.session.request import Request
from tuidl.speed import machine

EVERYTHING = "from tuidl.kernels.cpu import everything\nfor each in everything.compiled({}): pass"

LONGEST = 120.0  # seconds until a training process is given up


class Start(NamedTuple):
    """Seconds to the first step, those that the processor worked for it, kernels that it took, MB at most."""

    first: float
    worked: float
    kernels: int
    megabytes: float


def peak(process: int) -> float:
    """The largest resident set of a process so far, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024 / 1e6


def processor_time(process: int) -> float:
    """Seconds that processors have worked for a process so far: what a start takes where nothing else runs."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(lesson: Path, experiment: str, home: Path, seconds: float) -> Start:
    """Start a training process and let it train a little."""
    asked = wire.from_request(Request(str(lesson), experiment, pace="full"))
    began = time.perf_counter()
    child = subprocess.Popen(
        WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment({**os.environ, "TUIDL_HOME": str(home)}),
    )  # fmt: skip
    assert child.stdin
    assert child.stdout
    first, worked, kernels = 0.0, 0.0, 0
    patience = threading.Timer(LONGEST, child.kill)
    patience.start()
    try:
        child.stdin.write(asked + wire.from_command(Play()))
        child.stdin.flush()
        for line in child.stdout:
            event = wire.to_envelope(line).event
            if isinstance(event, KernelCompiled):
                kernels += 1
            elif isinstance(event, Failed):
                raise SystemExit(event.text)
            elif isinstance(event, StepsEnded) and not first:
                first, worked = time.perf_counter() - began, processor_time(child.pid)
            if isinstance(event, RunEnded) or (first and time.perf_counter() - began > first + seconds):
                break
        return Start(first, worked, kernels, peak(child.pid))
    finally:
        patience.cancel()
        child.kill()
        child.communicate()


def lessons(rounds: int, seconds: float) -> None:
    """One line for each experiment of each lesson."""
    print(f"\n{'':27} {'kernels':>7} {'cold, s':>8} {'worked':>8} {'warm, s':>8} {'worked':>8} {'memory, MB':>11}")
    for card in library.cards():
        for name in load.read(card.folder).experiments:
            with tempfile.TemporaryDirectory(prefix="tuidl-start-") as home:
                cold = start(card.folder, name, Path(home), 0)
                warm = [start(card.folder, name, Path(home), 0) for _ in range(rounds)]
                memory = start(card.folder, name, Path(home), seconds).megabytes
            first, worked = min(each.first for each in warm), min(each.worked for each in warm)
            row = f"{card.folder.name:12} {name:14} {cold.kernels:7} {cold.first:8.2f} {cold.worked:8.2f}"
            print(f"{row} {first:8.2f} {worked:8.2f} {memory:11.0f}", flush=True)


def everything() -> None:
    """Compile all kernels into an empty cache."""
    for processes in (1, machine.default_threads()):
        with tempfile.TemporaryDirectory(prefix="tuidl-start-") as home:
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", EVERYTHING.format(processes)], check=True,
                env={**os.environ, "TUIDL_HOME": home},
            )  # fmt: skip
            print(f"all kernels, {processes} at a time: {time.perf_counter() - began:.1f} s", flush=True)


def main() -> None:
    """Print the machine, then the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5, help="warm starts of each experiment; the least counts")
    options.add_argument("--seconds", type=float, default=6.0, help="training before memory is read")
    options.add_argument("--all", action="store_true", help="compile every kernel, too")
    asked = options.parse_args()
    print(machine.this())
    if asked.all:
        everything()
    lessons(asked.rounds, asked.seconds)


if __name__ == "__main__":
    main()
