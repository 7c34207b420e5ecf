"""The sums of one layer. Replace the line marked with an arrow."""
import numpy as np


def dense(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The sums z of a layer for one example: x inputs, w[i, j] from input i to unit j, b one bias for each unit."""
    z = np.zeros(len(b))
    for j in range(len(b)):
        z[j] = b[j]  # <- and every input times its weight
    return z
