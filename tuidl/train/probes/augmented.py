"""augmented: one image as it is, then as training steps may see it, with what the net says of each."""

import numpy as np

from tuidl.signals import Gallery
from tuidl.train.probes.gallery import fitting
from tuidl.train.probes.image import image
from tuidl.train.probes.scene import Scene

LEAST, MOST = 6, 12


def probe(scene: Scene) -> Gallery | None:
    """The chosen image and others made of it: as many as fit, at least six in all. None if nothing augments images."""
    augments = any(block.kind == "augment" for block in scene.assembly.blocks)
    if not augments or scene.data.kind != "images" or not len(scene.shown_x):
        return None
    index = scene.index()
    whole = scene.shown_x[index : index + 1]
    count = min(max(fitting(scene), LEAST), MOST)
    shown = np.concatenate([whole, scene.assembly.net.augmented(whole.repeat(count - 1, 0))])
    truth, answers = int(scene.shown_y[index]), scene.answers(shown)
    return Gallery(
        images=tuple(image(scene, each) for each in shown),
        truths=(truth,) * count,
        answers=tuple(map(int, answers)),
        indices=(index,) * count,
        classes=scene.data.classes,
        wrong=int((answers != truth).sum()),
        total=count,
    )
