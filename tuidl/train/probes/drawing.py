"""What the net says about an image that the learner draws: chances, saliency, feature maps."""

import numpy as np

from tuidl.commands import Sketch
from tuidl.data import DataSet
from tuidl.errors import UsageError
from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.nn.saliency import saliency
from tuidl.signals import Drawing, Field
from tuidl.train.probes.grids import MOST, SIDE, alike
from tuidl.train.probes.quantise import field, shrunk, symmetric
from tuidl.train.probes.scene import LOOKED_AT, Scene

INK = 0.02  # what is fainter is no ink


def answer(scene: Scene, asked: Sketch) -> Drawing:
    """The answer to one question. UsageError where the net reads no images, or images of another size."""
    data = scene.data
    if data.kind != "images" or not data.classes:
        raise UsageError(
            tr("nothing can be drawn for '{label}': its examples are no images with classes", label=data.label)
        )
    height, width, channels = data.shape
    if len(asked.pixels) != height * width:
        raise UsageError(
            tr(
                "a drawing of {count} pixels came, the network reads {height}×{width}",
                count=len(asked.pixels),
                height=height,
                width=width,
            )
        )
    drawn = np.clip(np.nan_to_num(np.array(asked.pixels, np.float64).reshape(height, width)), 0, 1)
    moved = _move(drawn, _middle(data)) if asked.centred else (0, 0)
    drawn = np.roll(drawn, moved, (0, 1))  # nothing wraps around: only empty rows and columns leave the sheet
    grey = (data.low + drawn * (data.high - data.low)).astype(np.float32)
    x = np.ascontiguousarray(np.repeat(grey[None, :, :, None], channels, axis=3))
    with np.errstate(all="ignore"):
        probabilities = scene.probabilities(x)[0]
        slope = saliency(scene.assembly.net, x, _towards(probabilities, scene.assembly.net.output_shape))[0].sum(-1)
        maps = _maps(scene, asked.layer, x)
    return Drawing(
        asked.number, data.classes, tuple(float(p) for p in probabilities), field(grey, data.low, data.high),
        symmetric(slope), moved, asked.layer if maps else "", maps,
    )  # fmt: skip


def _towards(probabilities: Array, outputs: tuple[int, ...]) -> Array:
    """The direction of the logit that wins; of a single one, up or down."""
    best = int(np.nan_to_num(probabilities, nan=-1.0).argmax())
    if outputs == (1,):
        return np.array([[1.0 if best else -1.0]])
    return np.eye(outputs[-1])[None, best]


def _maps(scene: Scene, layer: str, x: Array) -> tuple[Field, ...]:
    """What each channel of a layer says; nothing for a layer that gives no images."""
    block = scene.assembly.block(layer)
    if block is None or not block.out:
        return ()
    said = scene.assembly.net.observe(x, [block.out])[block.out][0]
    if said.ndim != 3:
        return ()
    return alike([shrunk(said[..., k], SIDE, SIDE) for k in range(min(said.shape[-1], MOST))])


def _centres(images: Array) -> Array:
    """(n, 2): row and column of the centre of mass of each image that has ink."""
    mass = images.sum(axis=(1, 2))
    rows, columns = (np.arange(size) for size in images.shape[1:])
    moments = np.stack([(images.sum(axis=2) * rows).sum(1), (images.sum(axis=1) * columns).sum(1)], axis=1)
    some = mass > 0
    return np.asarray(moments[some] / mass[some, None])


def _middle(data: DataSet) -> Array:
    """Where the centre of mass of the training images lies on average."""
    ink = data.x[:LOOKED_AT].mean(axis=-1).astype(np.float64) - data.low
    centres = _centres(np.clip(ink, 0, None))
    return np.asarray(centres.mean(axis=0) if len(centres) else (np.array(ink.shape[1:]) - 1) / 2)


def _move(drawn: Array, middle: Array) -> tuple[int, int]:
    """Rows and columns to the middle, no further than the ink stays on the sheet."""
    inked = drawn > INK
    if not inked.any():
        return 0, 0
    wanted = np.rint(middle - _centres(drawn[None])[0]).astype(int)
    found = []
    for axis, way in enumerate(wanted):
        places = np.flatnonzero(inked.any(axis=1 - axis))
        found.append(int(np.clip(way, -places[0], drawn.shape[axis] - 1 - places[-1])))
    return found[0], found[1]
