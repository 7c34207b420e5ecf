"""augmented: one image as it is, then as training steps may see it, with what the net says of each."""

import numpy as np

from tuidl.signals import Gallery
from tuidl.train.probes.gallery import fitting
from tuidl.train.probes.image import image
from tuidl.train.probes.scene import Scene

MOST = 12


def probe(scene: Scene) -> Gallery | None:
    """The chosen image, and as many made of it as fit; None if nothing augments, or the data are no images."""
    augments = any(block.kind == "augment" for block in scene.assembly.blocks)
    if not augments or scene.data.kind != "images" or not len(scene.shown_x):
        return None
    index = scene.index()
    whole = scene.shown_x[index : index + 1]
    count = min(fitting(scene), MOST)
    shown = np.concatenate([whole, scene.assembly.net.augmented(whole.repeat(count - 1, 0))]) if count > 1 else whole
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
