"""confusion: which class was called what, over the held-out examples."""

import numpy as np

from tuidl.signals import Confusion
from tuidl.train.probes.scene import Scene

MOST = 100  # classes: a table of more shows nothing


def probe(scene: Scene) -> Confusion | None:
    """Counts [true class][answer], of every real moment where each has a class; None for text and for numbers."""
    data = scene.data
    if not data.classes or len(data.classes) > MOST or not len(scene.shown_x):
        return None
    count = len(data.classes)
    counts = np.zeros((count, count), np.int64)
    answers, truths = np.minimum(scene.answers(scene.shown_x), count - 1), scene.shown_y
    if data.by_moment:
        real = data.real(scene.shown_x)
        answers, truths = answers[real], truths[real]
    np.add.at(counts, (truths, answers), 1)
    return Confusion(data.classes, tuple(tuple(int(n) for n in row) for row in counts), truths.size)
