"""The way back through a dense layer. Replace the three lines marked with an arrow."""
import numpy as np


def backward(a: np.ndarray, w: np.ndarray, dz: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients da, dw and db of a layer z = a w + b. Rows of a and dz are m examples; dw and db are means."""
    m = len(a)
    da, dw, db = np.zeros(a.shape), np.zeros(w.shape), np.zeros(w.shape[1])
    for i in range(m):
        dw += 0.0 * w  # <- every input of example i times every pull of it, divided by m
        db += 0.0  # <- its pulls, divided by m
        da[i] = 0.0  # <- for each input: its weights times the pulls they lead to, added up
    return da, dw, db
