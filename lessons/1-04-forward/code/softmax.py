"""Scores into chances. Replace the line marked with an arrow."""
import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """The chance of each class, from its score: between 0 and 1, and together 1."""
    e = np.exp(z)  # <- overflows where scores are large
    return e / np.sum(e)
