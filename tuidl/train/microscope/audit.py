"""Every number of every gradient held against a finite difference, some at a time, so that a run can go on between."""

from itertools import islice

import numpy as np

from tuidl.signals import Audit
from tuidl.train.microscope import naming
from tuidl.train.microscope.gradients import Gradients

AT_ONCE = 48  # numbers in one answer; each costs the loss twice


def audit(gradients: Gradients, example: int, first: int) -> Audit:
    """The check of the numbers from number ``first`` on: those of all gradients in the order they are completed."""
    names = sorted(gradients.by_name, key=lambda name: gradients.by_name[name].last)
    sizes = [int(np.prod(gradients.by_name[name].tensor.shape)) for name in names]
    total = sum(sizes)
    first = min(max(first, 0), total)
    places = ((name, at) for name, size in zip(names, sizes, strict=True) for at in range(size))
    counts, worst, where = dict.fromkeys(("agree", "corner", "differ", "none", "stand-in"), 0), 0.0, ""
    done = first
    for name, at in islice(places, first, first + AT_ONCE):
        index = tuple(int(i) for i in np.unravel_index(at, gradients.by_name[name].tensor.shape))
        slope = gradients.slope(name, index)
        counts[slope.verdict] += 1
        wrong = slope.verdict in ("differ", "none")
        if (wrong and not where) or (slope.verdict == "agree" and slope.error > worst and not where):
            worst = slope.error
        if wrong and not where:
            place = ",".join(
                str(i) for i, size in zip(index, gradients.by_name[name].tensor.shape, strict=True) if size > 1
            )
            where = naming.short(gradients.by_name[name].tensor) + (f"[{place}]" if place else "")
        done += 1
    return Audit(
        example, first, done, total, len(names), counts["agree"], counts["corner"], counts["differ"], counts["none"],
        worst, where, counts["stand-in"],
    )  # fmt: skip
