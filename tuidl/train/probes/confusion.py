"""confusion: which class was called what, over the held-out examples."""

import numpy as np

from tuidl.signals import Confusion
from tuidl.train.probes.scene import Scene


def probe(scene: Scene) -> Confusion | None:
    """Counts [true class][answer]; None for text."""
    data = scene.data
    if data.kind == "text" or not data.classes or not len(scene.shown_x):
        return None
    count = len(data.classes)
    counts = np.zeros((count, count), np.int64)
    answers = np.minimum(scene.answers(scene.shown_x), count - 1)
    np.add.at(counts, (scene.shown_y, answers), 1)
    return Confusion(data.classes, tuple(tuple(int(n) for n in row) for row in counts), len(scene.shown_x))
