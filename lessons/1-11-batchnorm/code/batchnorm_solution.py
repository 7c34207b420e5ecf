"""Batch norm for one unit, while training: the reference that `batchnorm.py` is compared with."""
import numpy as np


def batchnorm(x: np.ndarray, gamma: float, beta: float, epsilon: float) -> np.ndarray:
    """What goes on of what a unit says to a batch, x: centred, scaled to spread 1, then times gamma plus beta."""
    centred = x - np.mean(x)
    return gamma * centred / np.sqrt(np.mean(centred * centred) + epsilon) + beta
