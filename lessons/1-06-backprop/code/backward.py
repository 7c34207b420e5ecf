"""The way back through a dense layer. Replace the lines with an arrow."""
import numpy as np


def backward(a: np.ndarray, w: np.ndarray, dz: np.ndarray) -> tuple:
    """da, dw and db of z = a w + b; dw and db are means over m rows."""
    m = len(a)
    da, dw = np.zeros(a.shape), np.zeros(w.shape)
    db = np.zeros(w.shape[1])
    for i in range(m):
        dw += 0.0 * w  # <- all products of its inputs and pulls, over m
        db += 0.0  # <- its pulls, over m
        da[i] = 0.0  # <- each input: weights times pulls, added up
    return da, dw, db
