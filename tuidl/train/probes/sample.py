"""sample: one example, chosen in the panel, and what the net says about it."""

from tuidl.signals import Sample
from tuidl.train.probes.image import image
from tuidl.train.probes.scene import Scene, surprise


def probe(scene: Scene) -> Sample | None:
    """A held-out example (else one trained on); None for text and sentences, and where numbers are predicted."""
    data = scene.data
    if data.tokens or not data.classes or data.by_moment or not len(scene.shown_x):
        return None
    index = scene.index()
    x = scene.shown_x[index : index + 1]
    truth = int(scene.shown_y[index])
    said = [float(p) for p in scene.probabilities(x)[0]]
    numbers = data.raw(x)[0].ravel() if data.kind != "images" else []
    return Sample(
        index=index,
        truth=truth,
        classes=data.classes,
        probabilities=tuple(said),
        loss=surprise(said[truth]) if truth < len(said) else float("nan"),
        image=image(scene, x[0]) if data.kind == "images" else None,
        features=tuple((name, float(v)) for name, v in zip(data.features, numbers, strict=False)),
    )
