"""Where a number of one tensor stands in another view of the same memory."""

from math import prod

import numpy as np

from tuidl.program import Layout, Tensor
from tuidl.program.program import together

Index = tuple[int, ...]


def word(layout: Layout, tensor: Tensor, index: Index) -> int:
    """The place in the arena of one number of a tensor."""
    row = int(np.ravel_multi_index(index[:-1], tensor.shape[:-1])) if len(index) > 1 else 0
    return layout.offset(tensor) + row * tensor.stride + index[-1]


def index_of(layout: Layout, tensor: Tensor, dims: int, place: int) -> Index | None:
    """The index of a place in a tensor taken as ``dims`` dimensions; None if it lies elsewhere."""
    within, shape = place - layout.offset(tensor), together(tensor, dims)
    if dims == 1:
        return (within,) if 0 <= within < prod(shape) else None
    row, column = divmod(within, tensor.stride)
    if not 0 <= row < tensor.rows or column >= tensor.shape[-1]:
        return None
    return (*(int(i) for i in np.unravel_index(row, shape[:-1])), column)


def inside(layout: Layout, region: Tensor) -> list[Tensor]:
    """The persistent tensors that lie in a vector over a region; the tensor itself if it is none."""
    root = region.root
    if root.name in layout.persistent or root.region not in layout.sizes:
        return [root]
    start = layout.offset(root)
    found = [
        tensor
        for tensor in layout.persistent.values()
        if tensor.region == root.region and start <= layout.offset(tensor) < start + root.size
    ]
    return found or [root]
