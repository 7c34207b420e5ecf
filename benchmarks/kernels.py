"""Where the time of a training step goes, kernel by kernel, on one thread, in the place each has within the step.

    python benchmarks/kernels.py d

A kernel that is repeated alone finds its data in the cache and looks faster than it is; so whole steps are run, each
kernel by a call of its own. Minima are shown: where something else runs, long kernels are interrupted more often.
"""

import argparse
from time import perf_counter

import numpy as np

from benchmarks.workloads import WORKLOADS, examples
from tuidl import nn
from tuidl.kernels.cpu.control import WIDTH, run

STEPS = 60


def main() -> None:
    """Print the kernels of a workload's training step, the most expensive first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload", choices=WORKLOADS)
    parser.add_argument("--steps", type=int, default=STEPS)
    given = parser.parse_args()
    work = WORKLOADS[given.workload]
    x, y = examples(work)
    net = nn.Model(nn.Sequential(*work.layers()), work.shape, "cross_entropy", nn.Adam(1e-3), threads=1)
    order = np.random.default_rng(1).permutation(len(x)).astype(np.int32)
    batches = np.resize(order, (given.steps, work.batch))
    net.train(x, y, batches)

    executor = net._executor
    seconds: dict[int, list[float]] = {}
    original = executor.run

    def timed(program, data, first, steps):  # type: ignore[no-untyped-def]
        linked, _kept = executor.connect(program, data, first)
        memory = executor._arena.ctypes.data
        for step in range(first, first + steps):
            for row in range(len(linked.calls)):
                began = perf_counter()
                run(linked.code.ctypes.data + row * WIDTH * 8, 1, memory, 0, 1, step, 1)
                seconds.setdefault(row, []).append(perf_counter() - began)

    executor.run = timed
    net.train(x, y, batches)
    executor.run = original
    calls = executor._linked[f"train/{work.batch}"].calls
    table = sorted(((min(times) * 1e3, calls[row]) for row, times in seconds.items()), key=lambda pair: -pair[0])
    total = sum(ms for ms, _ in table)
    print(f"{work.title}: {total:.2f} ms a step")
    for ms, call in table[:25]:
        target = next(
            (v.name for o in call.kernel.operands if o.writes and hasattr(v := call.operands[o.name], "name")), ""
        )
        speed = f"{2 * call.work / ms / 1e6:6.0f} GFLOP/s" if call.kernel.work else " " * 14
        print(f"{ms:8.3f} ms {100 * ms / total:5.1f} %  {speed}  {call.kernel.name:36} {target}")


if __name__ == "__main__":
    main()
