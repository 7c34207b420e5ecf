"""Where the time of a training step goes, kernel by kernel, on one thread."""

from tuidl.kernels import Timed
from tuidl.speed.workloads import Workload

STEPS = 60


def timed(work: Workload, steps: int = STEPS) -> list[Timed]:
    """The kernels of a training step, the most expensive first."""
    model = work.model(threads=1)
    x, y = work.examples()
    model.train(x, y, work.batches(1))
    return sorted(model.profile(x, y, work.batches(steps)), key=lambda each: -each.seconds)
