"""Images on a sheet: an empty margin around each, and each moved by chance."""

import numpy as np
from numpy.random import Generator

from tuidl.data.idx import Bytes


def laid(x: Bytes, margin: int, shift: int, random: Generator) -> Bytes:
    """Images (n, height, width, ...) with ``margin`` empty pixels on every side, each moved by up to ``shift`` pixels.

    Every whole move from -shift to shift is as likely as any other, down and across apart. What leaves the sheet is
    lost: nothing is, as long as shift <= margin.
    """
    height, width = x.shape[1] + 2 * margin, x.shape[2] + 2 * margin
    around = margin + shift
    wide = np.pad(x, ((0, 0), (around, around), (around, around)) + ((0, 0),) * (x.ndim - 3))
    moves = random.integers(0, 2 * shift + 1, size=(len(x), 2))
    found = np.empty((len(x), height, width, *x.shape[3:]), x.dtype)
    for down in range(2 * shift + 1):
        for across in range(2 * shift + 1):
            chosen = (moves == (down, across)).all(axis=1)
            found[chosen] = wide[chosen, down : down + height, across : across + width]
    return found
