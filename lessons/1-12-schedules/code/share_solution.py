"""A schedule with warm-up and cosine: the reference that `share.py` is compared with."""
from math import cos, pi


def share(t: int, steps: int) -> float:
    """Share of the rate that step t takes, from 0 to 1: it rises in the first fifth of the steps, then half a cosine."""
    warm = steps // 5
    if t < warm:
        return (t + 1) / warm
    return 0.5 * (1.0 + cos(pi * (t - warm) / (steps - warm)))
