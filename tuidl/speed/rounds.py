"""Honest timing: both sides take turns within one process, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from tuidl.kernels import default_threads
from tuidl.speed import torch_twins
from tuidl.speed.workloads import Workload

SECONDS = 0.1  # of a round
WARM_UP = 3  # steps before anything is timed
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds a step: the least and the median of all rounds."""

    least: float
    median: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a workload takes here; ``torch``: each of its ways, none where it is not installed."""

    work: Workload
    parameters: int
    threads: int
    multiplications: int
    ours: Time
    torch: dict[str, Time]

    @property
    def gflops(self) -> float:
        """Multiplications and additions that matrix products and convolutions carry out, 10⁹ a second."""
        return 2 * self.multiplications / self.ours.least / 1e6

    @property
    def best(self) -> Time | None:
        """Torch's fastest way."""
        return min(self.torch.values(), key=lambda time: time.least, default=None)

    @property
    def ratio(self) -> float | None:
        """How many times as long torch takes."""
        return self.best.least / self.ours.least if self.best else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "id": self.work.id, "title": self.work.title, "batch": self.work.batch, "parameters": self.parameters,
            "threads": self.threads, "ms": self.ours.least, "median_ms": self.ours.median,
            "gflops": round(self.gflops, 1), "ratio": self.ratio,
            "torch": {name: {"ms": time.least, "median_ms": time.median} for name, time in self.torch.items()},
        }  # fmt: skip


def measure(work: Workload, threads: int | None = None, rounds: int = 15) -> Result:
    """Time a workload, torch beside it where it is installed; ``threads``: for both, all that pay if left out."""
    model = work.model(threads)
    sides: dict[str, Step] = {"": work.steps(model)}
    if torch_twins.version():
        sides |= torch_twins.twins(work, threads or default_threads())
    times = {
        name: Time(min(took), median(took))
        for name, took in zip(sides, milliseconds(list(sides.values()), rounds), strict=True)
    }
    return Result(work, model.parameters, model.threads, work.multiplications(model), times.pop(""), times)


def milliseconds(sides: list[Step], rounds: int) -> list[list[float]]:
    """Milliseconds a step in each round, for each side."""
    counts = []
    for step in sides:
        step(WARM_UP)
        began = time.perf_counter()
        step(WARM_UP)
        counts.append(max(WARM_UP, int(WARM_UP * SECONDS / (time.perf_counter() - began))))
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for step, count, found in zip(sides, counts, times, strict=True):
            began = time.perf_counter()
            step(count)
            found.append((time.perf_counter() - began) * 1e3 / count)
    return times
