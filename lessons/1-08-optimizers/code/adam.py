"""A step of Adam. Replace the line marked with an arrow."""
from math import sqrt


def step(w: float, g: float, m: float, s: float, t: float, rate: float) -> tuple[float, float, float]:
    """The weight w, the mean m of gradients and the mean s of their squares after step t (1 is the first); g is the gradient."""
    return w, m, s  # <- first the new m and s, then w with both corrected
