"""A step with momentum: the reference that `step.py` is compared with."""


def step(w: float, g: float, m: float, rate: float) -> tuple[float, float]:
    """The weight w and the number m that is kept for it, after one step; g is the gradient."""
    m = 0.9 * m + g
    return w - rate * m, m
