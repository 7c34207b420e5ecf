"""A step of Adam: the reference that `adam.py` is compared with."""
from math import sqrt


def step(w: float, g: float, m: float, s: float, t: int, rate: float) -> tuple:
    """w, m and s after step t (1, 2, ...); g is the gradient of w."""
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g * g
    w = w - rate * (m / (1 - 0.9**t)) / (sqrt(s / (1 - 0.999**t)) + 1e-8)
    return w, m, s
