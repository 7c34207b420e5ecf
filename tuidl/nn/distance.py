"""Distance: how much of what was read some moments ago the loss of the last moment still feels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr
from tuidl.nn.examples import Given
from tuidl.nn.model import Model, _by_example

Array = NDArray[Any]
EXAMPLES = 32  # that are looked at together


def at_reading(net: Model, x: Given, y: Array, layer: str) -> tuple[Array, Array]:
    """g[n, t] = dL[n] / dx[n, t], with L[n] the loss of example n at its last moment and x what ``layer`` reads.

    Shapes: (n, time, features), and (n, time) of whether a moment is real: padding is none. As in evaluation: nothing
    changes, and layers that act in training alone are left out. S. Hochreiter, "Untersuchungen zu dynamischen
    neuronalen Netzen", 1991. ValueError for a layer that reads no sequence; KeyError where no gradient gets to it.
    """
    programs = net._programs
    if all(each.name != layer for each in programs.layers):
        raise ValueError(
            tr(
                "there is no layer '{layer}'; there are {layers}",
                layer=layer,
                layers=", ".join(each.name for each in programs.layers),
            )
        )
    given = net._data(x, y)
    count = net._examples.count(given)
    batch = min(count, EXAMPLES)
    program = programs.reading(batch, layer)
    read = program.tensors["reading"]
    if not read.timed:
        raise ValueError(tr("layer '{layer}' reads no sequence", layer=layer))
    net._open(program)
    time = read.shape[0]
    kept = {"reading": read.shape}
    if "real" in program.tensors:
        kept["real"] = (time * batch,)
    found = net._sweep(program, {**given, "moments": _last(net, x, y, count)}, kept)
    g = _by_example(found["reading"], count, time, read.shape[2:]) * batch  # of its own loss, not of the mean of all
    real = _by_example(found["real"], count, time) > 0 if "real" in found else np.ones((count, time), bool)
    return g, real


def by_distance(g: Array, real: Array) -> Array:
    """√(mean of g²) over examples and features, for every distance from the last real moment, 0 the first.

    Shapes: g (n, time, features), real (n, time); as many numbers as the longest example has moments, in float64.
    """
    lengths = real.sum(axis=1)
    sums, counts = np.zeros(real.shape[1]), np.zeros(real.shape[1])
    squares = np.square(g, dtype=np.float64).mean(axis=2)
    for row, length in enumerate(lengths):
        sums[:length] += squares[row][real[row]][::-1]
        counts[:length] += 1
    return np.sqrt(sums[counts > 0] / counts[counts > 0])


def _last(net: Model, x: Given, y: Array, count: int) -> NDArray[np.int32]:
    """1 at the last real moment of each example's output, else 0; of an output without moments 1."""
    programs = net._programs
    if not programs.moments:
        return np.ones(count, np.int32)
    last = np.full(count, programs.moments - 1)
    if programs.masked:
        real = net._judged(x, y)["real"].reshape(count, -1) > 0
        last = programs.moments - 1 - real[:, ::-1].argmax(axis=1)
    made = np.zeros((count, programs.moments), np.int32)
    made[np.arange(count), last] = 1
    return made
