"""sample: one example, chosen in the panel, and what the net says about it."""

from typing import Any

import numpy as np

from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.signals import Absent, Sample
from tuidl.train.pairs import written
from tuidl.train.probes.image import image
from tuidl.train.probes.quantise import shrunk
from tuidl.train.probes.scene import Scene, surprise

FEATURES = 40  # of an example that is a row of numbers
MOMENTS = 128  # of a course


def probe(scene: Scene) -> Sample | Absent:
    """A held-out example (else one trained on): picture, row of numbers, sentence or course, with the net's answer."""
    data = scene.data
    if not len(scene.shown_x):
        return Absent(tr("there are no examples"))
    index = scene.index()
    x, y = scene.shown_x[index : index + 1], scene.shown_y[index]
    p = scene.assembly.net.predict(x)[0]
    shown = _example(scene, x)
    if data.asked:
        own = written(scene.assembly.net, data, x)[0, data.asked + 1 :]
        return Sample(index, 0, (), (), _surprise(p, y), written=(data.answer(y), data.answer(own)), **shown)
    if data.targets:
        said, true = (data.raw_target(np.asarray(each, np.float32)) for each in (p, y))
        off = float(np.square(np.subtract(p, y, dtype=np.float64)).mean())
        rows = zip(data.targets, map(float, true), map(float, said), strict=False)
        return Sample(index, 0, (), (), off, targets=tuple(rows), **shown)
    if data.by_moment:
        real = data.real(x)[0]
        return Sample(index, 0, (), (), _surprise(p[real], y[real]), tags=_tags(scene, x, y, p), **shown)
    said, truth = scene.probabilities(x)[0], int(y)
    loss = surprise(float(said[truth])) if truth < len(said) else float("nan")
    return Sample(index, truth, data.classes, tuple(map(float, said)), loss, **shown)


def _example(scene: Scene, x: Array) -> dict[str, Any]:
    """The example itself."""
    data = scene.data
    if data.kind == "images":
        return {"image": image(scene, x[0])}
    if data.kind == "graphs":
        matrix = x[0, ..., 0]
        return {"image": image(scene, shrunk(matrix, scene.rows, scene.columns)[..., None])}
    if data.nodes:
        return {"tokens": tuple(str(k + 1) for k in np.flatnonzero(data.real(x)[0]))}
    if data.tokens:
        known = data.words or data.vocabulary
        return {"tokens": tuple(known[int(token)] for token in x[0, : int(data.lengths(x)[0])])}
    if x.ndim == 3:
        course = data.raw(x)[0, : int(data.lengths(x)[0]), 0]
        return {"course": tuple(map(float, course[-MOMENTS:]))}
    features = zip(data.features[:FEATURES], data.raw(x)[0].ravel(), strict=False)
    return {"features": tuple((name, float(v)) for name, v in features)}


def _tags(scene: Scene, x: Array, y: Array, p: Array) -> tuple[tuple[str, str], ...]:
    """What each real moment is, and what the net says of it."""
    data = scene.data
    known = data.classes or data.answers or data.vocabulary
    said = p.argmax(-1)
    real = np.flatnonzero(data.real(x)[0])
    return tuple((known[int(y[k])], known[int(said[k])]) for k in real if int(said[k]) < len(known))


def _surprise(p: Array, y: Array) -> float:
    """The mean of −ln p over the moments."""
    found = [surprise(float(p[k, int(y[k])])) for k in range(len(y)) if int(y[k]) < p.shape[-1]]
    return float(np.mean(found)) if found else float("nan")
