"""Softmax and cross-entropy. Replace the two lines marked with an arrow."""
from math import log

import numpy as np


def cross_entropy(z: np.ndarray, y: int) -> tuple[np.ndarray, float]:
    """The chances p of all classes from their scores z, and the loss when y is the right class."""
    p = np.ones(len(z)) / len(z)  # <- softmax of z, with the largest score subtracted first
    loss = 1.0  # <- minus the log of the right chance, which counts as 1e-7 at least
    return p, loss
