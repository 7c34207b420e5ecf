"""gallery: held-out images with what the net says, the wrong ones first."""

import numpy as np

from tuidl.signals import Gallery
from tuidl.train.probes.image import image
from tuidl.train.probes.scene import Scene

MOST = 24


def fitting(scene: Scene) -> int:
    """How many images there is room for."""
    height, width = scene.data.shape[:2]
    return min(max(scene.columns // (width + 2), 1) * max(scene.rows // (height // 2 + 2), 1), MOST)


def probe(scene: Scene) -> Gallery | None:
    """As many as fit (an image is a column a pixel and half a row a pixel); None if the data are no images."""
    data = scene.data
    if data.kind != "images" or not len(scene.shown_x):
        return None
    answers = scene.answers(scene.shown_x)
    wrong = answers != scene.shown_y
    order = np.argsort(~wrong, kind="stable")[: fitting(scene)]
    return Gallery(
        images=tuple(image(scene, scene.shown_x[k]) for k in order),
        truths=tuple(int(scene.shown_y[k]) for k in order),
        answers=tuple(int(answers[k]) for k in order),
        indices=tuple(int(k) for k in order),
        classes=data.classes,
        wrong=int(wrong.sum()),
        total=len(wrong),
    )
