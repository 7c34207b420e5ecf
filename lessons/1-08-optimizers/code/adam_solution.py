"""A step of Adam: the reference that `adam.py` is compared with."""
from math import sqrt


def step(w: float, g: float, m: float, s: float, t: float, rate: float) -> tuple[float, float, float]:
    """The weight w, the mean m of gradients and the mean s of their squares after step t (1 is the first); g is the gradient."""
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g * g
    w = w - rate * (m / (1 - 0.9**t)) / (sqrt(s / (1 - 0.999**t)) + 1e-8)
    return w, m, s
