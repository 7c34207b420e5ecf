"""A step with momentum. Write what is kept, and how the weight moves; the arrow shows where."""


def step(w: float, g: float, m: float, rate: float) -> tuple[float, float]:
    """The weight w and the number m that is kept for it, after one step; g is the gradient."""
    return w - rate * g, m  # <- plain gradient descent: m is not used yet
