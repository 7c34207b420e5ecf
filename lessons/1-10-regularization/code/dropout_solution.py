"""Dropout, while training: the reference that `dropout.py` is compared with."""
import numpy as np


def dropout(x: np.ndarray, noise: np.ndarray, rate: float) -> np.ndarray:
    """What goes on of the numbers x: 0 where a number's noise is below the rate, else the number, scaled up."""
    return np.where(noise < rate, 0.0, x / (1.0 - rate))
