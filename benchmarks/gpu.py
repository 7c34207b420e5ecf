"""Training steps a second on an NVIDIA GPU, beside the processor and, where it is installed, torch on the same GPU.

    python benchmarks/gpu.py                  needs a GPU and tuidl[cuda]
    python benchmarks/gpu.py --json
    NUMBA_ENABLE_CUDASIM=1 python benchmarks/gpu.py --tiny      does it run? numba's simulator is no GPU to be timed

One step is gathering, forward, loss, backward and Adam in float32. The losses are compared with plain NumPy before
anything is timed. A launch of ours is many steps: the columns say how many. Torch runs eagerly, its data on the GPU.
"""

import argparse
import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tuidl import nn
from tuidl.errors import TuidlError
from tuidl.kernels.cuda import device
from tuidl.speed.rounds import Step, milliseconds

try:
    import torch
except ImportError:
    torch = None

LAUNCHES = (1, 10, 100, 1000)  # steps a launch
CHECKED, CLOSE = 5, 1e-4  # steps whose losses are compared, and how far they may differ
EXAMPLES = 4096


@dataclass(frozen=True)
class Net:
    """A stack of dense layers with ReLU and dropout between them."""

    title: str
    sizes: tuple[int, ...]
    batch: int
    dropout: float = 0.0

    def model(self, on: str) -> nn.Model:
        """Ours, on a device."""
        layers: list[nn.Layer] = []
        for units in self.sizes[1:-1]:
            layers += [nn.Dense(units), nn.ReLU(), *([nn.Dropout(self.dropout)] if self.dropout else [])]
        return nn.Model([*layers, nn.Dense(self.sizes[-1])], (self.sizes[0],), optimizer=nn.Adam(1e-3), device=on)

    def twin(self) -> object:
        """The same in torch."""
        t, layers = torch.nn, []
        for inputs, units in pairwise(self.sizes[:-1]):
            layers += [t.Linear(inputs, units), t.ReLU(), *([t.Dropout(self.dropout)] if self.dropout else [])]
        return t.Sequential(*layers, t.Linear(*self.sizes[-2:]))

    def examples(self) -> tuple[np.ndarray, np.ndarray]:
        """Random data: only the time is looked at."""
        random = np.random.default_rng(0)
        x = random.normal(size=(EXAMPLES, self.sizes[0])).astype(np.float32)
        return x, random.integers(0, self.sizes[-1], EXAMPLES, np.int32)


NETS = (
    Net("lesson-mlp, iris: 4-8-6-3", (4, 8, 6, 3), 16),
    Net("MLP 20-64-32-16-3, dropout", (20, 64, 32, 16, 3), 32, 0.2),
    Net("MNIST: MLP 784-256-128-10", (784, 256, 128, 10), 128),
    Net("MNIST: MLP 784-256-128-10, dropout", (784, 256, 128, 10), 128, 0.2),
)
TINY = (Net("tiny: 5-7-3, dropout", (5, 7, 3), 4, 0.2),)


def ours(net: Net, on: str) -> Step:
    """Training steps of the engine, all that are asked for in one call."""
    model, (x, y) = net.model(on), net.examples()
    order = np.random.default_rng(1).permutation(len(x)).astype(np.int32)

    def step(count: int) -> None:
        model.train(x, y, np.resize(order, (count, net.batch)))

    return step


def in_launches(step: Step, size: int) -> Step:
    """The same steps, so many a call."""

    def split(count: int) -> None:
        for done in range(0, count, size):
            step(min(size, count - done))

    return split


def theirs(net: Net) -> Step:
    """Training steps of torch on the GPU; a call ends when the GPU has done them."""
    x, y = (torch.from_numpy(array).cuda() for array in net.examples())
    y, model = y.long(), net.twin().cuda()
    adam = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    order = torch.randperm(len(x), device="cuda")

    def step(count: int) -> None:
        for number in range(count):
            start = number * net.batch % (len(x) - net.batch + 1)
            part = order[start : start + net.batch]
            adam.zero_grad()
            torch.nn.functional.cross_entropy(model(x[part]), y[part]).backward()
            adam.step()
        torch.cuda.synchronize()

    return step


def difference(net: Net) -> float:
    """How far losses on the GPU are from those of plain NumPy, at most and relatively."""
    x, y = net.examples()
    order = np.arange(CHECKED * net.batch, dtype=np.int32).reshape(CHECKED, net.batch)
    got, wanted = (net.model(on).train(x, y, order)["loss"] for on in ("cuda", "reference"))
    return float(np.max(np.abs(got - wanted) / np.abs(wanted)))


def measure(net: Net, launches: Sequence[int], rounds: int) -> dict[str, object]:
    """Steps a second of all sides, which take turns; the best round of each."""
    apart = difference(net)
    if not apart < CLOSE:
        raise SystemExit(f"{net.title}: losses differ from the reference by {apart:.2g}; nothing is timed")
    sides: dict[str, Callable[[int], None]] = {"cpu": ours(net, "cpu")}
    gpu = ours(net, "cuda")
    sides |= {f"cuda {size}": in_launches(gpu, size) for size in launches}
    if torch and torch.cuda.is_available():
        sides["torch"] = theirs(net)
    times = milliseconds(list(sides.values()), rounds)
    found = {name: 1e3 / min(each) for name, each in zip(sides, times, strict=True)}
    return {"title": net.title, "batch": net.batch, "difference": apart, "steps_per_second": found}


def main() -> None:
    """Time all networks, or only see whether a tiny one runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tiny", action="store_true", help="one tiny network, for the simulator")
    parser.add_argument("--rounds", type=int, default=15, help="[default: %(default)s]")
    parser.add_argument("--json", action="store_true", help="one object")
    asked = parser.parse_args()
    try:
        device.require()
    except TuidlError as error:
        raise SystemExit(f"{error}") from error
    if device.SIMULATED and not asked.tiny:
        raise SystemExit("numba's simulator would need days for these networks; give --tiny, or a GPU")
    where = f"{device.describe()}; Python {platform.python_version()}, numpy {np.__version__}"
    where += f", torch {torch.__version__}" if torch else ", torch is not installed"
    launches = LAUNCHES[:2] if asked.tiny else LAUNCHES
    rows = []
    if not asked.json:
        print(f"{where}\nsteps a second\n")
    for net in TINY if asked.tiny else NETS:
        row = measure(net, launches, 1 if asked.tiny else asked.rounds)
        rows.append(row)
        if not asked.json:
            found = row["steps_per_second"]
            assert isinstance(found, dict)
            print(f"{net.title}, batch {net.batch} (losses within {row['difference']:.1g})")
            print("   ".join(f"{name} {rate:,.0f}" for name, rate in found.items()), flush=True)
    if asked.json:
        print(json.dumps({"machine": where, "networks": rows}))


if __name__ == "__main__":
    main()
