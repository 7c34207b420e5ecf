"""An example as an image for a panel."""

from tuidl.kernels import Array
from tuidl.signals import Field
from tuidl.train.probes.quantise import field
from tuidl.train.probes.scene import Scene


def image(scene: Scene, example: Array) -> Field:
    """The mean over its channels, from an empty pixel to a full one."""
    return field(example.mean(axis=-1), scene.data.low, scene.data.high)
