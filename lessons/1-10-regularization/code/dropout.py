"""Dropout, while training. Replace the line marked with an arrow."""
import numpy as np


def dropout(x: np.ndarray, noise: np.ndarray, rate: float) -> np.ndarray:
    """What goes on of the numbers x: 0 where a number's noise is below the rate, else the number, scaled up."""
    return x * 0.0  # <- that leaves everything out
