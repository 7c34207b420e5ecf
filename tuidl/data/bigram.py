"""What counting pairs of characters achieves: the mark a net that reads text has to beat."""

import numpy as np

from tuidl.data.dataset import DataSet


def baseline(data: DataSet) -> float:
    """Mean -ln p(next | this) over the held-out windows (the training ones if none are held out), in nats.

    p(b | a) = (count(a, b) + 1) / (count(a, ·) + V): pairs counted in the training windows, add-one smoothing, V the
    size of the vocabulary. The same windows as in ``val_loss`` of a net, so the two numbers can be compared.
    Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948 (digram approximation); P. S. Laplace
    (add-one).
    """
    size = len(data.vocabulary)
    counts = np.bincount(data.x.ravel() * size + data.y.ravel(), minlength=size * size).reshape(size, size)
    p = (counts + 1) / (counts.sum(axis=1, keepdims=True) + size)
    x, y = (data.val_x, data.val_y) if data.validation else (data.x, data.y)
    return float(-np.log(p[x, y]).mean())
