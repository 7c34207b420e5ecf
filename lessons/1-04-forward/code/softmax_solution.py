"""Scores into chances: the reference that `softmax.py` is compared with."""
import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """The chance of each class, from its score: between 0 and 1, and together 1."""
    e = np.exp(z - np.max(z))
    return e / np.sum(e)
