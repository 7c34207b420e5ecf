"""Batch norm for one unit, while training. Replace the line marked with an arrow."""
import numpy as np


def batchnorm(x: np.ndarray, gamma: float, beta: float, epsilon: float) -> np.ndarray:
    """What goes on of what a unit says to a batch, x: centred, scaled to spread 1, then times gamma plus beta."""
    return x * 1.0  # <- as it came
