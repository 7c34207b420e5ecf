"""weights:LAYER: one weight matrix, a row per input and a column per unit."""

from math import isfinite

from tuidl.signals import Weights
from tuidl.train.probes.quantise import symmetric
from tuidl.train.probes.scene import Scene
from tuidl.train.quantity import distinct_columns

LARGEST = 64


def probe(scene: Scene) -> Weights | None:
    """The matrix, or where it is larger than the panel its centre, then the part that has the weight chosen; None for
    a layer without weights."""
    block = scene.block
    if block is None or block.weight is None:
        return None
    whole = scene.assembly.net.read(block.weight)
    matrix = whole.reshape(-1, whole.shape[-1])
    rows, columns = min(len(matrix), scene.rows, LARGEST), min(matrix.shape[1], scene.columns, LARGEST)
    chosen = scene.chosen.get(f"weights:{block.name}", ())[:2]
    if len(chosen) == 2 and all(map(isfinite, chosen)):
        top, left = _part(int(chosen[0]), len(matrix), rows), _part(int(chosen[1]), matrix.shape[1], columns)
    else:
        top, left = (len(matrix) - rows) // 2, (matrix.shape[1] - columns) // 2
    shown = matrix[top : top + rows, left : left + columns]
    shape, differ = tuple(int(n) for n in whole.shape), distinct_columns(matrix)
    return Weights(block.name, symmetric(shown, fine=True), shape, differ, block.weight, top, left)


def _part(place: int, size: int, shown: int) -> int:
    """The first of those that are shown, in parts of equal size of which the last is shifted to be full."""
    return min(min(max(place, 0), size - 1) // shown * shown, size - shown)
