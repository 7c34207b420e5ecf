"""weights:LAYER: one weight matrix, a row per input and a column per unit."""

from tuidl.signals import Weights
from tuidl.train.probes.quantise import symmetric
from tuidl.train.probes.scene import Scene
from tuidl.train.quantity import distinct_columns

LARGEST = 64


def probe(scene: Scene) -> Weights | None:
    """The matrix, or its centre where it is larger than the panel; None for a layer without weights."""
    block = scene.block
    if block is None or block.weight is None:
        return None
    whole = scene.assembly.net.read(block.weight)
    matrix = whole.reshape(-1, whole.shape[-1])
    rows, columns = min(len(matrix), scene.rows, LARGEST), min(matrix.shape[1], scene.columns, LARGEST)
    top, left = (len(matrix) - rows) // 2, (matrix.shape[1] - columns) // 2
    shown = matrix[top : top + rows, left : left + columns]
    shape, differ = tuple(int(n) for n in whole.shape), distinct_columns(matrix)
    return Weights(block.name, symmetric(shown, fine=True), shape, differ, block.weight, top, left)
