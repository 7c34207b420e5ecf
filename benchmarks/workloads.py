"""Milliseconds of a training step on the engine's reference workloads, torch beside them where it is installed.

    python benchmarks/workloads.py                      all of them, as many threads as pay
    python benchmarks/workloads.py a c --threads 1      some, on one thread
    python benchmarks/workloads.py --json

One step is forward, loss, backward and Adam in float32. The two sides take turns within one process, so that a busy
machine slows both; what counts is the ratio of the minima. Torch runs eagerly in its default layout; `--fused` gives
it its fused Adam. Nothing is worth quoting from a machine that does anything else.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from tuidl import nn

try:
    import torch
except ImportError:
    torch = None

Step = Callable[[int], None]  # so many training steps


@dataclass(frozen=True)
class Workload:
    """A network and the shape of its data; ``classes``: how many labels there are."""

    title: str
    layers: Callable[[], list[nn.Layer]]
    shape: tuple[int, ...]
    classes: int
    batch: int
    twin: Callable[[], object]  # the same network in torch

    @property
    def text(self) -> bool:
        """Tokens in, a token to predict at every moment."""
        return isinstance(self.layers()[0], nn.OneHot)


def mlp_small() -> list[nn.Layer]:
    """Dense, batch norm, ReLU, dropout, three times."""
    hidden = [(nn.Dense(units), nn.BatchNorm(), nn.ReLU(), nn.Dropout(0.2)) for units in (64, 32, 16)]
    return [layer for block in hidden for layer in block] + [nn.Dense(3)]


def cnn(*filters: int, hidden: tuple[int, ...] = (), last_pool: bool = True) -> list[nn.Layer]:
    """Convolutions with ReLU and pooling, then dense layers."""
    layers: list[nn.Layer] = []
    for place, count in enumerate(filters):
        layers += [nn.Conv2D(count, 3), nn.ReLU()]
        if last_pool or place < len(filters) - 1:
            layers.append(nn.MaxPool2D(2))
    layers.append(nn.Flatten())
    for units in hidden:
        layers += [nn.Dense(units), nn.ReLU()]
    return [*layers, nn.Dense(10)]


def torch_mlp_small() -> object:
    """Workload a."""
    sizes, t = (20, 64, 32, 16), torch.nn
    blocks = [(t.Linear(a, b), t.BatchNorm1d(b), t.ReLU(), t.Dropout(0.2)) for a, b in pairwise(sizes)]
    return t.Sequential(*[layer for block in blocks for layer in block], t.Linear(16, 3))


def torch_mlp() -> object:
    """Workload b."""
    t = torch.nn
    return t.Sequential(t.Linear(784, 256), t.ReLU(), t.Linear(256, 128), t.ReLU(), t.Linear(128, 10))


def torch_cnn(*filters: int, hidden: tuple[int, ...] = (), last_pool: bool = True) -> object:
    """Workloads c and d."""
    t, layers, before = torch.nn, [], 1
    for place, count in enumerate(filters):
        layers += [t.Conv2d(before, count, 3), t.ReLU()]
        if last_pool or place < len(filters) - 1:
            layers.append(t.MaxPool2d(2))
        before = count
    layers.append(t.Flatten())
    for units in hidden:
        layers += [t.LazyLinear(units), t.ReLU()]
    return t.Sequential(*layers, t.LazyLinear(10))


def torch_rnn() -> object:
    """Workload e."""

    class Characters(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.rnn, self.out = torch.nn.RNN(64, 64, batch_first=True), torch.nn.Linear(64, 64)

        def forward(self, x):  # type: ignore[no-untyped-def]
            return self.out(self.rnn(torch.nn.functional.one_hot(x, 64).float())[0]).transpose(1, 2)

    return Characters()


WORKLOADS = {
    "a": Workload("MLP 20-64-32-16-3, batch norm, dropout", mlp_small, (20,), 3, 32, torch_mlp_small),
    "b": Workload(
        "MLP 784-256-128-10",
        lambda: [nn.Dense(256), nn.ReLU(), nn.Dense(128), nn.ReLU(), nn.Dense(10)],
        (784,), 10, 128, torch_mlp,
    ),
    "c": Workload("CNN conv 8, pool, conv 16, pool", lambda: cnn(8, 16), (28, 28, 1), 10, 64, lambda: torch_cnn(8, 16)),
    "d": Workload(
        "CNN conv 32, pool, conv 64, pool, conv 64, dense 64",
        lambda: cnn(32, 64, 64, hidden=(64,), last_pool=False), (28, 28, 1), 10, 64,
        lambda: torch_cnn(32, 64, 64, hidden=(64,), last_pool=False),
    ),
    "e": Workload(
        "character RNN, tanh 64, length 32, vocabulary 64",
        lambda: [nn.OneHot(64), nn.RNN(64), nn.Dense(64)], (32,), 64, 32, torch_rnn,
    ),
}  # fmt: skip


def examples(work: Workload, count: int = 1024) -> tuple[np.ndarray, np.ndarray]:
    """Random data: only the time is looked at."""
    random = np.random.default_rng(0)
    if work.text:
        return (
            random.integers(0, work.classes, (count, *work.shape), np.int32),
            random.integers(0, work.classes, (count, *work.shape), np.int32),
        )
    x = random.normal(size=(count, *work.shape)).astype(np.float32)
    return x, random.integers(0, work.classes, count, np.int32)


def ours(work: Workload, threads: int | None) -> tuple[Step, int, int]:
    """Training steps of the engine; its parameters and threads."""
    x, y = examples(work)
    net = nn.Model(nn.Sequential(*work.layers()), work.shape, "cross_entropy", nn.Adam(1e-3), threads=threads)
    order = np.random.default_rng(1).permutation(len(x)).astype(np.int32)

    def step(count: int) -> None:
        net.train(x, y, np.resize(order, (count, work.batch)))

    return step, net.parameters, net.threads


def theirs(work: Workload, threads: int, fused: bool) -> tuple[Step, int]:
    """Training steps of torch; its parameters."""
    torch.set_num_threads(threads)
    x, y = (torch.from_numpy(array) for array in examples(work))
    x = x.long() if work.text else x.permute(0, 3, 1, 2).contiguous() if x.ndim == 4 else x
    net = work.twin()
    net(x[:2])  # lazy layers learn their sizes
    net.train()
    adam = torch.optim.Adam(net.parameters(), 1e-3, fused=fused)

    def step(count: int) -> None:
        for number in range(count):
            part = slice(number * work.batch % len(x), number * work.batch % len(x) + work.batch)
            adam.zero_grad()
            torch.nn.functional.cross_entropy(net(x[part]), y[part].long()).backward()
            adam.step()

    return step, sum(value.numel() for value in net.parameters())


def milliseconds(sides: list[Step], rounds: int, seconds: float = 0.1) -> list[list[float]]:
    """Milliseconds a step of every round, the sides taking turns; a round lasts about ``seconds``."""
    counts = []
    for step in sides:
        step(3)  # compile, warm up
        began = time.perf_counter()
        step(3)
        counts.append(max(3, int(3 * seconds / (time.perf_counter() - began))))
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for step, count, found in zip(sides, counts, times, strict=True):
            began = time.perf_counter()
            step(count)
            found.append((time.perf_counter() - began) * 1e3 / count)
    return times


def machine() -> str:
    """The processor, and how busy it is."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 - a line of Linux
            name = next(line.partition(":")[2].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} processors{load}, Python {platform.python_version()}, numpy {np.__version__}"


def main() -> None:
    """Time what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", help=f"of {', '.join(WORKLOADS)} [default: all]")
    parser.add_argument("--threads", type=int, help="[default: as many as pay]")
    parser.add_argument("--rounds", type=int, default=15, help="[default: %(default)s]")
    parser.add_argument("--fused", action="store_true", help="torch with its fused Adam")
    parser.add_argument("--json", action="store_true", help="one object")
    asked = parser.parse_args()
    if unknown := set(asked.workloads) - set(WORKLOADS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; the workloads are {', '.join(WORKLOADS)}")
    beside = f"torch {torch.__version__}" if torch else "torch is not installed"
    if not asked.json:
        print(f"{machine()}, {beside}\n")
        print(f"{'':58}{'parameters':>12}{'threads':>9}{'min ms':>10}{'median':>10}{'torch min':>11}{'ratio':>8}")
    rows = []
    for name in asked.workloads or WORKLOADS:
        work = WORKLOADS[name]
        step, parameters, threads = ours(work, asked.threads)
        sides = [step]
        if torch:
            twin, count = theirs(work, asked.threads or os.cpu_count() or 1, asked.fused)
            assert count == parameters or work.text, (name, count, parameters)  # torch's RNN has a second bias
            sides.append(twin)
        times = milliseconds(sides, asked.rounds)
        row = {"id": name, "parameters": parameters, "threads": threads}
        row |= {"ms": min(times[0]), "median_ms": median(times[0])}
        if torch:
            row |= {"torch_ms": min(times[1]), "ratio": min(times[1]) / min(times[0])}
        rows.append(row)
        if not asked.json:
            other = f"{row['torch_ms']:11.3f}{row['ratio']:7.2f}x" if torch else f"{'-':>11}{'-':>8}"
            title = f"{name} {work.title}"
            print(f"{title:58}{parameters:12}{threads:9}{row['ms']:10.4f}{row['median_ms']:10.4f}{other}", flush=True)
    if asked.json:
        print(json.dumps({"machine": machine(), "beside": beside, "workloads": rows}))


if __name__ == "__main__":
    main()
