"""Saliency: which numbers of an input move an output of the network, and which way."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr
from tuidl.nn.model import Model

Array = NDArray[Any]


def saliency(net: Model, x: Array, direction: Array) -> Array:
    """d(Σₖ direction[n, k] z[n, k]) / dx[n] for every example n: of the shape of ``x``; nothing changes.

    z are the outputs before a final softmax or sigmoid that the loss takes in, so one row of an identity matrix asks
    for one logit. Layers that act in training alone are left out. K. Simonyan, A. Vedaldi, A. Zisserman, "Deep inside
    convolutional networks: visualising image classification models and saliency maps", 2013. ValueError for a network
    that reads tokens, gives sequences or reads several inputs, and for a direction of another shape.
    """
    programs = net._programs
    inputs = programs.inputs
    if len(inputs.shapes) > 1 or programs.moments or any(inputs.is_sequence(name) for name in inputs.shapes):
        raise ValueError(tr("saliency is known for one input of plain numbers, not for sequences or several inputs"))
    if np.shape(direction) != (len(x), *net.output_shape):
        raise ValueError(
            tr(
                "direction has shape {shape}, the outputs have {count}",
                shape=np.shape(direction),
                count=(len(x), *net.output_shape),
            )
        )
    given = {**net._data(x), "direction": np.ascontiguousarray(direction, net._executor.dtype)}
    count = len(x)
    program = net._open(programs.saliency(min(count, EXAMPLES)))
    shape = program.tensors["saliency"].shape
    return net._sweep(program, given, {"saliency": shape})["saliency"].reshape(-1, *shape[1:])[:count]


EXAMPLES = 32  # that are looked at together
