"""A schedule with warm-up and cosine. Replace the line marked with an arrow."""
from math import cos, pi


def share(t: int, steps: int) -> float:
    """Share of the rate that step t takes, from 0 to 1: it rises in the first fifth of the steps, then half a cosine."""
    warm = steps // 5
    return 1.0  # <- up to 1 while t < warm, then down to 0
