"""The mark that a net which predicts numbers has to beat: an answer that needs no net."""

import numpy as np

from tuidl.data.dataset import DataSet


def naive_error(data: DataSet) -> float:
    """√(Σ (answer − y)² / n) over the held-out examples (the training ones if none are held out), in y's own units.

    The answer for a series is its last value ("same as last"), for anything else the mean of the training targets.
    The same examples and units as ``val_error`` of a net, so the two numbers can be compared.
    """
    x, y = (data.val_x, data.val_y) if data.validation else (data.x, data.y)
    truth = data.raw_target(np.asarray(y, np.float32)).astype(np.float64)
    if data.kind == "series":
        answer = data.raw(x)[:, -1, :1].astype(np.float64)
    else:
        answer = data.raw_target(np.asarray(data.y, np.float32)).mean(axis=0, keepdims=True, dtype=np.float64)
    return float(np.sqrt(np.mean(np.square(answer - truth))))
