"""A step of gradient descent: the reference that `step.py` is compared with."""


def step(w: float, g: float, rate: float) -> float:
    """The weight w after one step against its gradient g."""
    return w - rate * g
